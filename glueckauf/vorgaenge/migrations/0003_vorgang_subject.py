from django.db import migrations, models


class Migration(migrations.Migration):
    """What sets a Vorgang apart in a list. Empty for those handed in before."""

    dependencies = [
        ("vorgaenge", "0002_rows_of_a_tenant_or_person"),
    ]

    operations = [
        migrations.AddField(
            model_name="vorgang",
            name="subject",
            field=models.CharField(
                blank=True, default="", help_text="What sets it apart in a list: a street, a plate, the dog's name.", max_length=200
            ),
            preserve_default=False,
        ),
    ]

"""A part that was decided keeps the answers it was decided on when the others are corrected."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vorgaenge", "0009_parts_of_an_antrag")]

    operations = [
        migrations.AddField(
            model_name="vorgang",
            name="decided_version",
            field=models.PositiveIntegerField(
                null=True, help_text="Answers it was decided on, once a correction has reached only the other parts of the Antrag."
            ),
        ),
    ]

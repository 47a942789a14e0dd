"""One more reason to wait: words only, the column stays."""

from django.db import migrations, models

REASONS = ["scheduler", "workers", "engine", "files"]


class Migration(migrations.Migration):

    dependencies = [
        ('supply', '0007_study_waits'),
    ]

    operations = [
        migrations.AlterField(
            model_name='studywait',
            name='reason',
            field=models.CharField(choices=[(one, one) for one in REASONS], max_length=10),
        ),
    ]

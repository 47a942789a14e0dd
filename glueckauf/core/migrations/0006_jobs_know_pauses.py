"""Since when a job runs without a pause: a new column."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0005_operators_see_runs_and_checks'),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='steady_since',
            field=models.DateTimeField(help_text='The first of its runs before which no pause was; null: it never ran.', null=True),
        ),
    ]

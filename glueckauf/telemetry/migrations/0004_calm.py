"""Since when what an alarm shows is as usual again: a new table."""

import django.db.models.deletion
from django.db import migrations, models

from glueckauf.core.rls import enable_rls


class Migration(migrations.Migration):

    dependencies = [
        ('telemetry', '0003_alarms'),
    ]

    operations = [
        migrations.CreateModel(
            name='AlarmCalm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tenant', models.CharField(max_length=40)),
                ('since_ms', models.BigIntegerField(help_text='Begin of the first hour as usual.')),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(help_text='Unusual again.', null=True)),
                ('alarm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calms', to='telemetry.alarm')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('alarm',), name='telemetry_calm_once')],
            },
        ),
        enable_rls('telemetry_alarmcalm'),
    ]

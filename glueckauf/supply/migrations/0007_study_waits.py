"""Since when a study waits for somebody who computes it: a new table."""

import django.db.models.deletion
from django.db import migrations, models

from glueckauf.core.rls import enable_rls


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0005_absences'),
        ('supply', '0006_grid_files'),
    ]

    operations = [
        migrations.CreateModel(
            name='StudyWait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('scheduler', 'scheduler'), ('engine', 'engine'), ('files', 'files')], max_length=10)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('study', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waits', to='supply.study')),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('study',), name='study_wait_once')],
            },
        ),
        enable_rls('supply_studywait', tenant_column='tenant_id'),
    ]

import django.db.models.deletion
from django.db import migrations, models

from glueckauf.core.rls import enable_rls

TABLES = ("grid", "gridrevision", "gridrelease", "reservation", "reservationstep")


class Migration(migrations.Migration):
    """Grids of operators, their revisions, and what was promised on them."""

    initial = True

    dependencies = [
        ('cities', '0005_absences'),
    ]

    operations = [
        migrations.CreateModel(
            name='Grid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(choices=[('power', 'Strom'), ('water', 'Wasser'), ('gas', 'Gas'), ('heat', 'Wärme')], max_length=10)),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
        ),
        migrations.CreateModel(
            name='GridRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('format', models.CharField(max_length=20)),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(help_text='Of the file as it came.', max_length=64)),
                ('model', models.CharField(help_text='Hash in the file store: our own format for power, else the file itself.', max_length=64)),
                ('series', models.CharField(blank=True, help_text='Hash of the profiles, empty: none.', max_length=64)),
                ('profile_year', models.CharField(help_text='What the profiles are of, in words.', max_length=80)),
                ('is_synthetic', models.BooleanField(help_text='Invented: said wherever it is used.')),
                ('summary', models.JSONField(help_text='The preview: counts, islands, what is not supplied, what changed.')),
                ('limits', models.JSONField(help_text='Name -> value and source.')),
                ('actor', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('grid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='supply.grid')),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
        ),
        migrations.CreateModel(
            name='GridRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='supply.gridrevision')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vorgang_id', models.BigIntegerField()),
                ('turn', models.PositiveIntegerField(help_text='Place in the queue of this grid: who came before counts, who comes after does not.')),
                ('kind', models.CharField(choices=[('wallbox', 'wallbox'), ('heat_pump', 'heat_pump'), ('pv', 'pv'), ('storage', 'storage')], max_length=20)),
                ('node', models.CharField(blank=True, help_text='Id in the grid; empty: the address was not found.', max_length=120)),
                ('sign', models.SmallIntegerField(help_text='1 draws, -1 feeds in.')),
                ('power_kw', models.DecimalField(decimal_places=3, max_digits=10)),
                ('least_kw', models.DecimalField(decimal_places=3, help_text='Dimmed no further; null: never dimmed.', max_digits=10, null=True)),
                ('outcome', models.CharField(help_text='What the last study said.', max_length=20)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('pending', 'pending'), ('accepted', 'accepted'), ('connected', 'connected'), ('freed', 'freed')], help_text='Repeats the latest step.', max_length=12)),
                ('until', models.DateField(help_text='The last day it holds without anything happening.')),
                ('at', models.DateTimeField()),
                ('grid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='supply.grid')),
                ('revision', models.ForeignKey(help_text='The last it was studied on.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supply.gridrevision')),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
        ),
        migrations.CreateModel(
            name='ReservationStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('pending', 'pending'), ('accepted', 'accepted'), ('connected', 'connected'), ('freed', 'freed')], max_length=12)),
                ('cause', models.CharField(max_length=40)),
                ('actor', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('reservation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='supply.reservation')),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
        ),
        migrations.AddConstraint(
            model_name='grid',
            constraint=models.UniqueConstraint(fields=('tenant', 'network'), name='grid_once'),
        ),
        migrations.AddConstraint(
            model_name='gridrevision',
            constraint=models.UniqueConstraint(fields=('grid', 'number'), name='grid_revision_once'),
        ),
        migrations.AddIndex(
            model_name='reservation',
            index=models.Index(fields=['tenant', 'vorgang_id'], name='reservation_of_vorgang'),
        ),
        migrations.AddConstraint(
            model_name='reservation',
            constraint=models.UniqueConstraint(fields=('grid', 'turn'), name='reservation_turn_once'),
        ),
        migrations.AddIndex(
            model_name='reservationstep',
            index=models.Index(fields=['reservation', 'id'], name='reservation_step_latest'),
        ),
        *(enable_rls(f"supply_{table}", tenant_column="tenant_id") for table in TABLES),
    ]

import django.db.models.deletion
from django.db import migrations, models

from glueckauf.core.rls import enable_rls

TABLES = ("study", "studystep", "studypart", "studyresult")


class Migration(migrations.Migration):
    """Studies of whole grids: what was asked, what became of it, finished parts, result, and whose turn it is."""

    dependencies = [
        ('cities', '0005_absences'),
        ('supply', '0002_outages'),
    ]

    operations = [
        migrations.CreateModel(
            name='Study',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('hosting', 'Aufnahmefähigkeit aller Anschlüsse'), ('outages', 'Ausfall jeder Leitung (N-1)'), ('leaks', 'Zufällige Rohrbrüche')], max_length=10)),
                ('asked', models.JSONField(help_text='Parameters, and what was promised in the grid when it was asked.')),
                ('about', models.JSONField(help_text='What a reader of the rows must know: quarter-hours of the year, sensors.')),
                ('parts', models.JSONField(help_text='Plain values of each part, by number; weight: how long it takes beside the others.')),
                ('actor', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supply.gridrevision')),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
        ),
        migrations.CreateModel(
            name='StudyPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('rows', models.JSONField()),
                ('solver', models.CharField(max_length=120)),
                ('runner', models.CharField(help_text='engine or dask.', max_length=10)),
                ('seconds', models.FloatField(help_text='Of one core.')),
                ('at', models.DateTimeField()),
                ('study', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='done', to='supply.study')),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
        ),
        migrations.CreateModel(
            name='StudyResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rows', models.JSONField(help_text="What needs somebody's eye comes first.")),
                ('study', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='result', to='supply.study')),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StudyStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('started', 'started'), ('cancelled', 'cancelled'), ('resumed', 'resumed'), ('finished', 'finished'), ('failed', 'failed')], max_length=10)),
                ('reason', models.CharField(blank=True, help_text='Of a failure: the class of what went wrong.', max_length=60)),
                ('actor', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('study', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='supply.study')),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
        ),
        migrations.CreateModel(
            name='StudyTurn',
            fields=[
                ('study', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='turn', serialize=False, to='supply.study')),
                ('tenant', models.CharField(max_length=40)),
                ('holder', models.CharField(blank=True, max_length=40)),
                ('until', models.DateTimeField(help_text='A lease: whoever holds it moves it on; after it anybody may go on.')),
            ],
            options={
                'indexes': [models.Index(fields=['until'], name='study_turn_free')],
            },
        ),
        migrations.AddIndex(
            model_name='study',
            index=models.Index(fields=['tenant', '-at'], name='study_of_operator'),
        ),
        migrations.AddConstraint(
            model_name='studypart',
            constraint=models.UniqueConstraint(fields=('study', 'number'), name='study_part_once'),
        ),
        migrations.AddIndex(
            model_name='studystep',
            index=models.Index(fields=['study', 'id'], name='study_step_latest'),
        ),
        *(enable_rls(f"supply_{table}", tenant_column="tenant_id") for table in TABLES),
    ]

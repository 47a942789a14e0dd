import django.db.models.deletion
from django.db import migrations, models

from glueckauf.core.rls import enable_rls


class Migration(migrations.Migration):
    """Grid files brought at the desk: what came, what the engine said of it, whose turn it is to look, and the revision it became."""

    dependencies = [
        ('cities', '0005_absences'),
        ('supply', '0005_sensors'),
    ]

    operations = [
        migrations.CreateModel(
            name='GridFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(choices=[('power', 'Strom'), ('water', 'Wasser'), ('gas', 'Gas'), ('heat', 'Wärme')], max_length=10)),
                ('name', models.CharField(max_length=200)),
                ('size', models.PositiveBigIntegerField(help_text='Bytes of the grid, without profiles.')),
                ('content', models.CharField(help_text='Hash in the file store.', max_length=64)),
                ('series', models.CharField(blank=True, help_text='Hash of the profiles, empty: none.', max_length=64)),
                ('profile_year', models.CharField(help_text='What the profiles are of, in words.', max_length=80)),
                ('actor', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
        ),
        migrations.AddField(
            model_name='gridrevision',
            name='file',
            field=models.OneToOneField(help_text='As somebody brought it at the desk; null: by command.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revision', to='supply.gridfile'),
        ),
        migrations.CreateModel(
            name='GridLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('against', models.PositiveIntegerField(help_text='Number of the revision it was compared with; 0: there was none.')),
                ('outcome', models.CharField(choices=[('taken', 'taken'), ('refused', 'refused')], max_length=10)),
                ('format', models.CharField(blank=True, max_length=20)),
                ('summary', models.JSONField(help_text='The preview; empty for a refused file.')),
                ('kept', models.CharField(blank=True, help_text='Hash in the file store of what a revision would keep.', max_length=64)),
                ('places', models.JSONField(help_text='[place, reason] of what is wrong, the first hundred.')),
                ('count', models.PositiveIntegerField(help_text='Of all that is wrong.')),
                ('at', models.DateTimeField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='supply.gridfile')),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GridLookTurn',
            fields=[
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='turn', serialize=False, to='supply.gridfile')),
                ('tenant', models.CharField(max_length=40)),
                ('holder', models.CharField(blank=True, max_length=40)),
                ('until', models.DateTimeField(help_text='A lease: after it another worker may look.')),
                ('tries', models.PositiveSmallIntegerField(default=0, help_text='How often somebody began to look.')),
            ],
            options={
                'indexes': [models.Index(fields=['until'], name='grid_look_free')],
            },
        ),
        migrations.AddIndex(
            model_name='gridfile',
            index=models.Index(fields=['tenant', '-at'], name='grid_file_of_operator'),
        ),
        *(enable_rls(f"supply_{table}", tenant_column="tenant_id") for table in ("gridfile", "gridlook")),
    ]

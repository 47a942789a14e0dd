import django.db.models.deletion
from django.db import migrations, models

from glueckauf.core.rls import enable_rls

TABLES = ("outage", "outagestep", "elementposition", "streetwatch")


class Migration(migrations.Migration):
    """Outages, what became of them, and who wants to hear of them."""

    dependencies = [
        ('cities', '0005_absences'),
        ('supply', '0001_grids_and_promises'),
    ]

    operations = [
        migrations.CreateModel(
            name='Outage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kommune', models.CharField(help_text='City of the streets.', max_length=40)),
                ('network', models.CharField(choices=[('power', 'Strom'), ('water', 'Wasser'), ('gas', 'Gas'), ('heat', 'Wärme')], max_length=10)),
                ('kind', models.CharField(choices=[('planned', 'planned'), ('fault', 'fault')], max_length=10)),
                ('cause', models.CharField(choices=[('leak', 'Rohrbruch'), ('cable', 'Kabelfehler'), ('works', 'Arbeiten am Netz'), ('third_party', 'Schaden durch Bauarbeiten'), ('weather', 'Unwetter'), ('unknown', 'Ursache wird gesucht')], max_length=20)),
                ('streets', models.JSONField(help_text='street, first, last, houses, line: the ends as longitude and latitude, or null.')),
                ('addresses', models.JSONField(help_text='[street, number, postcode] of everybody concerned.')),
                ('plan', models.JSONField(help_text='Valves to close and all that was computed; empty without a plan.')),
                ('is_synthetic', models.BooleanField(help_text='Computed on an invented grid: said wherever it is shown.')),
                ('begins_at', models.DateTimeField()),
                ('actor', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
        ),
        migrations.CreateModel(
            name='ElementPosition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(choices=[('power', 'Strom'), ('water', 'Wasser'), ('gas', 'Gas'), ('heat', 'Wärme')], max_length=10)),
                ('element', models.CharField(max_length=120)),
                ('is_open', models.BooleanField()),
                ('actor', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
                ('outage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='positions', to='supply.outage')),
            ],
        ),
        migrations.CreateModel(
            name='OutageStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('drafted', 'drafted'), ('announced', 'announced'), ('changed', 'changed'), ('begun', 'begun'), ('ended', 'ended'), ('withdrawn', 'withdrawn')], max_length=12)),
                ('expected_end', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, help_text='Public, in plain words.', max_length=300)),
                ('actor', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('outage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='supply.outage')),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
        ),
        migrations.CreateModel(
            name='StreetWatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('street', models.CharField(max_length=120)),
                ('street_key', models.CharField(help_text='The street in one spelling.', max_length=120)),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(max_length=5)),
                ('at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
        ),
        migrations.AddIndex(
            model_name='outage',
            index=models.Index(fields=['tenant', 'kommune', '-begins_at'], name='outage_of_city'),
        ),
        migrations.AddConstraint(
            model_name='elementposition',
            constraint=models.UniqueConstraint(fields=('outage', 'element'), name='position_once'),
        ),
        migrations.AddIndex(
            model_name='outagestep',
            index=models.Index(fields=['outage', 'id'], name='outage_step_latest'),
        ),
        migrations.AddIndex(
            model_name='streetwatch',
            index=models.Index(fields=['tenant', 'street_key'], name='watch_of_street'),
        ),
        *(enable_rls(f"supply_{table}", tenant_column="tenant_id") for table in TABLES),
    ]

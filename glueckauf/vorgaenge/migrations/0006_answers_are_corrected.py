import django.db.models.deletion
from django.db import migrations, models

from glueckauf.core.rls import enable_rls


class Migration(migrations.Migration):
    """Corrections of answers after handing in; like the answers they belong to a city and to a person."""

    dependencies = [
        ('cities', '0001_initial'),
        ('vorgaenge', '0005_what_stays_of_a_deleted_vorgang'),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.UUIDField()),
                ('base', models.PositiveIntegerField(help_text='The version that counted when she began.')),
                ('working', models.PositiveIntegerField(help_text='The version she works on; once sent, the one that counts from then on.')),
                ('actor', models.CharField(max_length=60)),
                ('started_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('antrag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='vorgaenge.antrag')),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('sent_at', None)), fields=('antrag',), name='one_open_correction')],
            },
        ),
        enable_rls("vorgaenge_correction", tenant_column="tenant_id", person_column="person"),
    ]

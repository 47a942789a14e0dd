import django.db.models.deletion
from django.db import migrations, models

from glueckauf.core.rls import enable_rls


class Migration(migrations.Migration):
    """Who serves in a room and is away: of the city alone."""

    dependencies = [
        ('cities', '0004_family_bookings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clerk', models.CharField(blank=True, help_text='clerk:<id>; empty: the office does not say who.', max_length=60)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('actor', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, max_length=60)),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='cities.room')),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
        ),
        enable_rls("cities_absence", tenant_column="tenant_id"),
    ]

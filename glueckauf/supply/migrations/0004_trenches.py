import django.db.models.deletion
from django.db import migrations, models

from glueckauf.core.rls import enable_rls

TABLES = ("trench", "trenchstep")


class Migration(migrations.Migration):
    """Trenches in the rows of their city and of each operator whose lines lie in them."""

    dependencies = [
        ('cities', '0005_absences'),
        ('supply', '0003_studies'),
    ]

    operations = [
        migrations.CreateModel(
            name='Trench',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kommune', models.CharField(help_text='City of the Vorgang.', max_length=40)),
                ('vorgang_id', models.BigIntegerField()),
                ('number', models.CharField(help_text='Vorgangsnummer.', max_length=20)),
                ('street', models.CharField(max_length=120)),
                ('house_first', models.PositiveIntegerField(help_text='House numbers without letters.')),
                ('house_last', models.PositiveIntegerField()),
                ('where', models.CharField(help_text='In words: Musterstraße 12 bis 20.', max_length=160)),
                ('ring', models.JSONField(help_text='Corners as longitude and latitude, the first again at the end; empty where nobody knows the place.')),
                ('is_drawn', models.BooleanField(help_text='The applicant gave the ring; else it was made from street and numbers.')),
                ('networks', models.JSONField(help_text='Of the operator: network, sections, metres, customers.')),
                ('begins', models.DateField()),
                ('ends', models.DateField()),
                ('state', models.CharField(choices=[('pending', 'pending'), ('granted', 'granted'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('moved', 'moved')], help_text='Repeats the latest step.', max_length=12)),
                ('at', models.DateTimeField()),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
            ],
        ),
        migrations.CreateModel(
            name='TrenchStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('pending', 'pending'), ('granted', 'granted'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('moved', 'moved')], max_length=12)),
                ('cause', models.CharField(max_length=40)),
                ('actor', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.tenant')),
                ('trench', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='supply.trench')),
            ],
        ),
        migrations.AddIndex(
            model_name='trench',
            index=models.Index(fields=['tenant', '-begins'], name='trench_of_tenant'),
        ),
        migrations.AddConstraint(
            model_name='trench',
            constraint=models.UniqueConstraint(fields=('tenant', 'kommune', 'vorgang_id'), name='trench_once'),
        ),
        migrations.AddIndex(
            model_name='trenchstep',
            index=models.Index(fields=['trench', 'id'], name='trench_step_latest'),
        ),
        *(enable_rls(f"supply_{table}", tenant_column="tenant_id") for table in TABLES),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    """A family takes several adjoining slots: one row each, numbered. What is booked already is part 0 of one person."""

    dependencies = [
        ('cities', '0003_appointments'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='booking',
            name='one_booking_of_a_topic',
        ),
        migrations.AddField(
            model_name='booking',
            name='part',
            field=models.PositiveSmallIntegerField(default=0, help_text='0 is the slot it begins with; visits, wishes and reminders hang on that.'),
        ),
        migrations.AddField(
            model_name='booking',
            name='people',
            field=models.PositiveSmallIntegerField(default=1, help_text='How many come together.'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('topic', 'part'), name='one_booking_of_a_topic'),
        ),
    ]

from django.db import migrations

from glueckauf.core.rls import enable_rls


class Migration(migrations.Migration):
    """A payment belongs to a city, and to the person who pays. The key finds both and holds ids only; the simulator is no part of a city."""

    dependencies = [
        ("payments", "0001_initial"),
    ]

    operations = [
        enable_rls("payments_payment", person_column="person"),
        enable_rls("payments_paymentevent", person_column="person"),
    ]

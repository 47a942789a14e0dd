from django.db import migrations

from glueckauf.core.rls import enable_rls


class Migration(migrations.Migration):
    """Letters belong to a tenant and a person. Hashes stay open: they find the tenant."""

    dependencies = [
        ("letters", "0001_initial"),
    ]

    operations = [
        enable_rls("letters_letter", person_column="person"),
        enable_rls("letters_withdrawal", person_column="person"),
    ]

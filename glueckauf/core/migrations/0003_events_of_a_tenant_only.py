from django.db import migrations

from glueckauf.core.rls import enable_rls


class Migration(migrations.Migration):
    """Events name who did what: a tenant sees its own only."""

    dependencies = [
        ("core", "0002_limits_and_cache"),
    ]

    operations = [
        enable_rls("core_event"),
    ]

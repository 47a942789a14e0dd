from django.db import migrations

from glueckauf.core.rls import enable_rls

TABLES = ("device", "tokenrevocation", "series", "reading", "latest", "hourtoroll", "rollup", "gap", "deviceclock", "clockfault", "refusedcount")


class Migration(migrations.Migration):
    """All but the hashes of tokens, which find the tenant."""

    dependencies = [
        ("telemetry", "0001_initial"),
    ]

    operations = [enable_rls(f"telemetry_{table}") for table in TABLES]

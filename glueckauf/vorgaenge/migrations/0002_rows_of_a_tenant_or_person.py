from django.db import migrations

from glueckauf.core.rls import enable_rls

PERSONAL = (
    "antrag", "antragversion", "submission", "vorgang", "assignment", "note", "message", "findingrow", "completeness", "withdrawal", "caseread",
    "nachforderung", "slot", "extension", "document", "documentreview", "feeassessment", "bescheid", "approval", "announcement",
)


class Migration(migrations.Migration):
    """Everything of a Vorgang belongs to a city, or to its person. Effects belong to the city alone; the counter names nobody."""

    dependencies = [
        ("vorgaenge", "0001_initial"),
    ]

    operations = [
        *(enable_rls(f"vorgaenge_{table}", tenant_column="tenant_id", person_column="person") for table in PERSONAL),
        enable_rls("vorgaenge_effectrow", tenant_column="tenant_id"),
    ]

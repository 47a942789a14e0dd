"""Row-level security on PostgreSQL, for migrations: a transaction sees the rows of one tenant *or* of one person, unset means none.

`core.db` says whose with `app.tenant` and `app.person`, per transaction. After a commit PostgreSQL leaves '' behind, not NULL, so a
policy that opened on either would open on reused connections: both must match and must not be empty. FORCE binds the owner of the
table too; a data migration therefore goes tenant by tenant, inside `writing(Scope(tenant=...))`.

Without row-level security stay, on purpose, tables with no personal data that are read before tenant or person is known: deliveries,
chain heads, jobs, files under their hash, hashes of keys and codes, tenants, sessions, limits.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

Schema = BaseDatabaseSchemaEditor

# What core.db sets for a scope.
SETTINGS = {"tenant": "app.tenant", "person": "app.person"}


def enable_rls(table: str, *, tenant_column: str = "tenant", person_column: str = "") -> "RowLevelSecurity":
    """One migration operation. `person_column` empty: the table has no rows of a person, only a tenant sees them."""
    conditions = [matches(tenant_column, SETTINGS["tenant"])]
    if person_column:
        conditions.append(matches(person_column, SETTINGS["person"]))
    return RowLevelSecurity(table, " OR ".join(conditions))


class RowLevelSecurity(Operation):
    """Changes no model and asks none: RunPython would build all of them anew, which was half of the time of `glueckauf migrate`."""

    def __init__(self, table: str, allowed: str) -> None:
        self.table, self.allowed = table, allowed

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing."""

    def database_forwards(self, app_label: str, schema_editor: Schema, from_state: ProjectState, to_state: ProjectState) -> None:
        """On."""
        execute(
            schema_editor,
            f'ALTER TABLE "{self.table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{self.table}" FORCE ROW LEVEL SECURITY',
            f'CREATE POLICY scope ON "{self.table}" USING ({self.allowed}) WITH CHECK ({self.allowed})',
        )

    def database_backwards(self, app_label: str, schema_editor: Schema, from_state: ProjectState, to_state: ProjectState) -> None:
        """Off."""
        execute(
            schema_editor,
            f'DROP POLICY scope ON "{self.table}"',
            f'ALTER TABLE "{self.table}" NO FORCE ROW LEVEL SECURITY',
            f'ALTER TABLE "{self.table}" DISABLE ROW LEVEL SECURITY',
        )

    def describe(self) -> str:
        """As `migrate --plan` prints it."""
        return f"Row-level security of {self.table}"


def matches(column: str, setting: str) -> str:
    """The column is among what the transaction set, and it set something. The setting is read once per statement, not once per row."""
    given = f"(SELECT string_to_array(nullif(current_setting('{setting}', true), ''), ','))"
    return f'"{column}"::text = ANY ({given}::text[])'


def execute(schema: Schema, *statements: str) -> None:
    """On PostgreSQL only: SQLite has one tenant's worth of trust, the filter in every query."""
    if schema.connection.vendor != "postgresql":
        return
    for statement in statements:
        schema.execute(statement)

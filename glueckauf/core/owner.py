"""On PostgreSQL tables belong to a second role: migrations run as their owner, everything else as a role that owns nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

CREDENTIALS = ("USER", "PASSWORD", "HOST", "PORT")

# What the application may do with a table.
GRANTS = """
GRANT USAGE ON SCHEMA public TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {app};
"""
# Events are append-only: the sealer adds their place, nobody changes what happened.
APPEND_ONLY = """
REVOKE UPDATE, DELETE ON core_event FROM {app};
GRANT UPDATE (seq, digest) ON core_event TO {app};
"""


@contextmanager
def as_owner() -> Iterator[None]:
    """Connects as GLUECKAUF_DATABASE_OWNER for a while; without that setting, and on SQLite, nothing changes."""
    owner = settings.DATABASE_OWNER
    if connection.vendor != "postgresql" or owner is None:
        yield
        return
    before = {key: connection.settings_dict[key] for key in CREDENTIALS}
    connection.close()
    connection.settings_dict.update({key: owner[key] for key in CREDENTIALS})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def grant(app: str) -> None:
    """Gives the application's role its rights on all tables; called by the owner after each migration."""
    if connection.vendor != "postgresql" or app == connection.settings_dict["USER"]:
        return
    role = connection.ops.quote_name(app)
    with connection.cursor() as cursor:
        cursor.execute(GRANTS.format(app=role))
        if "core_event" in connection.introspection.table_names(cursor):
            cursor.execute(APPEND_ONLY.format(app=role))

"""On PostgreSQL tables belong to a second role: migrations run as their owner, everything else as a role that owns nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

CREDENTIALS = ("USER", "PASSWORD", "HOST", "PORT")

# What the application may do with a table. Events are append-only: the sealer adds their place, nobody changes what happened.
GRANTS = """
GRANT USAGE ON SCHEMA public TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app};
REVOKE UPDATE, DELETE ON core_event, django_migrations FROM {app};
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
    if connection.vendor == "postgresql" and app != connection.settings_dict["USER"]:
        with connection.cursor() as cursor:
            cursor.execute(GRANTS.format(app=connection.ops.quote_name(app)))

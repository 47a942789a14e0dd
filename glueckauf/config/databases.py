"""The two databases: SQLite as the embedded default, PostgreSQL in production. Settings measured; see docs/architecture.md."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from glueckauf.config.env import Env

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
)


def databases(env: Env) -> dict[str, dict[str, Any]]:
    """One database. On PostgreSQL the application's role owns no table; `glueckauf migrate` runs with the owner's address instead."""
    return {"default": postgres(str(env.database)) if env.database else sqlite(env)}


def sqlite(env: Env) -> dict[str, Any]:
    """WAL with synchronous=FULL: what a person was told is received survives a power cut."""
    env.var.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": env.var / "glueckauf.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
        "TEST": {"NAME": env.var / "test.sqlite3"},
    }


def postgres(url: str) -> dict[str, Any]:
    """From postgresql://user:password@host:port/name or ?host=/socket/folder.

    ?prepare=off is for a pooler that cannot keep prepared statements.
    """
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "glueckauf.core.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": query.get("port", [str(parts.port or "")])[0],
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # The server plans a statement once for each connection, not each time: a third of its work for a submission.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": None if query.get("prepare") == ["off"] else 5},
    }

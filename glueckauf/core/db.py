"""Transactions and tenancy: every action writes inside writing(by), every query reads inside reading(actor).

On PostgreSQL each such transaction tells row-level security whose rows it may touch: those of a tenant *or* those of a person.
Outside of one, or with neither, no row of a tenant exists. On SQLite a file lock queues the writers, because SQLite's own
busy handler lets waiting writers starve.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import connection, transaction

from glueckauf.core.scope import Scope


class Scoped(Protocol):
    """Anything that knows its scope: every Actor does."""

    @property
    def scope(self) -> Scope: ...


_entered: ContextVar[Scope | None] = ContextVar("entered", default=None)


@contextmanager
def writing(by: Scoped | Scope) -> Iterator[None]:
    """One write transaction in the actor's scope. Nested calls join it."""
    nested = connection.in_atomic_block
    with _queued(), transaction.atomic(), _scoped(_scope(by), nested=nested):
        yield


@contextmanager
def reading(by: Scoped | Scope) -> Iterator[None]:
    """Reads in the actor's scope. SQLite needs no transaction for that; PostgreSQL holds the scope in one."""
    if connection.vendor != "postgresql":
        yield
        return
    nested = connection.in_atomic_block
    with transaction.atomic(), _scoped(_scope(by), nested=nested):
        yield


@contextmanager
def own_transaction() -> Iterator[None]:
    """A short write of its own, in no scope, that stays when what follows is refused. RuntimeError inside another transaction."""
    with _queued(), transaction.atomic(durable=True):
        yield


@contextmanager
def own_statement() -> Iterator[None]:
    """The same for a single statement on a table without tenant or person: one way to the database instead of three."""
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise RuntimeError("inside another transaction it would be rolled back with it")
    with _queued():
        yield


@contextmanager
def one_statement() -> Iterator[None]:
    """A single write to a table without tenant or person: it is a transaction by itself, nothing has to be opened around it."""
    with _queued():
        yield


@contextmanager
def scoped(scope: Scope) -> Iterator[None]:
    """Inside an open transaction: other rows for a moment, without a savepoint."""
    with _scoped(scope, nested=True):
        yield


def _scope(by: Scoped | Scope) -> Scope:
    return by if isinstance(by, Scope) else by.scope


@contextmanager
def _scoped(scope: Scope, *, nested: bool) -> Iterator[None]:
    """The setting ends with the transaction; inside a larger one it is put back by hand."""
    outer = _entered.get()
    if outer == scope:
        yield
        return
    _tell_database(scope)
    token = _entered.set(scope)
    try:
        yield
    finally:
        _entered.reset(token)
        if nested and not connection.needs_rollback:
            _tell_database(outer or Scope())


def _tell_database(scope: Scope) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.tenant', %s, true), set_config('app.person', %s, true)", [scope.tenant, scope.person])


@contextmanager
def _queued() -> Iterator[None]:
    """SQLite only, outermost transaction only: wait in turn for the write lock."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _lock_file().open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _lock_file() -> Path:
    folder = Path(settings.GLUECKAUF.var)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "write.lock"

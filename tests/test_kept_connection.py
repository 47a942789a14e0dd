"""PostgreSQL: a connection kept from one request to the next: found dead before a request uses it, its statements planned once."""

import time

import psycopg
import pytest
from django.db import close_old_connections, connection

from glueckauf.config.databases import postgres

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture(autouse=True)
def kept():
    """A request that ended a moment ago has just asked the server."""
    connection.ensure_connection()
    assert connection.is_usable()
    yield
    connection.close()


def ends(pid):
    """What a restart of the server does to every connection."""
    with psycopg.connect(connection.connection.info.dsn, password=connection.connection.info.password, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])


def statements_of(ask):
    """How many statements PostgreSQL is sent meanwhile."""
    sent = []
    trace = connection.connection.cursor_factory
    connection.connection.cursor_factory = lambda *args, **named: sent.append(1) or trace(*args, **named)
    ask()
    connection.connection.cursor_factory = trace
    return len(sent)


def test_a_connection_that_answered_a_moment_ago_is_not_asked_again():
    assert statements_of(connection.is_usable) == 0


def test_after_a_while_or_an_error_it_is_asked(monkeypatch):
    connection.answered_at -= 11
    assert statements_of(connection.is_usable) == 1
    monkeypatch.setattr(connection, "errors_occurred", True)
    assert statements_of(connection.is_usable) == 1


def test_a_connection_that_the_server_ended_is_replaced_before_the_next_request():
    pid = connection.connection.info.backend_pid
    ends(pid)
    until = time.monotonic() + 5
    while connection.is_quiet() and time.monotonic() < until:
        time.sleep(0.01)
    close_old_connections()  # Django does this when a request begins
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (pid,)


def test_a_statement_is_planned_once_unless_the_address_says_that_a_pooler_forgets_it():
    with connection.cursor() as cursor:
        for number in range(7):
            cursor.execute("SELECT %s + 41", [number])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%+ 41"])
        assert cursor.fetchone() == (1,)
    assert postgres("postgresql://a:b@127.0.0.1:5432/g?prepare=off")["OPTIONS"]["prepare_threshold"] is None

"""Fixtures of all tests. Data comes from tests/make.py, which calls the actions of the house."""

import os
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.db import connection

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.db import writing
from glueckauf.core.outbox.publish import opened
from glueckauf.core.owner import as_owner
from glueckauf.core.scope import Scope
from tests.shared import SHARED


def pytest_collection_modifyitems(config, items):
    """Tests of PostgreSQL's own safeguards belong to the run on PostgreSQL; tests of real data to a machine that has it."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        leave_out(config, items, "postgres")
    if SHARED is None and os.environ.get("CI") == "true":
        raise pytest.UsageError("CI=true, and no shared/data beside the checkout; GLUECKAUF_SHARED_DATA may name another folder")
    if SHARED is None:
        leave_out(config, items, "shared_data")


def leave_out(config, items, marker):
    """Deselects the tests with a marker."""
    config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker(marker)])
    items[:] = [item for item in items if not item.get_closest_marker(marker)]


def pytest_terminal_summary(terminalreporter):
    """One line when the real data is absent, also in a quiet run."""
    if SHARED is None:
        terminalreporter.write_line("no shared/data beside the checkout: tests marked shared_data are left out")


@pytest.fixture(scope="session")
def _owner():
    """The test database is made and dropped by the owner of the tables; tests themselves run as the application's role."""
    with ExitStack() as held:
        yield held


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, _owner):
    """Before pytest-django makes the database."""
    _owner.enter_context(as_owner())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, _owner):
    """After it was made. Emptying tables between tests needs TRUNCATE, which the application never gets elsewhere."""
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO glueckauf_app")
        _owner.close()
    yield
    with django_db_blocker.unblock():
        _owner.enter_context(as_owner())


@pytest.fixture(autouse=True)
def _chains_unknown():
    """A process remembers which chains exist; a test's database forgets them."""
    opened.clear()


@pytest.fixture(autouse=True)
def _catalogue_unknown():
    """A process remembers revisions by id; a test's rollback gives the ids out again."""
    catalogue.forget()


@pytest.fixture
def as_tenant():
    """`with as_tenant("bochum"):` touches rows of one tenant directly, past the actions; row-level security wants to know whose."""
    return lambda tenant: writing(Scope(tenant=tenant))


@pytest.fixture
def as_person():
    """`with as_person(citizen.person):` the same for the rows of a person."""
    return lambda person: writing(Scope(person=str(person)))

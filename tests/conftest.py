"""Fixtures of all tests. Data comes from tests/make.py, which calls the actions of the house."""

import gc
import os
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from glueckauf.catalogue import queries as catalogue
from glueckauf.cities import queries as cities
from glueckauf.core.db import writing
from glueckauf.core.outbox.publish import opened
from glueckauf.core.owner import as_owner
from glueckauf.core.scope import Scope
from tests import prepared
from tests.shared import SHARED

# Without the first mark or one of the fixtures pytest-django forbids a test the database; the other marks start processes that use it.
DATABASE_MARKS = ("django_db", "e2e", "real", "slow")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "client"}


def pytest_addoption(parser):
    """For two runs side by side on two databases."""
    parser.addoption("--not-without-database", action="store_true", help="leave out what the run on another database shows as well")
    parser.addoption("--not-in-browser", action="store_true", help="leave out browser tests, but for those of both databases")


def pytest_collection_modifyitems(config, items):
    """Tests of PostgreSQL's own safeguards belong to the run on PostgreSQL; tests of real data to a machine that has it."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        leave_out(config, items, "postgres")
    if config.getoption("--not-without-database"):
        leave_out_where(config, items, lambda item: not touches_database(item))
    if config.getoption("--not-in-browser"):
        leave_out_where(config, items, lambda item: "e2e" in item.path.parts and not item.get_closest_marker("both"))
    if SHARED is None and os.environ.get("CI") == "true":
        raise pytest.UsageError("CI=true, and no shared/data beside the checkout; GLUECKAUF_SHARED_DATA may name another folder")
    if SHARED is None:
        leave_out(config, items, "shared_data")


def pytest_collection_finish():
    """Modules and thousands of tests stay: walked again at each collection they would cost an eighth of the run."""
    gc.collect()
    gc.freeze()


def touches_database(item):
    """Whether its result may depend on which one it is."""
    if item.get_closest_marker("once"):
        return False
    return any(map(item.get_closest_marker, DATABASE_MARKS)) or not DATABASE_FIXTURES.isdisjoint(item.fixturenames)


def leave_out(config, items, marker):
    """Deselects the tests with a marker."""
    leave_out_where(config, items, lambda item: item.get_closest_marker(marker))


def leave_out_where(config, items, unwanted):
    """Deselects; pytest's closing line counts them."""
    config.hook.pytest_deselected(items=[item for item in items if unwanted(item)])
    items[:] = [item for item in items if not unwanted(item)]


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
        back = prepared.prepare()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: back())
        yield
    with django_db_blocker.unblock():
        _owner.enter_context(as_owner())


@pytest.fixture
def unpublished(db):
    """As before the first start: no city, no Leistung."""
    prepared.undo()


@pytest.fixture(autouse=True)
def _in_german():
    """A page asked for in English leaves its language to the thread; the next test begins in German."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _chains_unknown():
    """A process remembers which chains exist; a test's database forgets them."""
    opened.clear()


@pytest.fixture(autouse=True)
def _catalogue_unknown():
    """A process remembers revisions and imports by id, and how long cases took; a test's rollback gives the ids out again."""
    catalogue.forget()
    cities.forget_register()
    caches["process"].clear()


@pytest.fixture
def as_tenant():
    """`with as_tenant("bochum"):` touches rows of one tenant directly, past the actions; row-level security wants to know whose."""
    return lambda tenant: writing(Scope(tenant=tenant))


@pytest.fixture
def as_person():
    """`with as_person(citizen.person):` the same for the rows of a person."""
    return lambda person: writing(Scope(person=str(person)))

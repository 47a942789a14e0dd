"""Fixtures of all tests. Data comes from tests/make.py, which calls the actions of the house."""

import pytest

from glueckauf.core.db import writing
from glueckauf.core.outbox.publish import opened
from glueckauf.core.scope import Scope


@pytest.fixture(autouse=True)
def _chains_unknown():
    """A process remembers which chains exist; a test's database forgets them."""
    opened.clear()


@pytest.fixture
def as_tenant():
    """`with as_tenant("bochum"):` touches rows of one tenant directly, past the actions; row-level security wants to know whose."""
    return lambda tenant: writing(Scope(tenant=tenant))


@pytest.fixture
def as_person():
    """`with as_person(citizen.person):` the same for the rows of a person."""
    return lambda person: writing(Scope(person=str(person)))


@pytest.fixture
def tamper(as_tenant):
    """Changes events as nobody may: `tamper(rows, actor="clerk:1")`, or without values deletes them."""

    def change(rows, **values):
        with as_tenant("bochum"):
            return rows.update(**values) if values else rows.delete()

    return change

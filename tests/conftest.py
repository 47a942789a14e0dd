"""Fixtures of all tests. Data comes from tests/make.py, which calls the actions of the house."""

import pytest

from glueckauf.core.outbox.publish import opened


@pytest.fixture(autouse=True)
def _chains_unknown():
    """A process remembers which chains exist; a test's database forgets them."""
    opened.clear()

"""Builders for tests of the national catalogue: the import of a small table. Its rows stand in national_rows.py."""

from datetime import UTC, datetime

from glueckauf.catalogue.actions import import_national
from glueckauf.identity.rules.actor import Rule
from tests.national_rows import BANK, DOG, HEAD, HUNT, NONE, ROWS, TOWN, table

NOON = datetime(2026, 11, 28, 11, tzinfo=UTC)
__all__ = ["BANK", "DOG", "HEAD", "HUNT", "NONE", "ROWS", "TOWN", "imported", "table"]
BY = Rule(tenant="", name="catalogue")


def imported(content: bytes | None = None, *, at: datetime = NOON, **more):
    """The report of an import."""
    return import_national("leika.csv", content=table() if content is None else content, by=BY, at=at, **more)

"""A catalogue for pages: the real folders of the repository, published once per test."""

from datetime import UTC, datetime

from glueckauf.catalogue import actions as catalogue
from glueckauf.cities import actions as cities
from glueckauf.identity.rules.actor import Operator

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


def published(at: datetime = NOON) -> None:
    """All cities and all Leistungen."""
    cities.sync_tenants(at)
    catalogue.publish_revisions(Operator(id=0), at)

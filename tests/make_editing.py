"""Builders for tests of the editor: two administrators of a city, a service of their own, and what the folders lie in."""

from datetime import UTC, date, datetime

from glueckauf.catalogue.actions import editing
from glueckauf.catalogue.rules.drafting import DraftKind
from glueckauf.core.db import reading
from glueckauf.identity import queries as identity
from glueckauf.identity.rules.actor import Role
from tests import make_catalogue, make_identity

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
SLUG = "hundesteuer-anmeldung"


def editor(tenant="bochum", *, role=Role.ADMIN, name="Adam Muster"):
    """Somebody who may edit, as an actor."""
    return identity.clerk(make_identity.account(tenant, roles=(role,), offices=()))


def pair(tenant="bochum"):
    """One edits, the other releases."""
    return editor(tenant), editor(tenant, role=Role.HEAD)


def published(at=NOON):
    """The shipped folders as revisions."""
    return make_catalogue.publish(at)


def override(by, slug=SLUG, *, at=NOON):
    """A draft of what the city changes."""
    return editing.start_draft(slug, kind=DraftKind.OVERRIDE, by=by, at=at)


def own(by, slug="fahrradbox", *, copy_of="", at=NOON):
    """A draft of an own service."""
    return editing.start_draft(slug, copy_of=copy_of, kind=DraftKind.OWN, by=by, at=at)


def save(draft, part, value, *, by, seen=None, at=NOON):
    """One part, seen as it stands unless told otherwise."""
    with reading(by):
        draft.refresh_from_db()
    return editing.save_part(draft.pk, part=part, value=value, seen=draft.current if seen is None else seen, by=by, at=at)


def out(draft, one, two, *, on=TODAY, at=NOON):
    """Asked by one, released by the other."""
    editing.request_release(draft.pk, effective_from=on, by=one, at=at)
    return editing.release(draft.pk, by=two, at=at)


def with_fee(one, two, amount, *, on=TODAY, at=NOON):
    """A first dog costs another amount in the city of these two."""
    draft = override(one, at=at)
    save(draft, "change.values.ein_hund.amount", amount, by=one, at=at)
    return out(draft, one, two, on=on, at=at)

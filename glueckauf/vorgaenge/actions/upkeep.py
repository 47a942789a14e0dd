"""What time does: reminders, letters nobody opened, drafts that expire, matters that join an account."""

from datetime import datetime
from uuid import UUID

from glueckauf.cities.queries import tenants
from glueckauf.core.db import writing
from glueckauf.core.scope import Scope
from glueckauf.identity import actions as identity
from glueckauf.identity.queries import email_of
from glueckauf.identity.rules.actor import Rule
from glueckauf.vorgaenge.actions.loading import locked, move
from glueckauf.vorgaenge.models import Antrag, Bescheid, Nachforderung, Submission
from glueckauf.vorgaenge.rules.stage import Stage


def mark_reminded(nachforderung_id: int, *, by: Rule, at: datetime) -> bool:
    """Whether this call was the first: the reminder is sent once."""
    with writing(by):
        return bool(Nachforderung.objects.visible_to(by).filter(pk=nachforderung_id, reminded_at=None).update(reminded_at=at))


def return_unretrieved(bescheid_id: int, *, by: Rule, at: datetime) -> None:
    """Nobody opened it in time: not announced (§ 41(2a) VwVfG). The clerk sends it by post."""
    with writing(by):
        bescheid = Bescheid.objects.visible_to(by).filter(pk=bescheid_id, taken_back_at=None, revoked_at=None).first()
        if bescheid is None:
            return
        vorgang = locked(bescheid.vorgang_id, by)
        if vorgang.stage == Stage.ANNOUNCED:
            move(vorgang, Stage.POSTING, at=at)


def expire_drafts(*, at: datetime) -> int:
    """Deletes drafts whose time is over, with versions and documents, tenant by tenant. Returns how many."""
    gone = 0
    for tenant in tenants():
        with writing(Scope(tenant=tenant)):
            old = Antrag.objects.filter(tenant_id=tenant, submission=None, expires_at__lt=at)
            gone += old.count()
            old.delete()
    return gone


def claim(person: str, *, guest: str = "", at: datetime) -> int:
    """Links the persons of all matters with the account's confirmed address to it. Returns how many."""
    email = email_of(person)
    if not email:
        return 0
    found: set[UUID] = {UUID(guest)} if guest else set()
    for tenant in tenants():
        with writing(Scope(tenant=tenant)):
            found |= set(Submission.objects.filter(tenant_id=tenant, email_folded=email).values_list("person", flat=True))
    return identity.link_persons(person, persons=frozenset(map(str, found)), at=at)

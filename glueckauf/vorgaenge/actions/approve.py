"""The second signature: approve or send back, never by the first signer."""

from datetime import datetime, timedelta

from django.conf import settings

from glueckauf.core.db import writing
from glueckauf.core.errors import Refused
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Clerk
from glueckauf.vorgaenge.actions.decide import ReasonMissing, release_later
from glueckauf.vorgaenge.actions.loading import Ref, locked, move, require
from glueckauf.vorgaenge.events import ApprovalGiven
from glueckauf.vorgaenge.models import Approval, Bescheid
from glueckauf.vorgaenge.rules.deciding import may_sign_second
from glueckauf.vorgaenge.rules.stage import Stage


class SameSigner(Refused):
    """Four eyes are two people."""

    text = "Sie haben selbst entschieden. Die zweite Unterschrift leistet eine andere Person."
    status = 403


def approve(ref: Ref, *, by: Clerk, at: datetime) -> None:
    """The letter goes out after the minutes to think again. Raises SameSigner, MovedOn."""
    with writing(by):
        bescheid = _signed(ref, by, approved=True, reason="", at=at)
        bescheid.releases_at = at + timedelta(minutes=settings.GLUECKAUF.undo_minutes)
        bescheid.save(update_fields=["releases_at"])
        move(bescheid.vorgang, Stage.DECIDED, at=at)
        release_later(bescheid, by=by, at=at)


def send_back(ref: Ref, *, reason: str, by: Clerk, at: datetime) -> None:
    """Not signed: back to the first signer, with a reason."""
    if not reason.strip():
        raise ReasonMissing
    with writing(by):
        bescheid = _signed(ref, by, approved=False, reason=reason.strip(), at=at)
        bescheid.taken_back_at, bescheid.taken_back_by = at, by.code
        bescheid.save(update_fields=["taken_back_at", "taken_back_by"])
        move(bescheid.vorgang, Stage.IN_REVIEW, at=at)


def _signed(ref: Ref, by: Clerk, *, approved: bool, reason: str, at: datetime) -> Bescheid:
    vorgang = locked(ref, by)
    require(vorgang, frozenset([Stage.APPROVAL]))
    bescheid = Bescheid.objects.select_for_update().get(vorgang=vorgang, taken_back_at=None, revoked_at=None)
    if not may_sign_second(bescheid.actor, by.code):
        raise SameSigner
    bescheid.vorgang = vorgang
    Approval.objects.create(
        vorgang=vorgang,
        tenant_id=vorgang.tenant_id,
        person=vorgang.person,
        bescheid=bescheid,
        approved=approved,
        reason=reason,
        actor=by.code,
        at=at,
    )
    publish(ApprovalGiven(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, bescheid_id=bescheid.pk, approved=approved), by=by, at=at)
    return bescheid

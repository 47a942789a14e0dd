"""Ends that are not a decision, and decisions that end: withdrawal by the citizen and revocation by the office."""

from datetime import datetime

from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Citizen, Clerk, Guest
from glueckauf.letters import actions as letters
from glueckauf.vorgaenge.actions.decide import ReasonMissing
from glueckauf.vorgaenge.actions.effects import end_effects
from glueckauf.vorgaenge.actions.loading import Ref, locked, move, require
from glueckauf.vorgaenge.events import BescheidRevoked, VorgangWithdrawn
from glueckauf.vorgaenge.models import Bescheid, Note, Withdrawal
from glueckauf.vorgaenge.rules.stage import OPEN, Stage

WITHDRAWABLE = OPEN | {Stage.PAYMENT, Stage.DECIDED}  # a decision that went out stays: the office revokes it


def withdraw(ref: Ref, *, reason: str = "", by: Citizen | Guest, at: datetime) -> None:
    """The citizen takes the Antrag back: nothing is decided any more; what was caused ends."""
    with writing(by):
        vorgang = locked(ref, by)
        require(vorgang, WITHDRAWABLE)
        Withdrawal.objects.create(
            vorgang=vorgang, tenant_id=vorgang.tenant_id, person=vorgang.person, reason=reason.strip(), actor=by.code, at=at
        )
        for bescheid in Bescheid.objects.select_for_update().filter(vorgang=vorgang, taken_back_at=None, revoked_at=None):
            bescheid.taken_back_at, bescheid.taken_back_by = at, by.code
            bescheid.save(update_fields=["taken_back_at", "taken_back_by"])
        move(vorgang, Stage.WITHDRAWN, at=at)
        publish(VorgangWithdrawn(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk), by=by, at=at)


def revoke(ref: Ref, *, reason: str, by: Clerk, at: datetime) -> None:
    """The office takes a Bescheid back after it went out: the letter verifies as withdrawn, its effects end, the case is open again."""
    if not reason.strip():
        raise ReasonMissing
    with writing(by):
        vorgang = locked(ref, by)
        bescheid = Bescheid.objects.select_for_update().filter(vorgang=vorgang, taken_back_at=None, revoked_at=None).first()
        if bescheid is None or bescheid.letter_id is None:
            raise NotFound
        bescheid.revoked_at, bescheid.revoked_by = at, by.code
        bescheid.save(update_fields=["revoked_at", "revoked_by"])
        letters.withdraw(bescheid.letter_id, by=by, at=at)
        end_effects(bescheid, by=by, at=at)
        Note.objects.create(
            vorgang=vorgang,
            tenant_id=vorgang.tenant_id,
            person=vorgang.person,
            text=f"Bescheid zurückgenommen: {reason.strip()}",
            actor=by.code,
            at=at,
        )
        move(vorgang, Stage.IN_REVIEW, at=at)
        publish(BescheidRevoked(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, bescheid_id=bescheid.pk), by=by, at=at)

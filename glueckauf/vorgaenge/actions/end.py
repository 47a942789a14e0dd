"""Ends that are not a decision, and decisions that end: withdrawal by the citizen and revocation by the office."""

from datetime import datetime

from glueckauf.core.db import scoped, writing
from glueckauf.core.errors import NotFound
from glueckauf.core.outbox import publish
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Citizen, Clerk, Guest
from glueckauf.letters import actions as letters
from glueckauf.vorgaenge.actions.appointments import free_appointment
from glueckauf.vorgaenge.actions.correct import catch_up
from glueckauf.vorgaenge.actions.decide import ReasonMissing
from glueckauf.vorgaenge.actions.effects import end_effects
from glueckauf.vorgaenge.actions.loading import MovedOn, Ref, locked, move, require
from glueckauf.vorgaenge.events import BescheidRevoked, VorgangWithdrawn
from glueckauf.vorgaenge.models import Bescheid, EffectRow, Note, Vorgang, Withdrawal
from glueckauf.vorgaenge.rules.stage import WITHDRAWABLE, Stage, may_give_back


def withdraw(ref: Ref, *, reason: str = "", by: Citizen | Guest, at: datetime) -> None:
    """The citizen takes the Antrag back, or gives a promise back: nothing is decided any more; what was caused ends."""
    with writing(by):
        vorgang = locked(ref, by)
        promise = promise_held(vorgang)
        if promise is None:
            require(vorgang, WITHDRAWABLE)
        Withdrawal.objects.create(
            vorgang=vorgang, tenant_id=vorgang.tenant_id, person=vorgang.person, reason=reason.strip(), actor=by.code, at=at
        )
        free_appointment(vorgang, by=by, at=at)
        if promise is not None:
            end_promise(promise, by=by, at=at)
        for bescheid in Bescheid.objects.select_for_update().filter(vorgang=vorgang, taken_back_at=None, revoked_at=None):
            bescheid.taken_back_at, bescheid.taken_back_by = at, by.code
            bescheid.save(update_fields=["taken_back_at", "taken_back_by"])
        move(vorgang, Stage.WITHDRAWN, at=at)
        publish(VorgangWithdrawn(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk), by=by, at=at)


def promise_held(vorgang: Vorgang) -> Bescheid | None:
    """What went out, holds something for her and is no act."""
    bescheid = Bescheid.objects.select_for_update().filter(vorgang=vorgang, taken_back_at=None, revoked_at=None).first()
    if bescheid is None or bescheid.letter_id is None:
        return None
    with scoped(Scope(tenant=vorgang.tenant_id)):  # effects are of the tenant, and of no person
        has_effects = EffectRow.objects.filter(cause=bescheid, cancelled_at=None).exists()
    return bescheid if may_give_back(Stage(vorgang.stage), bescheid.outcome, has_effects=has_effects) else None


def end_promise(bescheid: Bescheid, *, by: Citizen | Guest, at: datetime) -> None:
    """She does without: its letter verifies as withdrawn, what it held is free."""
    bescheid.revoked_at, bescheid.revoked_by = at, by.code
    bescheid.save(update_fields=["revoked_at", "revoked_by"])
    assert bescheid.letter_id is not None
    with scoped(Scope(tenant=bescheid.tenant_id)):
        letters.withdraw(bescheid.letter_id, by=by, at=at)
        end_effects(bescheid, by=by, at=at)


def withdraw_all(ref: Ref, *, reason: str = "", by: Citizen | Guest, at: datetime) -> int:
    """The whole Antrag, in every office that has not decided. Returns how many; raises MovedOn where all have."""
    with writing(by):
        antrag = locked(ref, by).antrag_id
        rows = Vorgang.objects.visible_to(by).filter(antrag_id=antrag, stage__in=WITHDRAWABLE).order_by("pk")
        numbers = list(rows.values_list("number", flat=True))
        if not numbers:
            raise MovedOn
        for number in numbers:
            withdraw(number, reason=reason, by=by, at=at)
        return len(numbers)


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
        catch_up(vorgang, by=by, at=at)
        move(vorgang, Stage.IN_REVIEW, at=at)
        publish(BescheidRevoked(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, bescheid_id=bescheid.pk), by=by, at=at)

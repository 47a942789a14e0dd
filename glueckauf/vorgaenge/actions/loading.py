"""How actions load and lock: through visible_to, foreign looks like missing; and how a stage changes."""

from datetime import date, datetime

from glueckauf.core.clock import local_day
from glueckauf.core.errors import NotFound, Refused
from glueckauf.identity.rules.actor import Actor
from glueckauf.vorgaenge.models import Antrag, Vorgang
from glueckauf.vorgaenge.rules.stage import ENDED, Stage, waits_for

Ref = int | str  # a Vorgang by its id (events) or by its number (pages)


class MovedOn(Refused):
    """The Vorgang is no longer in a stage in which that is possible."""

    text = (
        "Der Vorgang steht inzwischen anders da. Laden Sie die Seite neu: dort sehen Sie, was jetzt möglich ist. Es wurde nichts geändert."
    )


def locked(ref: Ref, by: Actor) -> Vorgang:
    """The Vorgang, locked until the transaction ends. Raises NotFound also for a foreign one."""
    lookup = {"pk": ref} if isinstance(ref, int) else {"number": ref}
    row = Vorgang.objects.visible_to(by).select_for_update(of=("self",)).filter(**lookup).first()
    if row is None:
        raise NotFound
    return row


def locked_antrag(key: str, by: Actor) -> Antrag:
    """The Antrag by the key in its address, locked."""
    row = Antrag.objects.visible_to(by).select_for_update(of=("self",)).filter(key=key).first()
    if row is None:
        raise NotFound
    return row


def require(vorgang: Vorgang, allowed: frozenset[Stage]) -> None:
    """Raises MovedOn outside the allowed stages."""
    if Stage(vorgang.stage) not in allowed:
        raise MovedOn


def move(vorgang: Vorgang, stage: Stage, *, at: datetime, due_on: date | None = None) -> None:
    """Sets the stage and what the worklist sorts by; the row is locked by the caller."""
    vorgang.stage = stage
    vorgang.waits_for = waits_for(stage)
    if due_on is not None:
        vorgang.due_on = due_on
    vorgang.closed_at = (vorgang.closed_at or at) if stage in ENDED else None
    vorgang.save(update_fields=["stage", "waits_for", "due_on", "closed_at"])


def day_of(at: datetime) -> date:
    """The day in Germany."""
    return local_day(at)

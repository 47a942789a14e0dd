"""What follows when documents arrive, whichever way: slots fill, the case returns to the clerk, the citizen hears of it."""

from collections.abc import Sequence
from datetime import datetime

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.clock import local_day
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Actor
from glueckauf.vorgaenge.actions.deadlines import next_due
from glueckauf.vorgaenge.actions.loading import move
from glueckauf.vorgaenge.events import DocumentsArrived
from glueckauf.vorgaenge.models import Document, Nachforderung, Slot, Vorgang
from glueckauf.vorgaenge.rules.stage import Stage


def arrived(vorgang: Vorgang, documents: Sequence[Document], *, via: str, by: Actor, at: datetime) -> None:
    """The caller holds the lock and has written the documents. The case goes to the clerk when nothing is missing any more."""
    slots = list(Slot.objects.filter(vorgang=vorgang))
    still_open = [s for s in slots if not is_filled(s)]
    for asked in Nachforderung.objects.filter(vorgang=vorgang, fulfilled_at=None):
        if not any(s.nachforderung_id == asked.pk for s in still_open):
            asked.fulfilled_at = at
            asked.save(update_fields=["fulfilled_at"])
    if not still_open and vorgang.stage == Stage.ASKED:
        service = catalogue.revision(vorgang.revision_id, vorgang.part)
        move(vorgang, Stage.ARRIVED, at=at, due_on=next_due(vorgang, service, local_day(at), stage=Stage.ARRIVED))
    event = DocumentsArrived(
        tenant=vorgang.tenant_id,
        vorgang_id=vorgang.pk,
        documents=tuple(d.pk for d in documents),
        open_slots=len(still_open),
        total_slots=len(slots),
        via=via,
    )
    publish(event, by=by, at=at)


def is_filled(slot: Slot) -> bool:
    """A readable document that no clerk has rejected lies in it."""
    for document in slot.documents.filter(removed_at=None, problems=[]).prefetch_related("reviews"):
        reviews = sorted(document.reviews.all(), key=lambda r: (r.at, r.pk))
        if not reviews or reviews[-1].accepted:
            return True
    return False

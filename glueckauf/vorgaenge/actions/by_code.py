"""Handed in with number and code, without an account: into the slots of one Nachforderung, as any other way; a wrong file is replaced."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Holder
from glueckauf.vorgaenge.actions.arrivals import arrived
from glueckauf.vorgaenge.actions.documents import MOST_DOCUMENTS, Received, TooManyDocuments, new_document
from glueckauf.vorgaenge.events import DocumentsReplaced
from glueckauf.vorgaenge.models import Document, Nachforderung, Slot, Vorgang
from glueckauf.vorgaenge.rules.by_code import Door, door
from glueckauf.vorgaenge.rules.stage import Stage

VIA = "code"


class ReplyDayOver(Refused):
    """The day that the Nachforderung named has passed."""

    text = "Der Termin für diese Unterlagen ist vorbei. Ihre Datei wurde nicht gespeichert. Unten steht, was Sie jetzt tun können."


class NotAskedAnyMore(Refused):
    """Decided, withdrawn or closed meanwhile."""

    text = "Zu diesem Vorgang nehmen wir hier keine Unterlagen mehr an. Ihre Datei wurde nicht gespeichert. Unten steht, wer Ihnen hilft."


class AlreadyChecked(Refused):
    """A clerk has accepted what lies in the slot, or it came another way."""

    text = "Dieser Nachweis ist schon da und kann hier nicht ersetzt werden. Ihre Datei wurde nicht gespeichert."


def hand_in_by_code(nachforderung_id: int, *, files: Mapping[int, Sequence[Received]], by: Holder, at: datetime) -> list[Document]:
    """`files` by slot. Raises NotFound, ReplyDayOver, NotAskedAnyMore, AlreadyChecked, TooManyDocuments; then nothing is stored."""
    with writing(by):
        asked = Nachforderung.objects.visible_to(by).filter(pk=nachforderung_id).first()
        if asked is None:
            raise NotFound
        vorgang = Vorgang.objects.select_for_update(of=("self",)).get(pk=asked.vorgang_id)
        require_open(vorgang, asked, at)
        if vorgang.documents.filter(removed_at=None).count() + sum(map(len, files.values())) > MOST_DOCUMENTS:
            raise TooManyDocuments
        slots = Slot.objects.visible_to(by).in_bulk(list(files))
        if len(slots) != len(files):
            raise NotFound
        documents = [d for key, received in files.items() for d in into_slot(vorgang, slots[key], received, by=by, at=at)]
        arrived(vorgang, documents, via=VIA, by=by, at=at)
        return documents


def require_open(vorgang: Vorgang, asked: Nachforderung, at: datetime) -> None:
    """Raises what the door says."""
    found = door(Stage(vorgang.stage), reply_by=asked.reply_by, today=local_day(at))
    if found is Door.CLOSED:
        raise NotAskedAnyMore
    if found is Door.LATE:
        raise ReplyDayOver


def into_slot(vorgang: Vorgang, slot: Slot, received: Sequence[Received], *, by: Holder, at: datetime) -> list[Document]:
    """A usable file takes the place of what this code brought before; one that cannot be used takes no place."""
    usable = [d for d in slot.documents.filter(removed_at=None, problems=[]).prefetch_related("reviews") if not rejected(d)]
    if any(d.via != VIA or d.reviews.all() for d in usable):
        raise AlreadyChecked
    if usable and any(not r.problems for r in received):
        replaced = tuple(d.pk for d in usable)
        Document.objects.filter(pk__in=replaced).update(removed_at=at)
        publish(DocumentsReplaced(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, documents=replaced), by=by, at=at)
    return [new_document(vorgang.antrag, r, nachweis=slot.nachweis, slot=slot, via=VIA, at=at) for r in received]


def rejected(document: Document) -> bool:
    """By the latest word of a clerk."""
    reviews = sorted(document.reviews.all(), key=lambda r: (r.at, r.pk))
    return bool(reviews) and not reviews[-1].accepted

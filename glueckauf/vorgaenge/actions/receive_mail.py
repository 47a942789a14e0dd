"""A matched mail becomes documents in slots and a message; safe to run twice. What several offices decide: it reaches those it is for."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Inlet
from glueckauf.mail import queries as mail
from glueckauf.vorgaenge.actions.arrivals import arrived, is_filled
from glueckauf.vorgaenge.actions.documents import Received, new_document
from glueckauf.vorgaenge.events import MessageSent
from glueckauf.vorgaenge.models import Document, Message, Slot, Vorgang
from glueckauf.vorgaenge.rules.slots import Wanted, assign, wanted
from glueckauf.vorgaenge.rules.stage import ENDED

TOPIC = "vorgang:"
WHOLE = "antrag:"  # of an Antrag that several offices decide: no single one of them


def receive_mail(mail_id: int, topic: str, *, by: Inlet, at: datetime) -> None:
    """Attachments into the open slots (or to the case), text as a message. Changes nothing for a mail that was taken in already, and
    for one whose assignment by hand was taken back."""
    with writing(by):
        family, addressed = locked_family(topic, by)
        incoming = mail.incoming(by, mail_id)
        if incoming.topic != topic or Message.objects.filter(vorgang__in=family, mail_id=mail_id).exists():
            return
        offices = readers(family, addressed, incoming)
        for vorgang in offices:
            note(vorgang, incoming, by=by, at=at)
        documents = into_slots(offices, incoming, at)
        for vorgang in told(offices, documents):
            arrived(vorgang, [d for d in documents if d.vorgang_id == vorgang.pk], via="mail", by=by, at=at)


def locked_family(topic: str, by: Inlet) -> tuple[list[Vorgang], Vorgang | None]:
    """The Vorgänge of the Antrag, and the one that the address names; None for the whole Antrag. Raises NotFound."""
    rows = Vorgang.objects.visible_to(by).select_for_update(of=("self",)).order_by("pk")
    named = int(topic.removeprefix(TOPIC)) if topic.startswith(TOPIC) else 0
    if named:
        family = list(rows.filter(antrag__in=Vorgang.objects.filter(pk=named).values("antrag")))
    else:
        family = list(rows.filter(antrag_id=int(topic.removeprefix(WHOLE))))
    if not family:
        raise NotFound
    return family, next((v for v in family if v.pk == named), None)


def readers(family: Sequence[Vorgang], addressed: Vorgang | None, incoming: mail.IncomingMail) -> list[Vorgang]:
    """The office that she answers. One that asks for nothing hands files on to those that do; a mail about the whole reaches all."""
    if addressed is None:
        return [v for v in family if v.stage not in ENDED] or list(family)
    if not files_of(incoming) or open_slots(addressed):
        return [addressed]
    return [addressed, *(v for v in family if v.pk != addressed.pk and open_slots(v))]


def files_of(incoming: mail.IncomingMail) -> list[mail.Attachment]:
    """The logo of a signature is no Nachweis."""
    return [a for a in incoming.attachments if not a.is_decoration]


def open_slots(vorgang: Vorgang) -> list[Slot]:
    """Asked for and not there, while somebody waits for it."""
    if vorgang.stage in ENDED:
        return []
    return [s for s in Slot.objects.filter(vorgang=vorgang).order_by("pk") if not is_filled(s)]


def note(vorgang: Vorgang, incoming: mail.IncomingMail, *, by: Inlet, at: datetime) -> None:
    """Her words, in the Vorgang."""
    message = Message.objects.create(
        vorgang=vorgang,
        tenant_id=vorgang.tenant_id,
        person=vorgang.person,
        incoming=True,
        text=incoming.text[:10_000],
        via="mail",
        mail_id=incoming.id,
        actor=incoming.assigned_by or by.code,
        at=incoming.received_at,
    )
    publish(MessageSent(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, message_id=message.pk, incoming=True), by=by, at=at)


def told(offices: Sequence[Vorgang], documents: Sequence[Document]) -> list[Vorgang]:
    """She hears of what arrived from the offices that asked for it; where none did, from the first."""
    asked = [v for v in offices if any(d.slot_id and d.vorgang_id == v.pk for d in documents)]
    return asked or [v for v in offices[:1] if documents]


def into_slots(offices: Sequence[Vorgang], incoming: mail.IncomingMail, at: datetime) -> list[Document]:
    """Each file to everybody who asked for it, a row per office; what nobody asked for lies loose with all of them."""
    slots = wanted([(s.vorgang_id, s.label, s.nachweis, s) for v in offices for s in open_slots(v)])
    attachments = files_of(incoming)
    places = assign([a.filename for a in attachments], [w.label for w in slots])
    documents: list[Document] = []
    for attachment, place in zip(attachments, places, strict=True):
        documents += laid(attachment, offices, slots[place] if place is not None else None, incoming.id, at)
    return documents


def laid(attachment: mail.Attachment, offices: Sequence[Vorgang], slot: Wanted[Slot] | None, mail_id: int, at: datetime) -> list[Document]:
    """One file as it came, once in each of its places."""
    received = Received(
        filename=attachment.filename,
        media_type=attachment.media_type,
        size=attachment.size,
        pages=attachment.pages or 1,
        sha256=attachment.sha256,
        problems=tuple(attachment.problems),
        scan=attachment.scan,
    )
    places: list[tuple[Vorgang, Slot | None]] = [(s.vorgang, s) for s in slot.slots] if slot else [(v, None) for v in offices]
    documents = []
    for vorgang, place in places:
        try:
            with transaction.atomic():
                document = new_document(
                    vorgang.antrag, received, nachweis=place.nachweis if place else "", slot=place, via="mail", mail_id=mail_id, at=at
                )
                if place is None:
                    document.vorgang = vorgang
                    document.save(update_fields=["vorgang"])
        except IntegrityError:  # the same photo twice in one mail
            continue
        documents.append(document)
    return documents

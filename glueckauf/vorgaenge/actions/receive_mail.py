"""A matched mail becomes documents in slots and a message; safe to run twice."""

from datetime import datetime

from django.db import IntegrityError, transaction

from glueckauf.core.db import writing
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Inlet
from glueckauf.mail import queries as mail
from glueckauf.vorgaenge.actions.arrivals import arrived, is_filled
from glueckauf.vorgaenge.actions.documents import Received, new_document
from glueckauf.vorgaenge.actions.loading import locked
from glueckauf.vorgaenge.events import MessageSent
from glueckauf.vorgaenge.models import Document, Message, Slot, Vorgang
from glueckauf.vorgaenge.rules.slots import assign

TOPIC = "vorgang:"


def receive_mail(mail_id: int, topic: str, *, by: Inlet, at: datetime) -> None:
    """Attachments into the open slots (or to the case), text as a message. A mail that was taken in already changes nothing."""
    incoming = mail.incoming(by, mail_id)
    with writing(by):
        vorgang = locked(int(topic.removeprefix(TOPIC)), by)
        if Message.objects.filter(vorgang=vorgang, mail_id=mail_id).exists():
            return
        message = Message.objects.create(
            vorgang=vorgang,
            tenant_id=vorgang.tenant_id,
            person=vorgang.person,
            incoming=True,
            text=incoming.text[:10_000],
            via="mail",
            mail_id=mail_id,
            actor=by.code,
            at=incoming.received_at,
        )
        documents = _into_slots(vorgang, incoming, at)
        publish(MessageSent(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, message_id=message.pk, incoming=True), by=by, at=at)
        if documents:
            arrived(vorgang, documents, via="mail", by=by, at=at)


def _into_slots(vorgang: Vorgang, incoming: mail.IncomingMail, at: datetime) -> list[Document]:
    slots = [s for s in Slot.objects.filter(vorgang=vorgang).order_by("pk") if not is_filled(s)]
    attachments = incoming.attachments
    places = assign([a.filename for a in attachments], [f"{s.label} {s.nachweis}" for s in slots])
    documents = []
    for attachment, place in zip(attachments, places, strict=True):
        slot = slots[place] if place is not None else None
        received = Received(
            filename=attachment.filename,
            media_type=attachment.media_type,
            size=attachment.size,
            pages=attachment.pages or 1,
            sha256=attachment.sha256,
            problems=tuple(attachment.problems),
            scan=attachment.scan,
        )
        try:
            with transaction.atomic():
                document = new_document(
                    vorgang.antrag, received, nachweis=slot.nachweis if slot else "", slot=slot, via="mail", mail_id=incoming.id, at=at
                )
                if slot is None:
                    document.vorgang = vorgang
                    document.save(update_fields=["vorgang"])
        except IntegrityError:  # the same photo twice in one mail
            continue
        documents.append(document)
    return documents

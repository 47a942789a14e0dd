"""receive(): the one inlet. Stores the raw mail and says so; reading it comes later, so that no mail can stop the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import IntegrityError, transaction

from glueckauf.core import files
from glueckauf.core.db import writing
from glueckauf.core.errors import Refused
from glueckauf.core.models import Blob
from glueckauf.core.outbox import publish
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Inlet
from glueckauf.mail.events import MailAccepted
from glueckauf.mail.models import IncomingMail
from glueckauf.mail.queries.address import PlaceOf, place_from_headers, place_of
from glueckauf.mail.rules.identity import content_key, split
from glueckauf.mail.rules.limits import MAIL_BYTES

log = structlog.get_logger()


class TooLarge(Refused):
    """More than any mail server of ours lets through."""

    text = "Die E-Mail ist zu groß. Erlaubt sind 50 MB. Laden Sie große Dateien auf der Seite Ihres Vorgangs hoch."
    status = 413


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One destination of the mail. `is_new` False: the same mail is there already. `topic` empty: quarantine."""

    envelope_to: str
    mail_id: int
    tenant: str
    topic: str
    is_new: bool


def receive(raw: bytes, envelope_to: Sequence[str], at: datetime, *, envelope_from: str | None = None) -> tuple[Received, ...]:
    """When this returns, the mail is committed for every recipient. `envelope_from`: "" is the null sender, None means the adapter
    does not know it and Return-Path counts. Raises TooLarge; any other error means: not stored, deliver again."""
    if len(raw) > MAIL_BYTES:
        raise TooLarge
    headers, body = split(raw)
    key = content_key(headers, body)
    with writing(Scope()):
        blob = files.store_bytes(raw, at=at)
    found = []
    for address in dict.fromkeys(envelope_to):
        place = place_of(address, at=at)
        place = place if place.topic or place.sent_id else place_from_headers(place, headers)
        found.append(keep(place, address, blob=blob, key=key, envelope_from=envelope_from, at=at))
    return tuple(found)


def keep(place: PlaceOf, address: str, *, blob: Blob, key: str, envelope_from: str | None, at: datetime) -> Received:
    """One row per destination; the database's constraint decides who was first."""
    by = Inlet(tenant=place.tenant)
    once = {"tenant": place.tenant, "topic": place.topic, "content_key": key}
    with writing(by):
        mail, is_new = IncomingMail.objects.filter(**once).first(), False
        if mail is None:
            mail, is_new = insert(once, place, address, blob=blob, envelope_from=envelope_from, at=at)
        if is_new:
            publish(MailAccepted(tenant=place.tenant, mail_id=mail.pk), by=by, at=at)
    log.info("mail accepted", mail=mail.pk, tenant=place.tenant, new=is_new, matched=bool(place.topic))
    return Received(envelope_to=address, mail_id=mail.pk, tenant=place.tenant, topic=place.topic, is_new=is_new)


def insert(
    once: dict[str, str], place: PlaceOf, address: str, *, blob: Blob, envelope_from: str | None, at: datetime
) -> tuple[IncomingMail, bool]:
    """False: another process put it there between our look and our insert."""
    try:
        with transaction.atomic():
            mail = IncomingMail.objects.create(
                **once,
                raw=blob,
                envelope_from="?" if envelope_from is None else envelope_from.strip("<>")[:320],
                envelope_to=address[:320],
                received_at=at,
                is_late=place.is_late,
            )
    except IntegrityError:
        return IncomingMail.objects.get(**once), False
    return mail, True

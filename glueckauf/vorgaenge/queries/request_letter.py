"""A Nachforderung as a letter to print and post, with the code that opens its slots without an account. Typeset on demand, never stored."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.clock import local_day
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.forms.complete import answers as answers_that_count
from glueckauf.identity.rules.actor import Clerk
from glueckauf.letters import queries as letters
from glueckauf.letters.rules import daten
from glueckauf.mail import queries as mail
from glueckauf.vorgaenge.models import Nachforderung
from glueckauf.vorgaenge.queries.by_code import printable_code
from glueckauf.vorgaenge.queries.letter_daten import office_of, signer
from glueckauf.vorgaenge.rules.applicant import applicant_of
from glueckauf.vorgaenge.rules.notices import GERMAN

TEMPLATE = Path(__file__).resolve().parents[1] / "typst" / "nachforderung.typ"


def request_letter(actor: Clerk, number: str, nachforderung_id: int, *, at: datetime) -> bytes:
    """The PDF. Raises NotFound, also for another office or city."""
    with reading(actor):
        row = (
            Nachforderung.objects.visible_to(actor)
            .select_related("vorgang__antrag")
            .prefetch_related("slots")
            .filter(pk=nachforderung_id, vorgang__number=number)
            .first()
        )
        if row is None:
            raise NotFound
        found = request_daten(row, at)
    link = f"{found.values['url']}?nummer={number}&code={found.access_code}" if found.access_code else ""
    return letters.plain(TEMPLATE, found.model_dump(mode="json"), link=link)


def request_daten(row: Nachforderung, at: datetime) -> daten.Daten:
    """What its template reads; all slots, as they were asked for."""
    vorgang, url = row.vorgang, f"{settings.GLUECKAUF.base_url}/nachreichen/"
    service = catalogue.revision(vorgang.revision_id, vorgang.part)
    values = vorgang.antrag.versions.get(number=vorgang.answers_version).values
    applicant = applicant_of(service.leistung, answers_that_count(service.leistung.form, values))
    return daten.Daten(
        kommune=daten.sender(service.owner, office_of(service, vorgang.office)),
        recipient=applicant.recipient,
        number=vorgang.number,
        date=local_day(row.at).isoformat(),
        subject="Uns fehlt noch ein Nachweis" if row.slots.count() == 1 else "Uns fehlen noch Nachweise",
        salutation=applicant.salutation,
        access_code=printable_code(row.tenant_id, row.pk, at=at),
        references=(("Antrag", vorgang.title),),
        signed_by=signer(row.actor),
        values={
            "received_on": local_day(vorgang.submitted_at).isoformat(),
            "reply_by": GERMAN.long_day(row.reply_by),
            "slots": [{"label": s.label, "reason": s.reason} for s in sorted(row.slots.all(), key=lambda s: s.pk)],
            "text": [p for p in row.text.split("\n") if p.strip()],
            "reply_address": mail.reply_address(row.tenant_id, f"vorgang:{vorgang.pk}"),
            "url": url,
            "url_text": url.split("://")[-1].rstrip("/"),
        },
    )

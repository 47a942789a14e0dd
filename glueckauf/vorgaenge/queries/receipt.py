"""The receipt, as a page and as a PDF. The PDF says what was handed in that day, whatever was corrected since: the same bytes each time."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.translation import get_language

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.catalogue.rules.deciding import decides_alone
from glueckauf.catalogue.rules.nachweise import needed
from glueckauf.catalogue.rules.schema import FeeKind
from glueckauf.cities.queries import Appointment
from glueckauf.cities.rules.schema import KommuneData, TenantData
from glueckauf.core.clock import BERLIN, local_day
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.forms import inputs
from glueckauf.forms.complete import answers as answers_that_count
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.letters import queries as letters
from glueckauf.letters.rules import daten
from glueckauf.mail import queries as mail
from glueckauf.vorgaenge.models import AntragVersion, Document, FeeAssessment, Submission, Vorgang
from glueckauf.vorgaenge.queries.durations import Durations, durations
from glueckauf.vorgaenge.queries.letter_daten import answer_sections, office_of
from glueckauf.vorgaenge.queries.matter import appointment_of, brings_of
from glueckauf.vorgaenge.queries.parts import office_named
from glueckauf.vorgaenge.queries.siblings import Sibling, siblings_of
from glueckauf.vorgaenge.rules.applicant import applicant_of
from glueckauf.vorgaenge.rules.notices import GERMAN
from glueckauf.vorgaenge.rules.stage import Stage

TEMPLATE = Path(__file__).resolve().parents[1] / "typst" / "empfang.typ"
FEE_WORDS = {
    FeeKind.NONE: "Das kostet nichts.",
    FeeKind.BY_PERSON: "Die Gebühr setzt das Amt fest. Sie steht im Bescheid.",
    FeeKind.TO_BE_ENTERED: "Die Gebühr setzt das Amt fest. Sie steht im Bescheid.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the page says. `later`: Nachweise that the answers call for and nobody handed in; `reply_address`: where they may be sent."""

    number: str
    title: str
    kommune: KommuneData
    owner: TenantData
    office: str
    at: datetime
    email: str
    unpaid: bool
    is_report: bool
    is_answered_alone: bool
    later: tuple[str, ...]
    reply_address: str
    durations: Durations | None
    appointment: Appointment | None = None
    brings: tuple[str, ...] = ()
    siblings: tuple[Sibling, ...] = ()


def receipt(actor: Citizen | Guest, key: str, *, at: datetime) -> Receipt:
    """Of a submitted Antrag, by the key in its address. Raises NotFound."""
    language = get_language() or "de"
    with reading(actor):
        submission, vorgang, version = handed_in(actor, key)
        service = catalogue.revision(vorgang.revision_id, vorgang.part)
        answers = answers_that_count(service.leistung.form, version.values)
        office, siblings = office_named(service.owner, vorgang.office), siblings_of(vorgang)
        return Receipt(
            number=vorgang.number,
            title=catalogue.revision(vorgang.revision_id).leistung.name.in_language(language),
            kommune=service.kommune,
            owner=service.owner,
            office=office.name if office and not siblings else "",
            at=submission.at,
            email=submission.email,
            unpaid=vorgang.stage == Stage.PAYMENT,
            is_report=service.leistung.is_report,
            is_answered_alone=is_answered_alone(service, answers),
            later=tuple(later(service, answers, documents_of(submission, service), language)),
            reply_address=mail.reply_address(vorgang.tenant_id, f"vorgang:{vorgang.pk}") if submission.email else "",
            durations=durations(vorgang.tenant_id, vorgang.leistung, at=at),
            appointment=appointment_of(vorgang, service, at),
            brings=brings_of(service, answers),
            siblings=siblings,
        )


def is_answered_alone(service: LeistungOfCity, answers: dict[str, Any]) -> bool:
    """A report about what others look after: no person has to see it, the answer is on its way."""
    leistung = service.leistung
    return leistung.is_report and decides_alone(leistung, answers, fee=leistung.fee.kind, missing=(), findings={})


def handed_in(actor: Citizen | Guest, key: str) -> tuple[Submission, Vorgang, AntragVersion]:
    """With the answers as they were. Raises NotFound, also for somebody else's."""
    handed = AntragVersion.objects.filter(antrag__key=key, antrag__submission__person__in=actor.persons)
    version = handed.filter(number=F("antrag__submission__version")).select_related("antrag__submission").first()
    vorgang = Vorgang.objects.filter(antrag=version.antrag_id).order_by("pk").first() if version else None
    if version is None or vorgang is None:
        raise NotFound
    return version.antrag.submission, vorgang, version


def later(service: LeistungOfCity, answers: dict[str, Any], papers: list[dict[str, Any]], language: str = "de") -> list[str]:
    """Labels of what is still to come."""
    return [n.label.in_language(language) for n in needed(service.leistung, answers) if n.key not in {p["nachweis"] for p in papers}]


def receipt_letter(actor: Citizen | Guest, key: str) -> tuple[str, bytes]:
    """Vorgangsnummer and PDF of a submitted Antrag, by the key in its address. Raises NotFound, also for somebody else's."""
    with reading(actor):
        submission, vorgang, version = handed_in(actor, key)
        found = receipt_daten(submission, vorgang, version)
    return vorgang.number, letters.plain(TEMPLATE, found.model_dump(mode="json"))


def receipt_daten(submission: Submission, vorgang: Vorgang, version: AntragVersion) -> daten.Daten:
    """What its template reads, from the version that was handed in."""
    service = catalogue.revision(vorgang.revision_id, vorgang.part)
    answers = answers_that_count(service.leistung.form, version.values)
    applicant, day = applicant_of(service.leistung, answers), local_day(submission.at)
    office = office_of(service, vorgang.office)
    url = f"{settings.GLUECKAUF.base_url}/vorgaenge/{vorgang.number}/"
    papers = documents_of(submission, service)
    return daten.Daten(
        kommune=daten.sender(service.owner, office),
        recipient=applicant.recipient,
        number=vorgang.number,
        date=day.isoformat(),
        subject="Eingangsbestätigung",
        salutation=applicant.salutation,
        fee=fee_of(vorgang, service),
        answers=answer_sections(service, answers),
        values={
            "title": vorgang.title,
            "what": "Ihre Meldung" if service.leistung.is_report else "Ihr Antrag",
            "received_at": f"{GERMAN.long_day(day)}, {submission.at.astimezone(BERLIN):%H:%M}\u00a0Uhr",
            "steps": steps_of_report(service, answers, office.name)
            if service.leistung.is_report
            else steps_of(service, office.name, submission.channel),
            "url": url,
            "url_text": url.split("://")[-1].rstrip("/"),
            "documents": papers,
            "later": later(service, answers, papers),
        },
    )


def steps_of_report(service: LeistungOfCity, answers: dict[str, Any], office: str) -> list[str]:
    """Whose desk it lies on, or that the answer comes by itself."""
    if is_answered_alone(service, answers):
        first = "Dafür sind andere zuständig. An wen Sie sich wenden, steht in unserer Antwort. Sie kommt von selbst."
    else:
        first = f"Ihre Meldung ist gegeben an: {office}. Dort sieht sich ein Mensch an, was Sie gemeldet haben."
    return [first, "Die Antwort liegt für Sie im Portal bereit, auf dem Gerät, mit dem Sie gemeldet haben."]


def steps_of(service: LeistungOfCity, office: str, channel: str) -> list[str]:
    """What happens next, as sentences."""
    pays_first = service.leistung.fee.pay_first
    steps = ["Die Bearbeitung beginnt, wenn die Gebühr bezahlt ist."] if pays_first else []
    steps.append(f"{office} prüft Ihre Angaben. Fehlt etwas, schreiben wir Ihnen.")
    by_post = channel == "post" or service.leistung.decision.outcome == "post"
    steps.append(
        "Das Ergebnis kommt mit der Post."
        if by_post
        else "Das Ergebnis liegt für Sie im Portal bereit. Wir schreiben Ihnen, wenn es da ist."
    )
    return steps


def fee_of(vorgang: Vorgang, service: LeistungOfCity) -> daten.Fee:
    """The fee as the rule computed it on that day, with how it was reckoned."""
    first = FeeAssessment.objects.filter(vorgang=vorgang).order_by("at", "pk").first()
    if first is None or first.kind != FeeKind.COMPUTED:
        return daten.Fee(pay=(FEE_WORDS.get(FeeKind(first.kind), "") if first else FEE_WORDS[FeeKind.TO_BE_ENTERED],))
    lines = tuple(daten.FeeLine(text=reckoned(line), cents=line["cents"], law=line.get("law", "")) for line in first.lines)
    binding = (
        "Diese Gebühr ist vorab zu zahlen."
        if service.leistung.fee.pay_first
        else "So folgt es aus Ihren Angaben. Verbindlich ist der Bescheid."
    )
    return daten.Fee(lines=lines, total_cents=first.total_cents, pay=(binding,))


def reckoned(line: dict[str, Any]) -> str:
    """Hundesteuer bis Jahresende: 2 Monate × 168,00 € : 12"""
    return f"{line['text']}: {line['explanation']}" if line.get("explanation") else str(line["text"])


def documents_of(submission: Submission, service: LeistungOfCity) -> list[dict[str, Any]]:
    """Files that came with the Antrag, with the hash under which they are stored; no statement for a form that takes none."""
    if not inputs.takes_files(service.leistung.form):
        return []
    labels = {n.key: str(n.label) for n in service.leistung.nachweise}
    rows = Document.objects.filter(antrag=submission.antrag_id, received_at__lte=submission.at, vorgang__isnull=False).exclude(sha256="")
    return [
        {
            "label": labels.get(d.nachweis, "Weitere Unterlage"),
            "filename": d.filename,
            "size": f"{max(d.size, 10_000) / 1_000_000:.2f} MB".replace(".", ","),
            "sha256": d.sha256,
            "nachweis": d.nachweis,
        }
        for d in rows.order_by("pk")
    ]

"""Handing in, exactly once: the same Submission whatever is clicked, reloaded or lost on the way."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.by_office import keys
from glueckauf.catalogue.rules.fee import FeeResult, compute
from glueckauf.catalogue.rules.schema import FeeKind, Leistung
from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.core.errors import Refused
from glueckauf.core.ids import number
from glueckauf.core.outbox import publish
from glueckauf.forms import inputs
from glueckauf.forms.complete import answers as answers_that_count
from glueckauf.forms.complete import missing
from glueckauf.forms.summary import headline
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.identity.rules.address import NotAnAddress, folded
from glueckauf.vorgaenge.actions.appointments import book_picked
from glueckauf.vorgaenge.actions.deadlines import first_due
from glueckauf.vorgaenge.actions.loading import locked_antrag
from glueckauf.vorgaenge.events import AntragSubmitted
from glueckauf.vorgaenge.models import Antrag, Document, FeeAssessment, Submission, Vorgang
from glueckauf.vorgaenge.queries.rebase import newer_than
from glueckauf.vorgaenge.rules.applicant import applicant_of, found_by
from glueckauf.vorgaenge.rules.stage import Stage, waits_for


def folded_or_empty(email: str) -> str:
    """As a Nutzerkonto holds it; an address that cannot be one links to nobody."""
    try:
        return folded(email)
    except NotAnAddress:
        return ""


class Incomplete(Refused):
    """Answers are missing or wrong; the check page lists them."""

    text = "Einige Angaben fehlen noch. Ihre Eingaben sind gespeichert. Ergänzen Sie, was unten steht, und senden Sie dann ab."


class NotOffered(Refused):
    """The city does not offer this Leistung online."""

    text = "Diese Stadt bietet das nicht online an."


class NewRevision(Refused):
    """The Leistung changed since her page was made: she sees what that means before anything is handed in."""

    text = "Die Stadt hat diesen Antrag gerade überarbeitet. Ihre Angaben sind gespeichert. Sehen Sie zuerst, was sich für Sie ändert."


class TooManyToday(Refused):
    """`most_a_day` of the Leistung."""

    text = (
        "Sie haben in den letzten 24 Stunden schon {most} solche Anfragen gestellt. Mehr nehmen wir zum Schutz der gesuchten Menschen "
        "nicht an. Ihre Eingaben sind gespeichert, senden Sie diese Anfrage morgen ab."
    )
    status = 429


def submit(key: str, *, channel: str, revision: int = 0, by: Citizen | Guest, at: datetime) -> Submission:
    """Hands in the current version. A second call returns the first Submission. Raises Incomplete, NewRevision, SlotTaken, TooManyToday.

    `revision`: the one her page was made from; 0 if it does not say.
    """
    with writing(by):
        antrag = locked_antrag(key, by)
        existing = Submission.objects.filter(antrag=antrag).first()
        if existing is not None:
            return existing
        if revision not in (0, antrag.revision_id) or newer_than(antrag.revision_id):
            raise NewRevision
        service = catalogue.revision(antrag.revision_id)
        if not service.leistung.can_be_started:
            raise NotOffered
        require_fewer_today(service.leistung, by, at)
        values = antrag.versions.get(number=antrag.current).values if antrag.current else {}
        if inputs.takes_files(service.leistung.form):
            usable = antrag.documents.filter(removed_at=None, problems=[]).values_list("key", flat=True)
            values = inputs.with_documents(service.leistung.form, values, frozenset(map(str, usable)))
        today = local_day(at)
        if missing(service.leistung.form, values, today=today, postcodes=frozenset(service.kommune.postcodes)):
            raise Incomplete
        answers = answers_that_count(service.leistung.form, values)
        applicant = applicant_of(service.leistung, answers)
        submission = Submission.objects.create(
            antrag=antrag,
            tenant_id=antrag.tenant_id,
            person=antrag.person,
            version=antrag.current,
            email=applicant.email,
            email_folded=folded_or_empty(applicant.email),
            channel=channel if applicant.address else "portal",  # without an address there is nothing to post
            actor=by.code,
            at=at,
        )
        opened = [open_vorgang(antrag, part, answers, by=by, at=at) for part in keys(service.leistung, answers)]
        hand_over(opened, answers, at=at)
        book_picked(opened[0], service, answers, by=by, at=at)
        return submission


def require_fewer_today(leistung: Leistung, by: Citizen | Guest, at: datetime) -> None:
    """In all cities together; what she withdrew counts too. How many come from one address, the view counts."""
    if leistung.most_a_day is None:
        return
    today = Vorgang.objects.visible_to(by).filter(leistung=leistung.key, submitted_at__gt=at - timedelta(days=1))
    if today.count() >= leistung.most_a_day:
        raise TooManyToday(most=leistung.most_a_day)


def open_vorgang(antrag: Antrag, part: str, answers: dict[str, Any], *, by: Citizen | Guest, at: datetime) -> Vorgang:
    """One per office; `part` is empty where one office decides. The caller holds the lock and hands the documents over."""
    service = catalogue.revision(antrag.revision_id, part)
    leistung, applicant = service.leistung, applicant_of(service.leistung, answers)
    fee, subject = compute(leistung.fee, leistung.values, answers), subject_of(leistung, answers)
    pays_first = leistung.fee.pay_first and fee.kind is FeeKind.COMPUTED and bool(fee.total_cents)
    stage = Stage.PAYMENT if pays_first else Stage.NEW
    vorgang = Vorgang.objects.create(
        tenant_id=antrag.tenant_id,
        person=antrag.person,
        antrag=antrag,
        number=_next_number(service.owner.key, service.owner.prefix, local_day(at).year),
        leistung=leistung.key,
        part=part,
        revision_id=antrag.revision_id,
        office=leistung.office,
        title=str(leistung.name),
        subject=subject,
        applicant=applicant.name,
        applicant_folded=found_by(applicant, subject),
        stage=stage,
        waits_for=waits_for(stage),
        due_on=first_due(service, local_day(at)),
        submitted_at=at,
    )
    assess(vorgang, fee, at=at)
    event = AntragSubmitted(tenant=antrag.tenant_id, vorgang_id=vorgang.pk, antrag_id=antrag.pk)
    publish(event, by=by, at=at)
    return vorgang


def subject_of(leistung: Leistung, answers: dict[str, Any]) -> str:
    """What sets the Vorgang apart in a list."""
    return headline(leistung.form, answers, leistung.applicant.get("subject", ""))[:200]


FEE_RULE = "rule:fee"


def assess(vorgang: Vorgang, fee: FeeResult, *, at: datetime) -> None:
    """The fee as the rule computes it."""
    FeeAssessment.objects.create(
        vorgang=vorgang,
        tenant_id=vorgang.tenant_id,
        person=vorgang.person,
        kind=fee.kind,
        total_cents=fee.total_cents,
        yearly_cents=fee.yearly_cents,
        lines=fee.as_json(),
        actor=FEE_RULE,
        at=at,
    )


def hand_over(vorgaenge: Sequence[Vorgang], answers: dict[str, Any], *, at: datetime) -> None:
    """The files that the answers name, each to the offices that need it: one row per office, so that each judges for itself.

    Others, for a question that is no longer asked or refused by inspection, are not the office's.
    """
    first = vorgaenge[0]
    form = catalogue.revision(first.revision_id).leistung.form
    if not inputs.takes_files(form):
        return
    named = {key for s in form.sections for keys in inputs.documents(s, answers).values() for key in keys}
    rows = Document.objects.filter(antrag_id=first.antrag_id, vorgang=None, removed_at=None)
    rows.exclude(key__in=named).update(removed_at=at)
    if len(vorgaenge) == 1:
        rows.filter(key__in=named).update(vorgang=first)
        return
    seen = {v.pk: {n.key for n in catalogue.revision(v.revision_id, v.part).leistung.nachweise} for v in vorgaenge}
    for row in rows.filter(key__in=named):
        give(row, [v for v in vorgaenge if row.nachweis in seen[v.pk]] or [first])


def share(vorgang: Vorgang) -> None:
    """An office that joins later sees the documents it needs, as they came with the Antrag: copies of the rows of the others."""
    seen = {n.key for n in catalogue.revision(vorgang.revision_id, vorgang.part).leistung.nachweise}
    others = Document.objects.filter(antrag_id=vorgang.antrag_id, removed_at=None, slot=None, nachweis__in=seen).exclude(vorgang=None)
    for row in {d.sha256: d for d in others.exclude(vorgang=vorgang).order_by("-pk")}.values():
        row.pk, row.key, row.vorgang, row.field = None, uuid4(), vorgang, ""
        row.save(force_insert=True)


def give(row: Document, to: Sequence[Vorgang]) -> None:
    """The row to the first, copies of it (the same file) to the others."""
    row.vorgang = to[0]
    row.save(update_fields=["vorgang"])
    for vorgang in to[1:]:
        row.pk, row.key, row.vorgang, row.field = None, uuid4(), vorgang, ""
        row.save(force_insert=True)


# Two submissions never get the same number; the row stays locked until this one ends: the last thing but a few inserts.
COUNT = """
INSERT INTO vorgaenge_counter AS c (tenant, year, last) VALUES (%s, %s, 1)
ON CONFLICT (tenant, year) DO UPDATE SET last = c.last + 1 RETURNING last
"""


def _next_number(tenant: str, prefix: str, year: int) -> str:
    """Counted per Kommune and year."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [tenant, year])
        return number(prefix, year, cursor.fetchone()[0])

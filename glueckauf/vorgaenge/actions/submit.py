"""Handing in, exactly once: the same Submission whatever is clicked, reloaded or lost on the way."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.fee import compute
from glueckauf.catalogue.rules.schema import FeeKind
from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.core.errors import Refused
from glueckauf.core.ids import number
from glueckauf.core.outbox import publish
from glueckauf.forms.complete import answers as answers_that_count
from glueckauf.forms.complete import missing
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.identity.rules.address import NotAnAddress, folded
from glueckauf.vorgaenge.actions.deadlines import first_due
from glueckauf.vorgaenge.actions.loading import locked_antrag
from glueckauf.vorgaenge.events import AntragSubmitted
from glueckauf.vorgaenge.models import Antrag, Counter, Document, FeeAssessment, Submission, Vorgang
from glueckauf.vorgaenge.rules.applicant import applicant_of, fold
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


def submit(key: str, *, channel: str, by: Citizen | Guest, at: datetime) -> Submission:
    """Hands in the current version. A second call returns the first Submission. Raises Incomplete."""
    with writing(by):
        antrag = locked_antrag(key, by)
        existing = Submission.objects.filter(antrag=antrag).first()
        if existing is not None:
            return existing
        service = catalogue.revision(antrag.revision_id)
        if not service.leistung.offered:
            raise NotOffered
        values = antrag.versions.get(number=antrag.current).values if antrag.current else {}
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
            channel=channel,
            actor=by.code,
            at=at,
        )
        _open_vorgang(antrag, service, answers, by=by, at=at)
        return submission


def _open_vorgang(
    antrag: Antrag, service: catalogue.LeistungOfCity, answers: dict[str, Any], *, by: Citizen | Guest, at: datetime
) -> Vorgang:
    """One Vorgang per office; a Leistung names one office, so one today."""
    leistung, applicant = service.leistung, applicant_of(service.leistung, answers)
    fee = compute(leistung.fee, leistung.values, answers)
    pays_first = leistung.fee.pay_first and fee.kind is FeeKind.COMPUTED and bool(fee.total_cents)
    stage = Stage.PAYMENT if pays_first else Stage.NEW
    vorgang = Vorgang.objects.create(
        tenant_id=antrag.tenant_id,
        person=antrag.person,
        antrag=antrag,
        number=_next_number(service.kommune.key, service.kommune.prefix, local_day(at).year),
        leistung=leistung.key,
        revision_id=antrag.revision_id,
        office=leistung.office,
        title=str(leistung.name),
        applicant=applicant.name,
        applicant_folded=fold(applicant.name),
        stage=stage,
        waits_for=waits_for(stage),
        due_on=first_due(service, local_day(at)),
        submitted_at=at,
    )
    Document.objects.filter(antrag=antrag, removed_at=None).update(vorgang=vorgang)
    FeeAssessment.objects.create(
        vorgang=vorgang,
        tenant_id=vorgang.tenant_id,
        person=vorgang.person,
        kind=fee.kind,
        total_cents=fee.total_cents,
        yearly_cents=fee.yearly_cents,
        lines=fee.as_json(),
        actor="rule:fee",
        at=at,
    )
    event = AntragSubmitted(tenant=antrag.tenant_id, vorgang_id=vorgang.pk, antrag_id=antrag.pk)
    publish(event, by=by, at=at)
    return vorgang


def _next_number(tenant: str, prefix: str, year: int) -> str:
    """Counted per Kommune and year. The row is locked until the submission ends: the last thing but a few inserts."""
    with transaction.atomic():
        if not Counter.objects.filter(tenant=tenant, year=year).update(last=F("last") + 1):
            Counter.objects.get_or_create(tenant=tenant, year=year)
            Counter.objects.filter(tenant=tenant, year=year).update(last=F("last") + 1)
    return number(prefix, year, Counter.objects.get(tenant=tenant, year=year).last)

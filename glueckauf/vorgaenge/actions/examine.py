"""After arrival: the checks answer, and where all is green and the Leistung allows it, the house decides alone, in favour."""

from datetime import datetime
from typing import Any

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.nachweise import needed
from glueckauf.catalogue.rules.schema import FeeKind
from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.core.outbox import publish
from glueckauf.forms.complete import answers as answers_that_count
from glueckauf.identity.rules.actor import Rule
from glueckauf.vorgaenge import registry
from glueckauf.vorgaenge.actions.decide import decide_alone
from glueckauf.vorgaenge.actions.loading import locked
from glueckauf.vorgaenge.events import Examined
from glueckauf.vorgaenge.models import Document, FeeAssessment, FindingRow, Vorgang
from glueckauf.vorgaenge.rules.deciding import Facts, needs_a_person
from glueckauf.vorgaenge.rules.stage import Stage


def examine(vorgang_id: int, *, by: Rule, at: datetime) -> None:
    """Runs the checks outside any lock, stores their findings, then decides alone or leaves it to a person. Safe to run twice."""
    with writing(by):
        vorgang = locked(vorgang_id, by)
        answers = answers_of(vorgang)
    service = catalogue.revision(vorgang.revision_id)
    case = registry.CheckCase(leistung=service.leistung, kommune=service.kommune, answers=answers, day=local_day(at), vorgang_id=vorgang_id)
    found = {key: registry.run_check(key, case) for key in service.leistung.checks}
    with writing(by):
        vorgang = locked(vorgang_id, by)
        for key, finding in found.items():
            FindingRow.objects.create(
                vorgang=vorgang,
                tenant_id=vorgang.tenant_id,
                person=vorgang.person,
                check_key=key,
                result=finding.result,
                reasons=list(finding.reasons),
                evidence=dict(finding.evidence),
                version=finding.version,
                at=at,
            )
        publish(Examined(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk), by=by, at=at)
        reasons = needs_a_person(service.leistung, facts(vorgang, service, answers, {k: f.result for k, f in found.items()}))
        if not reasons and vorgang.stage == Stage.NEW:
            decide_alone(vorgang, service, by=by, at=at)


def facts(vorgang: Vorgang, service: catalogue.LeistungOfCity, answers: dict[str, Any], findings: dict[str, str]) -> Facts:
    """What the rule of deciding alone looks at."""
    here = set(Document.objects.filter(vorgang=vorgang, removed_at=None, problems=[]).values_list("nachweis", flat=True))
    fee = FeeAssessment.objects.filter(vorgang=vorgang).order_by("-at", "-pk").first()
    return Facts(
        answers=answers,
        findings=findings,
        missing_nachweise=tuple(n.key for n in needed(service.leistung, answers) if n.key not in here),
        fee_kind=FeeKind(fee.kind) if fee else FeeKind.TO_BE_ENTERED,
    )


def answers_of(vorgang: Vorgang) -> dict[str, Any]:
    """The answers that count now: the current version of the Antrag."""
    antrag = vorgang.antrag
    form = catalogue.revision(vorgang.revision_id).leistung.form
    return answers_that_count(form, antrag.versions.get(number=antrag.current).values)

"""After arrival: the checks answer, and where all is green and the Leistung allows it, the house decides alone, in favour."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.nachweise import still_missing
from glueckauf.catalogue.rules.schema import FeeKind
from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.core.outbox import publish
from glueckauf.forms.complete import answers as answers_that_count
from glueckauf.identity.rules.actor import Rule
from glueckauf.vorgaenge import queries, registry
from glueckauf.vorgaenge.actions.decide import decide_alone
from glueckauf.vorgaenge.actions.loading import locked
from glueckauf.vorgaenge.events import BasisChanged, Examined
from glueckauf.vorgaenge.models import AntragVersion, Document, FeeAssessment, FindingRow, Vorgang
from glueckauf.vorgaenge.rules.deciding import Facts, needs_a_person
from glueckauf.vorgaenge.rules.stage import Stage


def examine(vorgang_id: int, *, by: Rule, at: datetime) -> None:
    """Runs the checks outside any lock, stores their findings, then decides alone or leaves it to a person. Safe to run twice.

    A case that waits for its fee waits for the checks too: FeePaid brings them.
    """
    with writing(by):
        vorgang = locked(vorgang_id, by)
        if vorgang.stage == Stage.PAYMENT:
            return
        service, version = catalogue.revision(vorgang.revision_id, vorgang.part), version_of(vorgang)
        answers = answers_that_count(service.leistung.form, version.values)
        if not service.leistung.checks:
            conclude(vorgang, service, answers, {}, by=by, at=at)
            return
    case = registry.CheckCase(
        leistung=service.leistung,
        kommune=service.kommune,
        owner=service.owner,
        answers=answers,
        day=local_day(at),
        at=at,
        vorgang_id=vorgang_id,
    )
    found = {key: registry.run_check(key, case) for key in service.leistung.checks}
    with writing(by):
        vorgang = locked(vorgang_id, by)
        if vorgang.answers_version != version.number:
            return  # corrected meanwhile: the correction's own event examines the new answers
        conclude(vorgang, service, answers, found, by=by, at=at)


def ask_again(check: str, *, by: Rule, at: datetime) -> int:
    """What this check stands on has changed: every Vorgang it answered and nobody decided is examined anew, one after the other as they
    arrived. How many."""
    with writing(by):
        for vorgang_id in (found := queries.undecided(by, check)):
            publish(BasisChanged(tenant=by.tenant, vorgang_id=vorgang_id, check=check), by=by, at=at)
    return len(found)


def conclude(
    vorgang: Vorgang,
    service: catalogue.LeistungOfCity,
    answers: dict[str, Any],
    found: dict[str, registry.Finding],
    *,
    by: Rule,
    at: datetime,
) -> None:
    """Findings into rows, and the decision where no person is needed. The row is locked by the caller."""
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
        asked = [words for finding in found.values() if finding.result is registry.Result.CONDITIONS for words in conditions_of(finding)]
        decide_alone(vorgang, service, conditions=asked, by=by, at=at)


def conditions_of(finding: registry.Finding) -> Sequence[str]:
    """What the check asks for, in `conditions` of its evidence; all its reasons where it names none."""
    named: Sequence[str] = finding.evidence.get("conditions") or finding.reasons
    return named


def facts(vorgang: Vorgang, service: catalogue.LeistungOfCity, answers: dict[str, Any], findings: dict[str, str]) -> Facts:
    """What the rule of deciding alone looks at."""
    rows = Document.objects.filter(vorgang=vorgang, removed_at=None, problems=[]).values_list("nachweis", "slot_id")
    here, late = [nachweis for nachweis, _ in rows], [nachweis for nachweis, slot in rows if slot]
    fee = FeeAssessment.objects.filter(vorgang=vorgang).order_by("-at", "-pk").first()
    return Facts(
        answers=answers,
        findings=findings,
        missing_nachweise=tuple(n.key for n in still_missing(service.leistung, answers, here, late)),
        fee_kind=FeeKind(fee.kind) if fee else FeeKind.TO_BE_ENTERED,
    )


def version_of(vorgang: Vorgang) -> AntragVersion:
    """The answers that count for it."""
    return AntragVersion.objects.get(antrag=vorgang.antrag_id, number=vorgang.answers_version)


def answers_of(vorgang: Vorgang) -> dict[str, Any]:
    """Those of it that count."""
    return answers_that_count(catalogue.revision(vorgang.revision_id, vorgang.part).leistung.form, version_of(vorgang).values)

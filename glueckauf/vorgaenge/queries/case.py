"""Everything of one case on one page: answers with findings, documents, deadlines, fee, history. Capped at 20 statements."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.nachweise import needed
from glueckauf.core.clock import local_day
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.forms.complete import answers as answers_that_count
from glueckauf.forms.summary import SummarySection, summary
from glueckauf.identity.queries import clerk_names, clerks_of
from glueckauf.identity.rules.actor import Clerk
from glueckauf.vorgaenge import registry
from glueckauf.vorgaenge.models import Bescheid, Completeness, Document, EffectRow, FeeAssessment, FindingRow, Nachforderung, Vorgang
from glueckauf.vorgaenge.queries.history import Entry, Known, history_of
from glueckauf.vorgaenge.queries.parts import Decision, Paper, Request, decision_of, paper, request_of
from glueckauf.vorgaenge.rules.frist import Urgency, fiction_on, urgency
from glueckauf.vorgaenge.rules.stage import CITIZEN_WORDS, DECIDABLE, DESK_WORDS, ENDED, Ending, Stage

WORST_FIRST = ("no", "unknown", "conditions", "ok")
RESULT_WORDS = {"ok": "möglich", "conditions": "mit Auflagen", "no": "nicht möglich", "unknown": "unbekannt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding with its words."""

    key: str
    label: str
    result: str
    word: str
    reasons: tuple[str, ...]
    version: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The page. `steps` are what is left to do before deciding, as sentences."""

    number: str
    title: str
    applicant: str
    stage: Stage
    word: str
    citizen_word: str
    urgency: Urgency
    due_on: date | None
    submitted_at: datetime
    channel: str
    assigned_to: str
    assigned_id: int | None
    is_mine: bool
    can_decide: bool
    sections: tuple[SummarySection, ...]
    changed: frozenset[str]
    findings: tuple[FindingView, ...]
    papers: tuple[Paper, ...]
    requests: tuple[Request, ...]
    missing: tuple[tuple[str, str], ...]
    fee: FeeAssessment | None
    decisions: tuple[Decision, ...]
    current: Decision | None
    may_sign: bool
    effects: tuple[EffectRow, ...]
    complete_on: date | None
    fiction_day: date | None
    fiction_law: str
    history: tuple[Entry, ...]
    colleagues: tuple[tuple[int, str], ...]
    service: catalogue.LeistungOfCity
    answers: dict[str, Any]
    steps: tuple[str, ...]


def case(actor: Clerk, number: str, *, at: datetime) -> Case:
    """Raises NotFound, also for another office or city. The view records the read."""
    with reading(actor):
        row = (
            Vorgang.objects.visible_to(actor)
            .select_related("antrag__submission", "assigned_to")
            .filter(number=number)
            .exclude(stage=Stage.PAYMENT)
            .first()
        )
        if row is None:
            raise NotFound
        return _case(row, actor, at)


def _case(row: Vorgang, actor: Clerk, at: datetime) -> Case:
    service, stage = catalogue.revision(row.revision_id), Stage(row.stage)
    versions = {v.number: v.values for v in row.antrag.versions.filter(number__in=[row.antrag.current, row.antrag.submission.version])}
    answers = answers_that_count(service.leistung.form, versions[row.antrag.current])
    papers, findings = papers_of(row, service), findings_of(row)
    requests, missing = requests_of(row, papers), missing_of(service, answers, papers)
    decisions = tuple(decision_of(b) for b in Bescheid.objects.filter(vorgang=row).prefetch_related("announcements").order_by("at", "pk"))
    current = next((d for d in reversed(decisions) if d.in_force), None)
    complete = tuple(Completeness.objects.filter(vorgang=row).order_by("at", "pk"))
    fees = tuple(FeeAssessment.objects.filter(vorgang=row).order_by("at", "pk"))
    fee, colleagues = (fees[-1] if fees else None), clerks_of(row.tenant_id, row.office)
    known = Known(papers=papers, requests=requests, decisions=decisions, complete=complete, fees=fees, colleagues=dict(colleagues))
    return Case(
        **head_of(row, stage, actor, at),
        **clocks_of(complete, service),
        sections=summary(service.leistung.form, answers, "de"),
        changed=changed_paths(versions[row.antrag.submission.version], versions[row.antrag.current]),
        findings=findings,
        papers=papers,
        requests=requests,
        missing=missing,
        fee=fee,
        decisions=decisions,
        current=current,
        may_sign=bool(current and stage is Stage.APPROVAL and current.actor != actor.code),
        effects=tuple(EffectRow.objects.visible_to(actor).filter(cause__vorgang=row).order_by("pk")),
        history=history_of(row, known, clerk_names),
        colleagues=colleagues,
        service=service,
        answers=answers,
        steps=steps_of(stage, papers, missing, findings, fee),
    )


def head_of(row: Vorgang, stage: Stage, actor: Clerk, at: datetime) -> dict[str, Any]:
    """What stands at the top: number, who, where it stands, whose it is."""
    return {
        "number": row.number,
        "title": row.title,
        "applicant": row.applicant,
        "stage": stage,
        "word": DESK_WORDS[stage],
        "citizen_word": CITIZEN_WORDS[stage],
        "urgency": Urgency.WAIT if stage in ENDED else urgency(row.due_on, local_day(at)),
        "due_on": row.due_on,
        "submitted_at": row.submitted_at,
        "channel": row.antrag.submission.channel,
        "assigned_to": row.assigned_to.display_name if row.assigned_to else "",
        "assigned_id": row.assigned_to_id,
        "is_mine": row.assigned_to_id == actor.id,
        "can_decide": stage in DECIDABLE,
    }


def clocks_of(rows: tuple[Completeness, ...], service: catalogue.LeistungOfCity) -> dict[str, Any]:
    """Complete since when (the latest word counts), and the day of a statutory fiction."""
    complete = rows[-1] if rows else None
    fiction = service.leistung.deadlines.fiction
    return {
        "complete_on": complete.complete_on if complete else None,
        "fiction_day": fiction_on(complete.complete_on, fiction.months) if complete and fiction else None,
        "fiction_law": fiction.law if fiction else "",
    }


def papers_of(row: Vorgang, service: catalogue.LeistungOfCity) -> tuple[Paper, ...]:
    """Documents of the Vorgang, oldest first."""
    labels = {n.key: str(n.label) for n in service.leistung.nachweise}
    rows = Document.objects.filter(vorgang=row, removed_at=None).prefetch_related("reviews").order_by("received_at", "pk")
    return tuple(paper(d, labels) for d in rows)


def requests_of(row: Vorgang, papers: tuple[Paper, ...]) -> tuple[Request, ...]:
    """Nachforderungen, newest first."""
    rows = Nachforderung.objects.filter(vorgang=row).prefetch_related("slots", "extensions").order_by("-at", "-pk")
    return tuple(request_of(n, papers) for n in rows)


def findings_of(row: Vorgang) -> tuple[FindingView, ...]:
    """The latest of each check, worst first."""
    latest: dict[str, FindingRow] = {f.check_key: f for f in FindingRow.objects.filter(vorgang=row).order_by("at", "pk")}
    views = [
        FindingView(
            key=f.check_key,
            label=registry.check_label(f.check_key),
            result=f.result,
            word=RESULT_WORDS[f.result],
            reasons=tuple(f.reasons),
            version=f.version,
            at=f.at,
        )
        for f in latest.values()
    ]
    return tuple(sorted(views, key=lambda f: WORST_FIRST.index(f.result)))


def missing_of(service: catalogue.LeistungOfCity, answers: dict[str, Any], papers: tuple[Paper, ...]) -> tuple[tuple[str, str], ...]:
    """(key, label) of Nachweise that the answers call for and nobody handed in."""
    here = {p.nachweis for p in papers if p.status in {"new", "accepted"}}
    return tuple((n.key, str(n.label)) for n in needed(service.leistung, answers) if n.key not in here)


def changed_paths(before: dict[str, Any], after: dict[str, Any]) -> frozenset[str]:
    """Top-level keys whose answer was corrected after handing in."""
    return frozenset(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


def steps_of(
    stage: Stage,
    papers: tuple[Paper, ...],
    missing: tuple[tuple[str, str], ...],
    findings: tuple[FindingView, ...],
    fee: FeeAssessment | None,
) -> tuple[str, ...]:
    """What is left, as the clerk would say it."""
    if stage not in DECIDABLE:
        return ()
    steps = [f"Nachweis „{p.label}“ prüfen" for p in papers if p.status == "new"]
    steps += [f"Nachweis „{label}“ fehlt: nachfordern oder darauf verzichten" for _, label in missing]
    steps += [f"{f.label}: {f.word}, klären" for f in findings if f.result in {"no", "unknown"}]
    if fee is None or fee.kind in {"to_be_entered", "by_person"}:
        steps.append("Gebühr festsetzen")
    return tuple(steps)


def allowed_endings(found: Case) -> tuple[Ending, ...]:
    """Endings that have a letter in this Leistung."""
    letters = found.service.leistung.decision.letters
    grant = bool(letters.grant or letters.receipt) or found.service.leistung.decision.outcome == "post"
    endings = [Ending.GRANT] if grant else []
    if grant and found.service.leistung.decision.conditions:
        endings.append(Ending.CONDITIONS)
    return tuple(endings + ([Ending.REFUSE] if letters.refuse else []) + ([Ending.CLOSE] if letters.close else []))

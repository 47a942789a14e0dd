"""Everything of one case on one page: answers with findings, documents, deadlines, fee, history. Capped at 20 statements."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.deciding import fiction_for
from glueckauf.catalogue.rules.nachweise import still_missing
from glueckauf.core.clock import local_day
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.forms.complete import answers as answers_that_count
from glueckauf.forms.diff import compare
from glueckauf.forms.schema import FormSchema
from glueckauf.forms.summary import SummarySection, summary
from glueckauf.identity.queries import clerk_names, clerks_of
from glueckauf.identity.rules.actor import Clerk
from glueckauf.vorgaenge.models import Bescheid, Completeness, Document, EffectRow, FeeAssessment, Nachforderung, Vorgang
from glueckauf.vorgaenge.queries.caused import Caused, caused, would_cause
from glueckauf.vorgaenge.queries.correction import SentCorrection, corrections_of
from glueckauf.vorgaenge.queries.findings import FindingView, findings_of
from glueckauf.vorgaenge.queries.history import Entry, Known, history_of
from glueckauf.vorgaenge.queries.letter_daten import remedy_code
from glueckauf.vorgaenge.queries.parts import Decision, Paper, Request, decision_of, paper, request_of
from glueckauf.vorgaenge.queries.preview import Wording
from glueckauf.vorgaenge.queries.siblings import Sibling, siblings_of
from glueckauf.vorgaenge.rules.applicant import applicant_of
from glueckauf.vorgaenge.rules.deciding import needs_approval
from glueckauf.vorgaenge.rules.frist import Channel, Urgency, due_words, fiction_on, urgency
from glueckauf.vorgaenge.rules.notices import German, in_language
from glueckauf.vorgaenge.rules.outlook import outlook
from glueckauf.vorgaenge.rules.stage import CITIZEN_WORDS, DECIDABLE, DESK_WORDS, ENDED, Ending, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The page. `steps` are what is left to do before deciding, as sentences; `says`: our mails to her, in her language."""

    id: int
    person: UUID
    office: str
    number: str
    title: str
    subject: str
    applicant: str
    stage: Stage
    word: str
    citizen_word: str
    urgency: Urgency
    due: str
    due_on: date | None
    submitted_at: datetime
    channel: str
    has_email: bool
    can_be_written_to: bool
    says: German
    assigned_to: str
    assigned_id: int | None
    is_mine: bool
    can_decide: bool
    sections: tuple[SummarySection, ...]
    changed: frozenset[str]
    corrections: tuple[SentCorrection, ...]
    answers_version: int
    has_own_answers: bool
    findings: tuple[FindingView, ...]
    papers: tuple[Paper, ...]
    requests: tuple[Request, ...]
    missing: tuple[tuple[str, str], ...]
    fee: FeeAssessment | None
    decisions: tuple[Decision, ...]
    current: Decision | None
    may_sign: bool
    effects: tuple[Caused, ...]
    complete_on: date | None
    fiction_day: date | None
    fiction_law: str
    silence: str
    history: tuple[Entry, ...]
    colleagues: tuple[tuple[int, str], ...]
    service: catalogue.LeistungOfCity
    answers: dict[str, Any]
    steps: tuple["Step", ...]
    siblings: tuple[Sibling, ...]

    @property
    def is_ready(self) -> bool:
        """Nothing is left to clear before deciding."""
        return self.can_decide and not self.steps

    @property
    def would_cause(self) -> tuple[Caused, ...]:
        """What the decision that waits for a second signature will cause."""
        grants = self.current is not None and self.current.ending in {Ending.GRANT, Ending.CONDITIONS}
        return would_cause(self.service.leistung, self.answers) if grants and not self.effects else ()

    @property
    def papers_checked(self) -> str:
        """2 von 3 geprüft; empty without any."""
        checked = sum(paper.status == "accepted" for paper in self.papers)
        return f"{checked} von {len(self.papers)} geprüft" if self.papers else ""

    @property
    def has_fiction(self) -> bool:
        """Whether silence grants: then the day it is complete matters."""
        return fiction_for(self.service.leistung, self.answers) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is left before deciding. kind: paper (key: of the document), request, check, fee."""

    kind: str
    text: str
    key: str = ""


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
    service, stage = catalogue.revision(row.revision_id, row.part), Stage(row.stage)
    versions = {v.number: v.values for v in row.antrag.versions.filter(number__in=[row.answers_version, row.antrag.submission.version])}
    answers = answers_that_count(service.leistung.form, versions[row.answers_version])
    papers, findings = papers_of(row, service), findings_of(row)
    requests, missing = requests_of(row, papers), missing_of(service, answers, papers)
    decisions = tuple(decision_of(b) for b in Bescheid.objects.filter(vorgang=row).prefetch_related("announcements").order_by("at", "pk"))
    current = next((d for d in reversed(decisions) if d.in_force), None)
    complete = tuple(Completeness.objects.filter(vorgang=row).order_by("at", "pk"))
    fees = tuple(FeeAssessment.objects.filter(vorgang=row).order_by("at", "pk"))
    fee, colleagues = (fees[-1] if fees else None), clerks_of(row.tenant_id, row.office)
    corrections = corrections_of(row, service).sent if len(versions) > 1 else ()  # a correction that was sent is a later version
    known = Known(papers=papers, requests=requests, decisions=decisions, complete=complete, fees=fees, colleagues=dict(colleagues))
    return Case(
        **head_of(row, stage, actor, at),
        **clocks_of(complete, service, answers),
        can_be_written_to=applicant_of(service.leistung, answers).can_be_written_to,
        sections=summary(service.leistung.form, answers, "de"),
        says=in_language(row.antrag.language),
        changed=changed_paths(service.leistung.form, versions[row.antrag.submission.version], versions[row.answers_version]),
        corrections=corrections,
        answers_version=row.answers_version,
        has_own_answers=row.decided_version is not None,
        findings=findings,
        papers=papers,
        requests=requests,
        missing=missing,
        fee=fee,
        decisions=decisions,
        current=current,
        may_sign=bool(current and stage is Stage.APPROVAL and current.actor != actor.code),
        effects=effects_of(row, actor) if decisions else (),
        history=history_of(row, known, corrections, clerk_names),
        colleagues=colleagues,
        service=service,
        answers=answers,
        siblings=siblings_of(row, reader=actor),
        steps=steps_of(stage, papers, missing, findings, fee),
    )


def effects_of(row: Vorgang, actor: Clerk) -> tuple[Caused, ...]:
    """What its decisions caused."""
    return tuple(caused(e) for e in EffectRow.objects.visible_to(actor).filter(cause__vorgang=row).order_by("pk"))


def head_of(row: Vorgang, stage: Stage, actor: Clerk, at: datetime) -> dict[str, Any]:
    """What stands at the top: number, who, where it stands, whose it is."""
    return {
        "id": row.pk,
        "person": row.person,
        "office": row.office,
        "number": row.number,
        "title": row.title,
        "subject": row.subject,
        "applicant": row.applicant,
        "stage": stage,
        "word": DESK_WORDS[stage],
        "citizen_word": CITIZEN_WORDS[stage],
        "urgency": Urgency.WAIT if stage in ENDED else urgency(row.due_on, local_day(at)),
        "due": due_words(row.due_on, local_day(at)) if row.due_on and stage not in ENDED else "",
        "due_on": row.due_on,
        "submitted_at": row.submitted_at,
        "channel": row.antrag.submission.channel,
        "has_email": bool(row.antrag.submission.email),
        "assigned_to": row.assigned_to.display_name if row.assigned_to else "",
        "assigned_id": row.assigned_to_id,
        "is_mine": row.assigned_to_id == actor.id,
        "can_decide": stage in DECIDABLE,
    }


def clocks_of(rows: tuple[Completeness, ...], service: catalogue.LeistungOfCity, answers: dict[str, Any]) -> dict[str, Any]:
    """Complete since when (the latest word counts), and the day of a statutory fiction."""
    complete = rows[-1] if rows else None
    fiction = fiction_for(service.leistung, answers)
    return {
        "complete_on": complete.complete_on if complete else None,
        "fiction_day": fiction_on(complete.complete_on, fiction.months) if complete and fiction else None,
        "fiction_law": fiction.law if fiction else "",
        "silence": str(fiction.silence) if fiction and fiction.silence else "",
    }


def papers_of(row: Vorgang, service: catalogue.LeistungOfCity) -> tuple[Paper, ...]:
    """Documents of the Vorgang, oldest first."""
    labels = {n.key: str(n.label) for n in service.leistung.nachweise}
    rows = (
        Document.objects.filter(vorgang=row, removed_at=None)
        .select_related("slot")
        .prefetch_related("reviews")
        .order_by("received_at", "pk")
    )
    return tuple(paper(d, labels) for d in rows)


def requests_of(row: Vorgang, papers: tuple[Paper, ...]) -> tuple[Request, ...]:
    """Nachforderungen, newest first."""
    rows = Nachforderung.objects.filter(vorgang=row).prefetch_related("slots", "extensions").order_by("-at", "-pk")
    return tuple(request_of(n, papers) for n in rows)


def missing_of(service: catalogue.LeistungOfCity, answers: dict[str, Any], papers: tuple[Paper, ...]) -> tuple[tuple[str, str], ...]:
    """(key, label) of Nachweise that the answers call for and nobody handed in."""
    good = [p for p in papers if p.status in {"new", "accepted"}]
    late = [p.nachweis for p in good if p.slot_id]
    return tuple((n.key, str(n.label)) for n in still_missing(service.leistung, answers, [p.nachweis for p in good], late))


def changed_paths(form: FormSchema, before: dict[str, Any], after: dict[str, Any]) -> frozenset[str]:
    """Rows of the summary that read otherwise than when she handed in."""
    return frozenset(d.path for d in compare(form, before, after)) if before != after else frozenset()


def steps_of(
    stage: Stage,
    papers: tuple[Paper, ...],
    missing: tuple[tuple[str, str], ...],
    findings: tuple[FindingView, ...],
    fee: FeeAssessment | None,
) -> tuple[Step, ...]:
    """What is left, as the clerk would say it."""
    if stage not in DECIDABLE:
        return ()
    steps = [Step(kind="paper", text=f"Nachweis „{p.label}“ prüfen", key=p.key) for p in papers if p.status == "new"]
    steps += [Step(kind="request", text=f"Nachweis „{label}“ fehlt: nachfordern oder darauf verzichten") for _, label in missing]
    steps += [Step(kind="check", text=f"{f.label}: {f.word}, klären") for f in findings if f.result in {"no", "unknown"}]
    if fee is None or fee.kind in {"to_be_entered", "by_person"}:
        steps.append(Step(kind="fee", text="Gebühr festsetzen"))
    return tuple(steps)


def allowed_endings(found: Case) -> tuple[Ending, ...]:
    """Endings that have a letter in this Leistung."""
    letters = found.service.leistung.decision.letters
    grant = bool(letters.grant or letters.receipt) or found.service.leistung.decision.outcome == "post"
    endings = [Ending.GRANT] if grant else []
    if grant and found.service.leistung.decision.conditions:
        endings.append(Ending.CONDITIONS)
    return tuple(endings + ([Ending.REFUSE] if letters.refuse else []) + ([Ending.CLOSE] if letters.close else []))


def signed_wording(found: Case) -> Wording | None:
    """What a first person signed and a second has to see."""
    if found.stage is not Stage.APPROVAL or found.current is None:
        return None
    signed = found.current
    return Wording(ending=signed.ending, conditions=signed.conditions, reasons=signed.reasons, signed_by=signed.actor)


def needs_second(found: Case, ending: Ending) -> bool:
    """Whether this ending goes out only with a second signature."""
    return needs_approval(found.service.leistung, ending)


def outlook_of(found: Case, ending: Ending, today: date) -> tuple[tuple[str, str], ...]:
    """When it would count as announced."""
    decision = found.service.leistung.decision
    return outlook(decision.regime, Channel(found.channel), remedy_code(found.service, ending), today)

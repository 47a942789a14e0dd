"""What the citizen sees of her Vorgang, and of all of them: the task for her first."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language, gettext

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.nachweise import to_bring
from glueckauf.cities import queries as cities
from glueckauf.cities.queries import Appointment, tenant
from glueckauf.cities.rules.schema import KommuneData, Office, TenantData
from glueckauf.core.clock import local_day
from glueckauf.core.db import reading, scoped
from glueckauf.core.errors import NotFound
from glueckauf.core.scope import Scope
from glueckauf.forms.complete import answers as answers_that_count
from glueckauf.forms.summary import SummarySection, summary
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.mail import queries as mail
from glueckauf.vorgaenge.models import Announcement, Antrag, Bescheid, CaseRead, Document, EffectRow, FeeAssessment, Message, Vorgang
from glueckauf.vorgaenge.queries.by_code import printable_code
from glueckauf.vorgaenge.queries.case import papers_of, requests_of
from glueckauf.vorgaenge.queries.correction import Corrections, corrections_of
from glueckauf.vorgaenge.queries.durations import Durations, durations
from glueckauf.vorgaenge.queries.findings import FindingView, asked_of_the_person, told_to_the_person
from glueckauf.vorgaenge.queries.parts import Decision, Paper, Request, decision_of, office_named
from glueckauf.vorgaenge.queries.siblings import Sibling, siblings_of
from glueckauf.vorgaenge.rules.appointment import field_of, topic_of
from glueckauf.vorgaenge.rules.correcting import Obstacle, is_decided, obstacle
from glueckauf.vorgaenge.rules.stage import CHIPS, CITIZEN_WORDS, ENDED, OPEN, WITHDRAWABLE, Stage, may_give_back


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message. `mine`: she wrote it."""

    text: str
    at: datetime
    mine: bool
    via: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Which office opened the case, when."""

    office: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """The page of one Vorgang."""

    id: int
    number: str
    title: str
    kommune: KommuneData
    owner: TenantData
    office: Office | None
    stage: Stage
    word: str
    chip: str
    submitted_at: datetime
    due_on: date | None
    channel: str
    email: str
    requests: tuple[Request, ...]
    papers: tuple[Paper, ...]
    decisions: tuple[Decision, ...]
    messages: tuple[MessageView, ...]
    reads: tuple[Read, ...]
    fee: FeeAssessment | None
    sections: tuple[SummarySection, ...]
    reply_address: str
    durations: Durations | None
    antrag_key: str
    leistung: str
    appointment: Appointment | None
    brings: tuple[str, ...]
    siblings: tuple[Sibling, ...]
    can_withdraw: bool
    can_give_back: bool
    can_correct: bool
    is_decided: bool
    has_own_answers: bool
    has_paid: bool
    corrections: Corrections
    findings: tuple[FindingView, ...]
    doubts: tuple[str, ...]

    @property
    def still_open(self) -> tuple[Sibling, ...]:
        """Where something is still to be decided."""
        return tuple(s for s in self.siblings if s.is_open)

    @property
    def keep_their_answers(self) -> tuple[Sibling, ...]:
        """Decided parts: a correction of the others does not reach them."""
        return tuple(s for s in self.siblings if is_decided(s.stage))

    @property
    def others_go_on(self) -> bool:
        """This part is decided, another can still be corrected."""
        return self.is_decided and any(obstacle(s.stage) is None for s in self.siblings)

    @property
    def loose_papers(self) -> tuple[Paper, ...]:
        """Documents in no slot: they came with the Antrag, a correction, or a mail that named none."""
        return tuple(p for p in self.papers if p.slot_id is None)

    @property
    def task(self) -> Request | None:
        """The Nachforderung that waits for her."""
        return next((r for r in self.requests if r.is_open and r.missing), None)


def matter(actor: Citizen | Guest, number: str, *, at: datetime) -> Matter:
    """Raises NotFound, also for somebody else's."""
    with reading(actor):
        row = Vorgang.objects.visible_to(actor).select_related("antrag__submission").filter(number=number).first()
        if row is None:
            raise NotFound
        return _matter(row, at)


def _matter(row: Vorgang, at: datetime) -> Matter:
    service = catalogue.revision(row.revision_id, row.part)
    papers, stage, answers = papers_of(row, service), Stage(row.stage), row.antrag.versions.get(number=row.answers_version).values
    fee, siblings = FeeAssessment.objects.filter(vorgang=row).order_by("-at", "-pk").first(), siblings_of(row)
    return Matter(
        id=row.pk,
        number=row.number,
        title=service.leistung.name.in_language(get_language() or "de"),
        kommune=service.kommune,
        owner=service.owner,
        office=office_named(service.owner, row.office),
        stage=stage,
        word=gettext(CITIZEN_WORDS[stage]),
        chip=CHIPS.get(stage, "arbeit"),
        submitted_at=row.submitted_at,
        due_on=row.due_on,
        channel=row.antrag.submission.channel,
        email=row.antrag.submission.email,
        requests=tuple(as_hers(r, row, at) for r in requests_of(row, papers)),
        papers=papers,
        **decided(row, service),
        messages=messages_of(row),
        reads=tuple(reads_of(row, service.owner)),
        fee=fee,
        sections=summary(service.leistung.form, answers, get_language() or "de"),
        reply_address=mail.reply_address(row.tenant_id, f"vorgang:{row.pk}") or "",
        durations=durations(row.tenant_id, row.leistung, at=at),
        antrag_key=str(row.antrag.key),
        leistung=row.leistung,
        appointment=appointment_of(row, service, at),
        siblings=siblings,
        brings=brings_of(service, answers_that_count(service.leistung.form, answers)),
        can_withdraw=stage in WITHDRAWABLE,
        can_give_back=can_give_back(row, stage),
        is_decided=is_decided(stage),
        has_own_answers=row.decided_version is not None,
        has_paid=service.leistung.fee.pay_first and stage is not Stage.PAYMENT and bool(fee and fee.total_cents),
        **corrected(row, service, stage, siblings),
    )


def decided(row: Vorgang, service: catalogue.LeistungOfCity) -> dict[str, Any]:
    """What was decided, and what of the checks she reads with it."""
    decisions = decisions_of(row)
    in_force = next((d.ending for d in decisions if d.in_force), None)
    return {"decisions": decisions, "findings": told_to_the_person(row, service, in_force)}


def corrected(row: Vorgang, service: catalogue.LeistungOfCity, stage: Stage, siblings: tuple[Sibling, ...]) -> dict[str, Any]:
    """What she corrected, whether she still may, and what checks ask her to look at then."""
    may = obstacle(stage) is None and all(obstacle(s.stage) is not Obstacle.UNPAID for s in siblings)
    doubts = asked_of_the_person(row, service) if may else ()
    return {"can_correct": may, "doubts": doubts, "corrections": corrections_of(row, service, get_language() or "de")}


def appointment_of(row: Vorgang, service: catalogue.LeistungOfCity, at: datetime) -> Appointment | None:
    """What she has booked, for the few Leistungen that end so."""
    if not field_of(service.leistung.form) or row.stage == Stage.WITHDRAWN:
        return None
    return cities.appointment(Scope(tenant=row.tenant_id), row.tenant_id, topic_of(row.pk), at=at)


def brings_of(service: catalogue.LeistungOfCity, answers: dict[str, Any]) -> tuple[str, ...]:
    """What she brings to the appointment."""
    return tuple(b.label.in_language(get_language() or "de") for b in to_bring(service.leistung, answers))


def can_give_back(row: Vorgang, stage: Stage) -> bool:
    """Whether a promise that went out still holds something for her."""
    with scoped(Scope(tenant=row.tenant_id)):  # effects are of the tenant, and of no person
        held = EffectRow.objects.filter(cause__vorgang=row, cause__revoked_at=None, cause__taken_back_at=None, cancelled_at=None)
        outcome = held.values_list("cause__outcome", flat=True).first()
    return outcome is not None and may_give_back(stage, outcome, has_effects=True)


def as_hers(request: Request, row: Vorgang, at: datetime) -> Request:
    """Nobody waits for it once the matter has ended. Its code while that opens something: for another device, or somebody who helps her."""
    if not request.is_open or row.stage not in OPEN:
        return replace(request, is_open=False)
    code = printable_code(row.tenant_id, request.id, at=at) if local_day(at) <= request.reply_by else ""
    return replace(request, access_code=code)


def decisions_of(row: Vorgang) -> tuple[Decision, ...]:
    """Those she may see, newest first."""
    rows = Bescheid.objects.filter(vorgang=row, taken_back_at=None).prefetch_related("announcements").order_by("-at")
    return tuple(decision_of(b) for b in rows if shown(b))


def messages_of(row: Vorgang) -> tuple[MessageView, ...]:
    """Oldest first."""
    rows = Message.objects.filter(vorgang=row).order_by("at", "pk")
    return tuple(MessageView(text=m.text, at=m.at, mine=m.incoming, via=m.via) for m in rows)


def shown(bescheid: Bescheid) -> bool:
    """A decision is hers once it went out."""
    return bescheid.letter_id is not None or bescheid.dispatched_on is not None or bescheid.vorgang.stage == Stage.POSTING


def reads_of(row: Vorgang, owner: TenantData) -> list[Read]:
    """Newest first; several openings within an hour are one."""
    found: list[Read] = []
    for read in CaseRead.objects.filter(vorgang=row).order_by("-at")[:200]:
        office = office_named(owner, read.office)
        name = office.name if office else read.office
        if not found or found[-1].office != name or (found[-1].at - read.at).total_seconds() > 3600:
            found.append(Read(office=name, at=read.at))
    return found[:20]


class Task(StrEnum):
    """What a Vorgang wants from her."""

    PAY = "pay"
    HAND_IN = "hand_in"
    RETRIEVE = "retrieve"


@dataclass(frozen=True, slots=True, kw_only=True)
class MineRow:
    """One Vorgang in the overview. `due`: the day of her task; `appeal_until`: a remedy is open until then."""

    number: str
    title: str
    owner: TenantData
    stage: Stage
    word: str
    chip: str
    submitted_at: datetime
    task: Task | None
    due: date | None
    days_left: int | None
    missing: int
    fee_cents: int | None
    appeal_until: date | None
    dispatched_on: date | None
    antrag: int = 0
    offices: int = 1
    offices_open: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A draft she can go on with."""

    key: str
    title: str
    owner: TenantData
    saved_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """Everything of a person over all cities: hers first, then the city's turn, drafts, done."""

    tasks: tuple[MineRow, ...]
    waiting: tuple[MineRow, ...]
    done: tuple[MineRow, ...]
    drafts: tuple[DraftRow, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing yet."""
        return not (self.tasks or self.waiting or self.done or self.drafts)


MOST_SHOWN = 200
BESIDE = ("nachforderung_rows__slots__documents__reviews", "feeassessment_rows", "bescheid_rows__announcements")


def mine(actor: Citizen | Guest, *, at: datetime) -> Mine:
    """The newest two hundred; tasks by their day."""
    with reading(actor):
        cases = list(Vorgang.objects.visible_to(actor).prefetch_related(*BESIDE).order_by("-submitted_at")[:MOST_SHOWN])
        drafts = list(
            Antrag.objects.visible_to(actor).filter(submission=None, expires_at__gt=at).exclude(current=0).order_by("-created_at")[:20]
        )
        rows = as_matters([mine_row(c, local_day(at)) for c in cases])
    return Mine(
        tasks=tuple(sorted((r for r in rows if r.task), key=lambda r: r.due or date.max)),
        waiting=tuple(r for r in rows if not r.task and r.stage not in ENDED),
        done=tuple(r for r in rows if not r.task and r.stage in ENDED),
        drafts=tuple(
            DraftRow(
                key=str(d.key),
                title=catalogue.revision(d.revision_id).leistung.name.in_language(get_language() or "de"),
                owner=tenant(d.tenant_id),
                saved_at=d.created_at,
                expires_at=d.expires_at,
            )
            for d in drafts
        ),
    )


def mine_row(row: Vorgang, today: date) -> MineRow:
    """From prefetched rows."""
    stage, asked = Stage(row.stage), [n for n in row.nachforderung_rows.all() if n.fulfilled_at is None]
    decisions = [b for b in row.bescheid_rows.all() if b.taken_back_at is None and b.revoked_at is None]
    announced = max((a for b in decisions for a in b.announcements.all()), key=lambda a: a.provided_at, default=None)
    task, due = task_of(stage, min((n.reply_by for n in asked), default=None), announced)
    fees = sorted(row.feeassessment_rows.all(), key=lambda f: (f.at, f.pk))
    appeal = announced.appeal_until if announced else None
    return MineRow(
        number=row.number,
        title=catalogue.revision(row.revision_id, row.part).leistung.name.in_language(get_language() or "de"),
        owner=tenant(row.tenant_id),
        stage=stage,
        word=gettext(CITIZEN_WORDS[stage]),
        chip=CHIPS.get(stage, "arbeit"),
        submitted_at=row.submitted_at,
        task=task,
        due=due,
        days_left=(due - today).days if due else None,
        missing=sum(not any(is_usable(d) for d in s.documents.all()) for n in asked for s in n.slots.all()),
        fee_cents=fees[-1].total_cents if fees else None,
        appeal_until=appeal if appeal and appeal >= today else None,
        dispatched_on=next((b.dispatched_on for b in decisions), None),
        antrag=row.antrag_id,
    )


def as_matters(rows: list[MineRow]) -> list[MineRow]:
    """What several offices decide is one line, with how many of them have; a task in one of them is a line of its own."""
    found: list[MineRow] = []
    for row in rows:
        same = [r for r in rows if r.antrag == row.antrag]
        if len(same) == 1 or row.task:
            found.append(row)
        elif row is next((r for r in same if not r.task and r.stage not in ENDED), None) or (
            all(r.stage in ENDED and not r.task for r in same) and row is same[-1]
        ):
            found.append(replace(row, offices=len(same), offices_open=sum(r.stage not in ENDED for r in same)))
    return found


def task_of(stage: Stage, reply_by: date | None, announced: Announcement | None) -> tuple[Task | None, date | None]:
    """Hers, and until when: pay, hand in, open the letter."""
    if stage is Stage.PAYMENT:
        return Task.PAY, None
    if stage is Stage.ASKED:
        return Task.HAND_IN, reply_by
    waits = stage is Stage.ANNOUNCED and announced is not None and announced.retrieve_by and announced.retrieved_at is None
    return (Task.RETRIEVE, announced.retrieve_by) if waits and announced else (None, None)


def is_usable(row: Document) -> bool:
    """Readable, and not rejected by the latest word of a clerk. Expects prefetched reviews."""
    reviews = sorted(row.reviews.all(), key=lambda r: (r.at, r.pk))
    return not row.problems and row.removed_at is None and (not reviews or reviews[-1].accepted)

"""What the citizen sees of her Vorgang, and of all of them: the task for her first."""

from dataclasses import dataclass
from datetime import date, datetime

from glueckauf.catalogue import queries as catalogue
from glueckauf.cities.queries import kommune
from glueckauf.cities.rules.schema import KommuneData, Office
from glueckauf.core.clock import local_day
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.forms.summary import SummarySection, summary
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.mail import queries as mail
from glueckauf.vorgaenge.models import Antrag, Bescheid, CaseRead, FeeAssessment, Message, Vorgang
from glueckauf.vorgaenge.queries.case import papers_of, requests_of
from glueckauf.vorgaenge.queries.durations import Durations, durations
from glueckauf.vorgaenge.queries.parts import Decision, Paper, Request, decision_of
from glueckauf.vorgaenge.rules.stage import CITIZEN_WORDS, ENDED, OPEN, Stage

CHIP = {
    Stage.PAYMENT: "handeln",
    Stage.ASKED: "handeln",
    Stage.NEW: "eingegangen",
    Stage.ANNOUNCED: "entschieden",
    Stage.POSTING: "entschieden",
    Stage.CLOSED: "fertig",
    Stage.WITHDRAWN: "ruht",
}


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
    can_withdraw: bool
    can_correct: bool

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
    service = catalogue.revision(row.revision_id)
    papers, stage = papers_of(row, service), Stage(row.stage)
    answers = row.antrag.versions.get(number=row.antrag.current).values
    return Matter(
        id=row.pk,
        number=row.number,
        title=row.title,
        kommune=service.kommune,
        office=office_named(service.kommune, row.office),
        stage=stage,
        word=CITIZEN_WORDS[stage],
        chip=CHIP.get(stage, "arbeit"),
        submitted_at=row.submitted_at,
        due_on=row.due_on,
        channel=row.antrag.submission.channel,
        email=row.antrag.submission.email,
        requests=requests_of(row, papers),
        papers=papers,
        decisions=tuple(
            decision_of(b)
            for b in Bescheid.objects.filter(vorgang=row, taken_back_at=None).prefetch_related("announcements").order_by("-at")
            if shown(b)
        ),
        messages=tuple(
            MessageView(text=m.text, at=m.at, mine=m.incoming, via=m.via) for m in Message.objects.filter(vorgang=row).order_by("at", "pk")
        ),
        reads=tuple(reads_of(row, service.kommune)),
        fee=FeeAssessment.objects.filter(vorgang=row).order_by("-at", "-pk").first(),
        sections=summary(service.leistung.form, answers, "de"),
        reply_address=mail.reply_address(row.tenant_id, f"vorgang:{row.pk}") or "",
        durations=durations(row.tenant_id, row.leistung, at=at),
        antrag_key=str(row.antrag.key),
        leistung=row.leistung,
        can_withdraw=stage in OPEN | {Stage.PAYMENT, Stage.DECIDED},
        can_correct=stage in OPEN,
    )


def shown(bescheid: Bescheid) -> bool:
    """A decision is hers once it went out."""
    return bescheid.letter_id is not None or bescheid.dispatched_on is not None or bescheid.vorgang.stage == Stage.POSTING


def office_named(city: KommuneData, key: str) -> Office | None:
    """The office, unless the city's folder lost it."""
    return next((o for o in city.offices if o.key == key), None)


def reads_of(row: Vorgang, city: KommuneData) -> list[Read]:
    """Newest first; several openings within an hour are one."""
    found: list[Read] = []
    for read in CaseRead.objects.filter(vorgang=row).order_by("-at")[:200]:
        office = office_named(city, read.office)
        name = office.name if office else read.office
        if not found or found[-1].office != name or (found[-1].at - read.at).total_seconds() > 3600:
            found.append(Read(office=name, at=read.at))
    return found[:20]


@dataclass(frozen=True, slots=True, kw_only=True)
class MineRow:
    """One Vorgang in the overview."""

    number: str
    title: str
    kommune: KommuneData
    stage: Stage
    word: str
    chip: str
    submitted_at: datetime
    closed_at: datetime | None
    reply_by: date | None
    missing: int
    days_left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A draft she can go on with."""

    key: str
    title: str
    kommune: KommuneData
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


def mine(actor: Citizen | Guest, *, at: datetime) -> Mine:
    """The newest two hundred."""
    with reading(actor):
        cases = list(
            Vorgang.objects.visible_to(actor)
            .prefetch_related("nachforderung_rows__slots__documents__reviews")
            .order_by("-submitted_at")[:MOST_SHOWN]
        )
        drafts = list(
            Antrag.objects.visible_to(actor).filter(submission=None, expires_at__gt=at).exclude(current=0).order_by("-created_at")[:20]
        )
        rows = [mine_row(c, local_day(at)) for c in cases]
    hers = {Stage.PAYMENT, Stage.ASKED}
    return Mine(
        tasks=tuple(sorted((r for r in rows if r.stage in hers), key=lambda r: r.reply_by or date.max)),
        waiting=tuple(r for r in rows if r.stage not in hers and r.stage not in ENDED),
        done=tuple(r for r in rows if r.stage in ENDED),
        drafts=tuple(
            DraftRow(
                key=str(d.key),
                title=str(catalogue.revision(d.revision_id).leistung.name),
                kommune=kommune(d.tenant_id),
                saved_at=d.created_at,
                expires_at=d.expires_at,
            )
            for d in drafts
        ),
    )


def mine_row(row: Vorgang, today: date) -> MineRow:
    """From prefetched rows."""
    stage = Stage(row.stage)
    asked = [n for n in row.nachforderung_rows.all() if n.fulfilled_at is None]
    reply_by = min((n.reply_by for n in asked), default=None)
    return MineRow(
        number=row.number,
        title=row.title,
        kommune=kommune(row.tenant_id),
        stage=stage,
        word=CITIZEN_WORDS[stage],
        chip=CHIP.get(stage, "arbeit"),
        submitted_at=row.submitted_at,
        closed_at=row.closed_at,
        reply_by=reply_by if stage is Stage.ASKED else None,
        missing=sum(not any(not d.problems and d.removed_at is None for d in s.documents.all()) for n in asked for s in n.slots.all()),
        days_left=(reply_by - today).days if reply_by else None,
    )

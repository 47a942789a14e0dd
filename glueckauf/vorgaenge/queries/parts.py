"""Parts that the clerk's case page and the citizen's page share: documents, slots, messages, Bescheid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from glueckauf.cities.rules.schema import Office, TenantData
from glueckauf.core.uploads import problem_text
from glueckauf.vorgaenge.models import Announcement, Bescheid, Document, Extension, Nachforderung, Slot
from glueckauf.vorgaenge.rules.stage import Ending, ending_word


def office_named(owner: TenantData, key: str) -> Office | None:
    """The office, unless the folder of its owner lost it."""
    return next((o for o in owner.offices if o.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document as shown. status: bad (inspection), new, accepted, rejected."""

    key: str
    filename: str
    nachweis: str
    label: str
    size: int
    pages: int
    media_type: str
    status: str
    reason: str
    scan: str
    via: str
    slot_id: int | None
    received_at: datetime


def paper(row: Document, labels: dict[str, str]) -> Paper:
    """The latest review counts; a file that inspection refused says why. Expects slot and prefetched reviews.

    What is on no list of the Leistung is called as the clerk who asked for it called it.
    """
    reviews = sorted(row.reviews.all(), key=lambda r: (r.at, r.pk))
    status, reason = "new", ""
    if row.problems:
        status, reason = "bad", " ".join(problem_text(p) for p in row.problems)
    elif reviews:
        status, reason = ("accepted", "") if reviews[-1].accepted else ("rejected", reviews[-1].reason)
    return Paper(
        key=str(row.key),
        filename=row.filename,
        nachweis=row.nachweis,
        label=labels.get(row.nachweis, "") or (row.slot.label if row.slot else "Ohne Zuordnung"),
        size=row.size,
        pages=row.pages,
        media_type=row.media_type,
        status=status,
        reason=reason,
        scan=row.scan,
        via=row.via,
        slot_id=row.slot_id,
        received_at=row.received_at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSlot:
    """A slot of a Nachforderung with what lies in it. state: missing, arrived, accepted, rejected."""

    id: int
    nachweis: str
    label: str
    reason: str
    state: str
    papers: tuple[Paper, ...]
    rejection: str


def slot_of(row: Slot, papers: Iterable[Paper]) -> AskedSlot:
    """From the documents that lie in it."""
    mine = tuple(p for p in papers if p.slot_id == row.pk)
    statuses = {p.status for p in mine}
    state = "missing"
    for status, name in (("accepted", "accepted"), ("new", "arrived"), ("rejected", "rejected"), ("bad", "rejected")):
        if status in statuses:
            state = name
            break
    refused = [p.reason for p in mine if p.status in {"rejected", "bad"}]
    return AskedSlot(
        id=row.pk,
        nachweis=row.nachweis,
        label=row.label,
        reason=row.reason,
        state=state,
        papers=mine,
        rejection=refused[-1] if refused else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A Nachforderung with its slots. `wish` is an open wish for more time; `access_code` stands on her own page only."""

    id: int
    text: str
    reply_by: date
    asked_at: datetime
    is_open: bool
    slots: tuple[AskedSlot, ...]
    wish_id: int | None
    wish_until: date | None
    wish_reason: str
    access_code: str = ""

    @property
    def missing(self) -> int:
        """Slots without a usable document."""
        return sum(s.state in {"missing", "rejected"} for s in self.slots)

    @property
    def arrived(self) -> int:
        """Slots with one."""
        return len(self.slots) - self.missing


def request_of(row: Nachforderung, papers: Iterable[Paper]) -> Request:
    """Expects prefetched slots and extensions."""
    wishes: list[Extension] = [e for e in row.extensions.all() if e.granted is None]
    held = tuple(papers)
    return Request(
        id=row.pk,
        text=row.text,
        reply_by=row.reply_by,
        asked_at=row.at,
        is_open=row.fulfilled_at is None,
        slots=tuple(slot_of(s, held) for s in sorted(row.slots.all(), key=lambda s: s.pk)),
        wish_id=wishes[0].pk if wishes else None,
        wish_until=wishes[0].until if wishes else None,
        wish_reason=wishes[0].reason if wishes else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A Bescheid as both sides see it."""

    id: int
    ending: Ending
    word: str
    outcome: str
    conditions: tuple[str, ...]
    reasons: str
    at: datetime
    actor: str
    is_automatic: bool
    needs_approval: bool
    releases_at: datetime | None
    taken_back_at: datetime | None
    revoked_at: datetime | None
    has_letter: bool
    dispatched_on: date | None
    remedy: str
    announced_on: date | None
    appeal_until: date | None
    retrieve_by: date | None
    retrieved_at: datetime | None
    rule: str

    @property
    def in_force(self) -> bool:
        """Neither taken back nor revoked."""
        return self.taken_back_at is None and self.revoked_at is None


def decision_of(row: Bescheid) -> Decision:
    """With its latest announcement. Expects prefetched announcements."""
    rows: list[Announcement] = sorted(row.announcements.all(), key=lambda a: a.provided_at)
    last = rows[-1] if rows else None
    return Decision(
        id=row.pk,
        ending=Ending(row.ending),
        word=gettext(ending_word(Ending(row.ending), row.outcome)),
        outcome=row.outcome,
        conditions=tuple(row.conditions),
        reasons=row.reasons,
        at=row.at,
        actor=row.actor,
        is_automatic=row.actor.startswith("rule:"),
        needs_approval=row.needs_approval,
        releases_at=row.releases_at,
        taken_back_at=row.taken_back_at,
        revoked_at=row.revoked_at,
        has_letter=row.letter_id is not None,
        dispatched_on=row.dispatched_on,
        remedy=row.remedy,
        announced_on=last.announced_on if last else None,
        appeal_until=last.appeal_until if last else None,
        retrieve_by=last.retrieve_by if last else None,
        retrieved_at=last.retrieved_at if last else None,
        rule=last.rule if last else "",
    )

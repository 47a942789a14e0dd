"""What the holder of number and code sees: the slots of one Nachforderung, no name, no answer, no file that came another way."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import get_language

from glueckauf.catalogue import queries as catalogue
from glueckauf.cities.rules.schema import KommuneData, Office, TenantData
from glueckauf.core.clock import local_day
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.scope import Scope
from glueckauf.identity import queries as identity
from glueckauf.identity.rules.actor import Holder
from glueckauf.vorgaenge.models import Nachforderung, Vorgang
from glueckauf.vorgaenge.queries.case import papers_of
from glueckauf.vorgaenge.queries.parts import AskedSlot, Paper, office_named, slot_of
from glueckauf.vorgaenge.rules.by_code import PURPOSE, Door, door, is_replaceable
from glueckauf.vorgaenge.rules.stage import Stage


class SlotState(StrEnum):
    """What the holder can do with a slot."""

    MISSING = "missing"
    REJECTED = "rejected"
    ARRIVED = "arrived"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSlot:
    """One document that is asked for. `files`: only what came with this code; `is_replaceable`: all in it came so and nobody judged it."""

    id: int
    label: str
    reason: str
    state: SlotState
    rejection: str
    files: tuple[Paper, ...]
    is_replaceable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedByCode:
    """The page behind number and code."""

    number: str
    title: str
    kommune: KommuneData
    owner: TenantData
    office: Office | None
    reply_by: date
    door: Door
    slots: tuple[CodeSlot, ...]

    @property
    def arrived(self) -> int:
        """Slots with a usable document."""
        return sum(s.state in {SlotState.ARRIVED, SlotState.ACCEPTED} for s in self.slots)

    @property
    def can_send(self) -> bool:
        """Something can still be chosen."""
        return self.door is Door.OPEN and any(s.state in {SlotState.MISSING, SlotState.REJECTED} or s.is_replaceable for s in self.slots)

    @property
    def is_complete(self) -> bool:
        """Nothing is missing."""
        return self.arrived == len(self.slots)


def holder_of(number: str, code: str, *, at: datetime) -> Holder | None:
    """Who shows number and code that belong together. None says nothing about which of the two is wrong; the caller limits attempts."""
    key = identity.open_key(code, PURPOSE, at=at)
    if key is None:
        return None
    with reading(Scope(tenant=key.tenant)):
        row = Nachforderung.objects.filter(tenant_id=key.tenant, pk=int(key.subject), vorgang__number=number).first()
    return Holder(person=str(row.person), nachforderung_id=row.pk) if row else None


def asked_by_code(holder: Holder, *, at: datetime) -> AskedByCode:
    """Raises NotFound."""
    with reading(holder):
        asked = Nachforderung.objects.visible_to(holder).prefetch_related("slots").first()
        if asked is None:
            raise NotFound
        row = Vorgang.objects.get(pk=asked.vorgang_id)
        service = catalogue.revision(row.revision_id, row.part)
        papers = papers_of(row, service)
    return AskedByCode(
        number=row.number,
        title=service.leistung.name.in_language(get_language() or "de"),
        kommune=service.kommune,
        owner=service.owner,
        office=office_named(service.owner, row.office),
        reply_by=asked.reply_by,
        door=door(Stage(row.stage), reply_by=asked.reply_by, today=local_day(at)),
        slots=tuple(code_slot(slot_of(s, papers)) for s in sorted(asked.slots.all(), key=lambda s: s.pk)),
    )


def code_slot(slot: AskedSlot) -> CodeSlot:
    """Without what came another way."""
    return CodeSlot(
        id=slot.id,
        label=slot.label,
        reason=slot.reason,
        state=SlotState(slot.state),
        rejection=slot.rejection,
        files=tuple(p for p in slot.papers if p.via == "code"),
        is_replaceable=bool(slot.papers) and all(is_replaceable(p.via, p.status) for p in slot.papers if p.status != "bad"),
    )


def printable_code(tenant: str, nachforderung_id: int, *, at: datetime) -> str:
    """For the letter and for her own page; empty when no code of this Nachforderung opens anything."""
    return identity.printable_code(PURPOSE, tenant, str(nachforderung_id), at=at)

"""The page of an appointment for the one who comes, and the list of a day for the office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language

from glueckauf.catalogue import queries as catalogue
from glueckauf.cities import queries as cities
from glueckauf.cities.rules.runs import ONE, Matter
from glueckauf.cities.rules.schema import KommuneData, Office
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.scope import Scope
from glueckauf.identity import queries as identity
from glueckauf.identity.rules.actor import Citizen, Clerk, Guest, Rule
from glueckauf.vorgaenge.models import AntragVersion, Vorgang
from glueckauf.vorgaenge.queries.parts import office_named
from glueckauf.vorgaenge.rules.appointment import PURPOSE, field_of, held_for, need_of, topic_of, vorgang_of
from glueckauf.vorgaenge.rules.calendar_file import calendar_file
from glueckauf.vorgaenge.rules.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentPage:
    """`appointment` is None once it was cancelled; `is_over`: it has begun."""

    id: int
    number: str
    title: str
    kommune: KommuneData
    office: Office | None
    appointment: cities.Appointment | None
    is_over: bool
    free: cities.FreeSlots
    moves: int


def free_for(service: catalogue.LeistungOfCity, answers: Mapping[str, Any], *, at: datetime, antrag: str = "") -> cities.FreeSlots | None:
    """What a form of this Leistung can offer to as many as these answers say; None where it asks for no appointment."""
    leistung = service.leistung
    if not field_of(leistung.form):
        return None
    held = held_for(antrag) if antrag else ""
    need = need_of(leistung.form, answers)
    return cities.free_slots(service.owner.key, leistung.office, leistung.key, at=at, need=need, held_for=held)


def appointment_page(actor: Citizen | Guest | Rule, ref: int | str, *, at: datetime) -> AppointmentPage:
    """Raises NotFound, also for somebody else's and for a Vorgang without appointment."""
    with reading(actor):
        lookup = {"pk": ref} if isinstance(ref, int) else {"number": ref}
        row = Vorgang.objects.visible_to(actor).filter(**lookup).select_related("antrag").first()
        if row is None:
            raise NotFound
        service = catalogue.revision(row.revision_id, row.part)
        if not field_of(service.leistung.form):
            raise NotFound
        versions = AntragVersion.objects.filter(antrag=row.antrag_id).count()
        need = need_of(service.leistung.form, row.antrag.versions.get(number=row.antrag.current).values)
    booked = cities.appointment(actor, row.tenant_id, topic_of(row.pk), at=at) if row.stage != Stage.WITHDRAWN else None
    return AppointmentPage(
        id=row.pk,
        number=row.number,
        title=service.leistung.name.in_language(get_language() or "de"),
        kommune=service.kommune,
        office=office_named(service.owner, row.office),
        appointment=booked,
        is_over=booked is not None and booked.starts_at <= at,
        free=cities.free_slots(row.tenant_id, row.office, row.leistung, at=at, need=need, held_for=topic_of(row.pk)),
        moves=versions,
    )


def appointment_file(page: AppointmentPage, *, url: str, at: datetime) -> bytes:
    """For her calendar. Raises NotFound once it was cancelled."""
    booked = page.appointment
    if booked is None:
        raise NotFound
    return calendar_file(
        uid=f"{page.number}@glueckauf",
        starts=booked.starts_at,
        ends=booked.ends_at,
        made=at,
        sequence=page.moves,
        title=f"{page.title}, {page.kommune.full_name}",
        place=booked.where,
        text=f"Vorgang {page.number}\n{url}",
    )


def by_appointment_code(number: str, code: str, *, at: datetime) -> tuple[str, int] | None:
    """(tenant, Vorgang) for who shows number and code of the mail. None says nothing about which of the two is wrong."""
    key = identity.open_key(code, PURPOSE, at=at)
    if key is None:
        return None
    with reading(Scope(tenant=key.tenant)):
        row = Vorgang.objects.filter(tenant_id=key.tenant, pk=int(key.subject), number=number).first()
    return (key.tenant, row.pk) if row else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookable:
    """A matter for which one comes by appointment."""

    leistung: str
    name: str
    office: str


def bookable(tenant: str) -> tuple[Bookable, ...]:
    """What people of this city can book, by name."""
    found = [s.leistung for s in catalogue.all_of(tenant) if s.leistung.offered and field_of(s.leistung.form)]
    return tuple(Bookable(leistung=x.key, name=str(x.name), office=x.office) for x in sorted(found, key=lambda x: str(x.name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A line of the day: a slot, and who comes."""

    slot: cities.SlotOfDay
    number: str
    applicant: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """All slots of her offices on one day; a family is one line. `away`: how many of those who serve are not there."""

    day: date
    visits: tuple[Visit, ...]
    away: int

    @property
    def booked(self) -> int:
        """How many come."""
        return sum(bool(v.slot.topic) for v in self.visits)

    @property
    def free(self) -> int:
        """How many could still be booked."""
        return sum(not v.slot.topic and v.slot.blocked is None for v in self.visits)

    @property
    def site(self) -> str:
        """Where, if it is one place."""
        sites = {v.slot.site for v in self.visits}
        return next(iter(sites)) if len(sites) == 1 else ""

    @property
    def has_sites(self) -> bool:
        """Several places: each line says its own."""
        return bool(self.visits) and not self.site

    @property
    def here(self) -> int:
        """How many came."""
        return sum(v.slot.came is True for v in self.visits)


def day(actor: Clerk, wanted: date) -> Day:
    """What this clerk's offices expect; a Vorgang she may not see stays without name."""
    lines = cities.day_list(actor.tenant, actor.offices, wanted)
    with reading(actor):
        ids = [vorgang_of(line.topic) for line in lines if line.topic]
        rows = {v.pk: v for v in Vorgang.objects.visible_to(actor).filter(pk__in=[i for i in ids if i is not None])}
    visits = tuple(visit(line, rows) for line in lines if line.part == 0)
    return Day(day=wanted, visits=visits, away=cities.away_on(actor.tenant, actor.offices, wanted))


def visit(line: cities.SlotOfDay, rows: dict[int, Vorgang]) -> Visit:
    """With the name, where there is one."""
    row = rows.get(vorgang_of(line.topic) or 0)
    return Visit(slot=line, number=row.number if row else "", applicant=row.applicant if row else "", title=row.title if row else "")


def matter_of(actor: Rule, topic: str) -> Matter:
    """Which Leistung a topic is about, and how many come; an empty one for what is gone."""
    with reading(actor):
        row = Vorgang.objects.visible_to(actor).filter(pk=vorgang_of(topic) or 0).select_related("antrag").first()
        if row is None:
            return Matter(leistung="", need=ONE)
        answers = row.antrag.versions.get(number=row.antrag.current).values
        return Matter(leistung=row.leistung, need=need_of(catalogue.revision(row.revision_id, row.part).leistung.form, answers))


def is_appointment(actor: Rule, vorgang_id: int) -> bool:
    """Whether a Vorgang is about one."""
    with reading(actor):
        row = Vorgang.objects.visible_to(actor).filter(pk=vorgang_id).first()
        return row is not None and bool(field_of(catalogue.revision(row.revision_id, row.part).leistung.form))


def booked(actor: Rule, vorgang_id: int, *, at: datetime) -> cities.Appointment | None:
    """For a mail."""
    return cities.appointment(actor, actor.tenant, topic_of(vorgang_id), at=at)

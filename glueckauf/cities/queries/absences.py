"""Rooms that take appointments, and who of those who serve there is away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from glueckauf.cities.models import Absence, Opening, Room
from glueckauf.core.db import reading
from glueckauf.core.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRow:
    """A room with hours."""

    id: int
    office: str
    site: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRow:
    """`clerk`: the code of an account, or empty."""

    id: int
    office: str
    room: str
    clerk: str
    first_day: date
    last_day: date


def rooms(tenant: str) -> tuple[RoomRow, ...]:
    """Those that take appointments now."""
    with reading(Scope(tenant=tenant)):
        in_use = Opening.objects.filter(tenant_id=tenant, ended_at=None).values("room")
        found = Room.objects.filter(tenant_id=tenant, pk__in=in_use, ended_at=None).order_by("office", "site", "name")
        return tuple(RoomRow(id=r.pk, office=r.office, site=r.site, name=r.name) for r in found)


def absences(tenant: str, *, since: date) -> tuple[AbsenceRow, ...]:
    """Now and to come."""
    with reading(Scope(tenant=tenant)):
        rows = Absence.objects.filter(tenant_id=tenant, ended_at=None, last_day__gte=since).select_related("room")
        return tuple(_row(r) for r in rows.order_by("first_day", "pk"))


def away_on(tenant: str, offices: Iterable[str], day: date) -> int:
    """How many of these offices are away; who, the list of a day need not say."""
    with reading(Scope(tenant=tenant)):
        rows = Absence.objects.filter(tenant_id=tenant, ended_at=None, first_day__lte=day, last_day__gte=day)
        return rows.filter(room__office__in=list(offices)).count()


def _row(row: Absence) -> AbsenceRow:
    room = row.room
    return AbsenceRow(id=row.pk, office=room.office, room=room.name, clerk=row.clerk, first_day=row.first_day, last_day=row.last_day)

"""Devices in the grid of an operator, as its desk lists them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max

from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.models import Reservation
from glueckauf.supply.rules.devices import HABITS, Kind
from glueckauf.supply.rules.reservations import State
from glueckauf.vorgaenge import queries as vorgaenge


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRow:
    """`number`: of the Vorgang, empty where it is not for the asking clerk; `since`: of its latest step."""

    vorgang_id: int
    number: str
    label: str
    power_kw: float
    least_kw: float | None
    state: State
    since: datetime
    until: date


def counts_of_devices(actor: Clerk) -> dict[State, int]:
    """Of each state that has any."""
    with reading(actor):
        found = Reservation.objects.visible_to(actor).values_list("state").annotate(count=Count("pk"))
        return {State(state): count for state, count in found}


def devices(actor: Clerk, state: State, *, first: int, count: int) -> tuple[DeviceRow, ...]:
    """Latest first."""
    with reading(actor):
        rows = Reservation.objects.visible_to(actor).filter(state=state).annotate(since=Max("steps__at"))
        found = list(rows.order_by("-since", "-pk")[first : first + count])
    numbers = vorgaenge.numbers(actor, [row.vorgang_id for row in found])
    return tuple(
        DeviceRow(
            vorgang_id=row.vorgang_id,
            number=numbers.get(row.vorgang_id, ""),
            label=HABITS[Kind(row.kind)].label,
            power_kw=float(row.power_kw),
            least_kw=None if row.least_kw is None else float(row.least_kw),
            state=State(row.state),
            since=row.since,
            until=row.until,
        )
        for row in found
    )


def to_register(actor: Rule, *, after: datetime, before: datetime) -> tuple[tuple[int, Kind, datetime], ...]:
    """(Vorgang, kind, moment) of what was connected in that time and stands."""
    with reading(actor):
        rows = Reservation.objects.visible_to(actor).filter(
            state=State.CONNECTED, steps__state=State.CONNECTED, steps__at__gt=after, steps__at__lte=before
        )
        return tuple((pk, Kind(kind), at) for pk, kind, at in rows.values_list("vorgang_id", "kind", "steps__at"))

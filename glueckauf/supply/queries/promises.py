"""What counts for a study: everything promised before it on the same grid."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.models import Reservation
from glueckauf.supply.queries.grids import InForce, in_force
from glueckauf.supply.rules.devices import Device
from glueckauf.supply.rules.reservations import DECIDED, OPEN, TAKES_ROOM, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A device that takes room."""

    reservation_id: int
    node: str
    kind: str
    sign: int
    power_kw: float
    least_kw: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The reservation this request has already. `turn`: its place; `same`: of the same device, so the place is kept."""

    reservation_id: int
    turn: int
    same: bool
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """All a study depends on. Two that are equal give equal answers. `unplaced`: promised, but nobody knows at which node."""

    grid: InForce
    promised: tuple[Promised, ...]
    own: Turn | None
    unplaced: int


def basis(actor: Rule, network: str, *, vorgang_id: int, device: Device, node: str) -> Basis:
    """Of one request at a node now. Raises NoGrid."""
    grid = in_force(actor, network)
    with reading(actor):
        own = turn_of(actor, grid.grid_id, vorgang_id, device, node)
        rows = Reservation.objects.visible_to(actor).filter(grid_id=grid.grid_id, state__in=TAKES_ROOM).exclude(vorgang_id=vorgang_id)
        if own is not None and own.same:
            rows = rows.filter(Q(turn__lt=own.turn) | Q(state__in=DECIDED))
        found = list(rows.order_by("turn"))
    placed = tuple(promise(row) for row in found if row.node)
    return Basis(grid=grid, promised=placed, own=own, unplaced=len(found) - len(placed))


def turn_of(actor: Rule, grid_id: int, vorgang_id: int, device: Device, node: str) -> Turn | None:
    """The latest of this Vorgang that was not freed."""
    rows = Reservation.objects.visible_to(actor).filter(grid_id=grid_id, vorgang_id=vorgang_id).exclude(state=State.FREED)
    row = rows.order_by("-turn").first()
    if row is None:
        return None
    least = None if row.least_kw is None else float(row.least_kw)
    same = (row.node, row.kind, float(row.power_kw), least) == (node, device.kind, device.power_kw, device.least_kw)
    return Turn(reservation_id=row.pk, turn=row.turn, same=same, state=State(row.state))


def promise(row: Reservation) -> Promised:
    """As values."""
    return Promised(
        reservation_id=row.pk,
        node=row.node,
        kind=row.kind,
        sign=row.sign,
        power_kw=float(row.power_kw),
        least_kw=None if row.least_kw is None else float(row.least_kw),
    )


def promised(actor: Clerk | Rule, network: str) -> tuple[Promised, ...]:
    """All that takes room on a grid, in the order of the queue."""
    with reading(actor):
        rows = Reservation.objects.visible_to(actor).filter(grid__network=network, state__in=TAKES_ROOM).order_by("turn")
        return tuple(promise(row) for row in rows)


def accepted(actor: Clerk | Rule, network: str) -> tuple[Promised, ...]:
    """What somebody decided for: it is there, or will be."""
    with reading(actor):
        rows = Reservation.objects.visible_to(actor).filter(grid__network=network, state__in=DECIDED).exclude(node="").order_by("turn")
        return tuple(promise(row) for row in rows)


def states(actor: Clerk | Rule, vorgang_id: int) -> tuple[State, ...]:
    """Of the reservations of a Vorgang, oldest first."""
    with reading(actor):
        rows = Reservation.objects.visible_to(actor).filter(vorgang_id=vorgang_id).order_by("turn")
        return tuple(State(row.state) for row in rows)


def overdue(actor: Rule, day: date) -> tuple[int, ...]:
    """Ids of reservations whose time is over and that are not connected."""
    with reading(actor):
        rows = Reservation.objects.visible_to(actor).filter(until__lt=day, state__in=[*OPEN, State.ACCEPTED])
        return tuple(rows.values_list("pk", flat=True))

"""The life of a reservation after its check: accepted with the decision, freed with its end, connected when it stands."""

from datetime import date, datetime, timedelta

from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.events import DeviceMoved
from glueckauf.supply.models import Grid, Reservation, ReservationStep
from glueckauf.supply.queries.promises import overdue
from glueckauf.supply.rules.norms import BUILT_WITHIN_DAYS
from glueckauf.supply.rules.reservations import DECIDED, OPEN, State
from glueckauf.vorgaenge import queries as vorgaenge

EFFECT = "geraet-anschluss"


class NotAccepted(Refused):
    """Only what was accepted can be connected."""

    text = "Für dieses Gerät gibt es keine Zusage. Prüfen Sie den Vorgang. Es wurde nichts geändert."


def settle(vorgang_id: int, *, by: Rule, at: datetime) -> None:
    """Brings the reservation of a Vorgang in line with what became of it. Says nothing new, so it may run twice, late, in any order."""
    with writing(by):
        row = current(vorgang_id, by)
        if row is None:
            return
        standing = vorgaenge.standing(by, vorgang_id)
        if standing is None:
            return
        state, effect = State(row.state), standing.effects.get(EFFECT)
        if effect is not None:
            if state not in DECIDED:
                accept(row, f"effect:{effect}", by=by, at=at)
            return
        cause = "withdrawn" if standing.is_withdrawn else "refused" if standing.is_refused else "effect" if state in DECIDED else ""
        if cause and state is not State.FREED:
            take_step(row, State.FREED, cause=cause, by=by, at=at)


def accept(row: Reservation, cause: str, *, by: Rule, at: datetime) -> None:
    """Its time to be built begins."""
    row.until = local_day(at) + timedelta(days=BUILT_WITHIN_DAYS)
    row.save(update_fields=["until"])
    take_step(row, State.ACCEPTED, cause=cause, by=by, at=at)


def connect_device(vorgang_id: int, *, by: Clerk, at: datetime) -> None:
    """The operator's people set it in operation. Raises NotAccepted, and NotFound also for another operator's."""
    with writing(by):
        row = current(vorgang_id, by)
        if row is None:
            raise NotFound
        if row.state not in DECIDED:
            raise NotAccepted
        take_step(row, State.CONNECTED, cause="connected", by=by, at=at)


def expire(day: date, *, by: Rule, at: datetime) -> int:
    """Frees what nobody decided on or built in time; returns how many."""
    freed = 0
    for key in overdue(by, day):
        with writing(by):
            rows = Reservation.objects.visible_to(by).filter(pk=key)
            hold(rows.values_list("grid_id", flat=True).get(), by)
            row = rows.get()
            if row.until < day and row.state in {*OPEN, State.ACCEPTED}:
                take_step(row, State.FREED, cause="time", by=by, at=at)
                freed += 1
    return freed


def current(vorgang_id: int, by: Clerk | Rule) -> Reservation | None:
    """The latest of a Vorgang. Its grid is held until the transaction ends."""
    rows = Reservation.objects.visible_to(by).filter(vorgang_id=vorgang_id).order_by("-turn")
    grid = rows.values_list("grid_id", flat=True).first()
    if grid is None:
        return None
    hold(grid, by)
    return rows.first()


def hold(grid_id: int, by: Clerk | Rule) -> None:
    """Nobody else moves a reservation of this grid until the transaction ends."""
    Grid.objects.visible_to(by).select_for_update().get(pk=grid_id)


def take_step(row: Reservation, state: State, *, cause: str, by: Clerk | Rule, at: datetime) -> None:
    """A row and an event, unless that is where it stands. The caller holds the grid."""
    if row.state == state:
        return
    row.state = state
    row.save(update_fields=["state"])
    ReservationStep.objects.create(tenant_id=row.tenant_id, reservation=row, state=state, cause=cause, actor=by.code, at=at)
    event = DeviceMoved(tenant=row.tenant_id, reservation_id=row.pk, vorgang_id=row.vorgang_id, state=state, cause=cause)
    publish(event, by=by, at=at)

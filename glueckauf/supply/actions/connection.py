"""May this device come to this address? The engine answers outside of any lock; the answer counts only if nothing changed meanwhile."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.identity.rules.actor import Rule
from glueckauf.supply import queries
from glueckauf.supply.actions.grids import locked
from glueckauf.supply.actions.reservations import take_step
from glueckauf.supply.models import Reservation
from glueckauf.supply.providers import engine
from glueckauf.supply.providers.frames import KEPT as KEPT
from glueckauf.supply.queries import Basis, InForce
from glueckauf.supply.rules.answer import PROMISES, Found, found, must_be_controllable, unknown
from glueckauf.supply.rules.asked import Request
from glueckauf.supply.rules.devices import Device, Kind, as_asked
from glueckauf.supply.rules.norms import LARGEST_KW, PROMISED_DAYS
from glueckauf.supply.rules.reservations import DECIDED, State

POWER = "power"
STUDY_S = 30.0
TRIES = 40  # each lost race is another request that was answered
_in_turn = threading.Lock()  # threads of this process take turns; other processes are seen by what they wrote


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The answer, and what it stands on. Without a grid there is no basis."""

    found: Found
    basis: Basis | None


def ask_for_connection(vorgang_id: int, *, request: Request, by: Rule, at: datetime) -> Checked:
    """Studies the device with everything promised before it, and keeps its place in the queue. Safe to repeat: the place stays.

    Nobody's Vorgang (0, an example) is answered and leaves no trace.
    """
    with _in_turn:
        for _ in range(TRIES):
            checked, node = studied(vorgang_id, request=request, by=by)
            if not vorgang_id or kept(checked, node, vorgang_id=vorgang_id, request=request, by=by, at=at):
                return checked
    return Checked(found=unknown("busy"), basis=None)


def prepare(*, by: Rule) -> bool:
    """Lets the engine load the power grid in force and solve its year, so that nobody waits for it. False: there is none, or no engine."""
    try:
        grid = queries.in_force(by, POWER)
        asked("holds", {}, grid)
    except (queries.NoGrid, engine.NoAnswer, *queries.WITHOUT_ENGINE):
        return False
    return True


def studied(vorgang_id: int, *, request: Request, by: Rule) -> tuple[Checked, str]:
    """On what is promised now, and the node."""
    try:
        grid = queries.in_force(by, POWER)
    except queries.NoGrid:
        return Checked(found=unknown("grid"), basis=None), ""
    node, problem = placed(grid, request)
    basis = queries.basis(by, POWER, vorgang_id=vorgang_id, device=request.device, node=node)
    if problem is None and request.device.power_kw > LARGEST_KW:
        problem = unknown("large")
    return Checked(found=problem or answered(basis, node, request.device), basis=basis), node


def placed(grid: InForce, request: Request) -> tuple[str, Found | None]:
    """The node of the address, or why there is none."""
    address = {"street": request.address.street, "house_number": request.address.house_number, "postcode": request.address.postcode}
    try:
        said = asked("place", {"address": address}, grid)
        return said["node"], None if said["node"] else unknown("address", like=said["like"])
    except engine.NoAnswer as error:
        return "", unknown(error.code)
    except queries.WITHOUT_ENGINE:
        return "", unknown("engine")


def answered(basis: Basis, node: str, device: Device) -> Found:
    """The engine's answer, or why there is none."""
    values = {
        "device": {**as_asked(device.kind, node, device.power_kw, device.least_kw), "existing_kw": device.existing_kw},
        "promised": [as_asked(Kind(one.kind), one.node, one.power_kw, one.least_kw) for one in basis.promised],
        "limits": basis.grid.limits,
    }
    try:
        return found(asked("study", values, basis.grid)["answer"])
    except engine.NoAnswer as error:
        return unknown(error.code)
    except queries.WITHOUT_ENGINE:
        return unknown("engine")


def asked(call: str, values: dict[str, Any], grid: InForce) -> dict[str, Any]:
    """Of the engine, about this grid."""
    return queries.ask_engine(POWER, grid, call, values, within_s=STUDY_S).values


def kept(checked: Checked, node: str, *, vorgang_id: int, request: Request, by: Rule, at: datetime) -> bool:
    """Writes the place and the promise; False when somebody was promised something since, and the study has to be made again."""
    basis = checked.basis
    if basis is None:
        return True
    with writing(by):
        grid = locked(by, POWER)
        now = queries.basis(by, POWER, vorgang_id=vorgang_id, device=request.device, node=node)
        if now != basis:
            return False
        promise = checked.found.outcome in PROMISES and not must_be_controllable(request.device)
        row = reserved(basis, grid.pk, node, vorgang_id=vorgang_id, request=request, found=checked.found, by=by, at=at)
        if row.state not in DECIDED:
            take_step(row, State.PENDING if promise else State.WAITING, cause="check", by=by, at=at)
    return True


def reserved(
    basis: Basis, grid_id: int, node: str, *, vorgang_id: int, request: Request, found: Found, by: Rule, at: datetime
) -> Reservation:
    """The row of this device: the one it has, or a new one at the end of the queue. The caller holds the grid."""
    rows = Reservation.objects.visible_to(by).filter(grid_id=grid_id)
    if basis.own is not None:
        row = rows.get(pk=basis.own.reservation_id)
        if basis.own.same:
            row.revision_id, row.outcome = basis.grid.revision_id, found.outcome
            row.save(update_fields=["revision", "outcome"])
            return row
        take_step(row, State.FREED, cause="corrected", by=by, at=at)
    device, last = request.device, rows.order_by("-turn").first()
    return Reservation.objects.create(
        tenant_id=by.tenant,
        grid_id=grid_id,
        revision_id=basis.grid.revision_id,
        vorgang_id=vorgang_id,
        turn=last.turn + 1 if last else 1,
        kind=device.kind,
        node=node,
        sign=device.habit.sign,
        power_kw=f"{device.power_kw:.3f}",
        least_kw=None if device.least_kw is None else f"{device.least_kw:.3f}",
        outcome=found.outcome,
        state=State.FREED,
        until=local_day(at) + timedelta(days=PROMISED_DAYS),
        at=at,
    )

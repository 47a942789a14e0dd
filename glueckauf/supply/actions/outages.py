"""Outages: drafted with a plan or without, announced by a second person where valves are turned, begun, changed, ended."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply import queries
from glueckauf.supply.actions.way_back import check_way_back
from glueckauf.supply.events import OutageMoved
from glueckauf.supply.models import ElementPosition, Grid, Outage, OutageStep
from glueckauf.supply.rules.outages import Kind, State, may_follow, needs_two, turned


class CannotFollow(Refused):
    """Somebody else moved it meanwhile, or it is over."""

    text = "Das geht bei dieser Störung nicht mehr. Laden Sie die Seite neu: Dort steht, was inzwischen geschehen ist."


class SecondPerson(Refused):
    """Who drafted the plan does not release it."""

    text = "Diesen Plan gibt eine zweite Person frei. Sie haben ihn selbst entworfen."


class PlanOutdated(Refused):
    """Switches moved, or another revision came in force, since the plan was computed."""

    text = "Seit dieser Plan gerechnet wurde, steht im Netz etwas anders. Entwerfen Sie ihn neu; dieser ist nicht ausgeführt worden."


class MovedMeanwhile(Refused):
    """Somebody switched between the check of the way back and its writing."""

    text = "Während der Rückweg geprüft wurde, ist im Netz geschaltet worden. Versuchen Sie es noch einmal."


class EndsBeforeItBegins(Refused):
    """The expected end lies before the start."""

    text = "Das Ende liegt vor dem Beginn. Prüfen Sie Tag und Uhrzeit."


def draft_outage(
    network: str,
    *,
    kommune: str,
    kind: Kind,
    cause: str,
    streets: Sequence[Mapping[str, Any]],
    addresses: Sequence[Sequence[str]],
    plan: Mapping[str, Any],
    is_synthetic: bool,
    begins_at: datetime,
    expected_end: datetime | None,
    note: str = "",
    by: Clerk | Rule,
    at: datetime,
) -> Outage:
    """Nobody sees it yet but the operator. Raises EndsBeforeItBegins."""
    require_order(begins_at, expected_end)
    with writing(by):
        row = Outage.objects.create(
            tenant_id=by.tenant,
            kommune=kommune,
            network=network,
            kind=kind,
            cause=cause,
            streets=list(streets),
            addresses=[list(one) for one in addresses],
            plan=dict(plan),
            is_synthetic=is_synthetic,
            begins_at=begins_at,
            actor=by.code,
            at=at,
        )
        step(row, State.DRAFTED, expected_end=expected_end, note=note, by=by, at=at)
    return row


def announce_outage(outage_id: int, *, by: Clerk | Rule, at: datetime) -> None:
    """From now on it is public, and mails go out. Raises SecondPerson, PlanOutdated, CannotFollow, NotFound."""
    with writing(by):
        row, last = locked(outage_id, State.ANNOUNCED, by)
        if needs_two(row.plan) and row.actor == by.code:
            raise SecondPerson
        require_same_grid(row, by)
        step(row, State.ANNOUNCED, expected_end=last.expected_end, note=last.note, by=by, at=at)


def begin_outage(outage_id: int, *, by: Clerk | Rule, at: datetime) -> None:
    """The crew reports: valves and switches of the plan stand as it says. Raises PlanOutdated, CannotFollow, NotFound."""
    with writing(by):
        row, last = locked(outage_id, State.BEGUN, by)
        hold_positions(row, by)
        require_same_grid(row, by)
        for element, is_open in turned(row.plan).items():
            ElementPosition.objects.create(
                tenant_id=by.tenant, network=row.network, element=element, is_open=is_open, outage=row, actor=by.code, at=at
            )
        step(row, State.BEGUN, expected_end=last.expected_end, note=last.note, by=by, at=at)


def change_outage(outage_id: int, *, expected_end: datetime | None, note: str, by: Clerk | Rule, at: datetime) -> None:
    """Another end or other words. Raises EndsBeforeItBegins, CannotFollow, NotFound."""
    with writing(by):
        row, _ = locked(outage_id, State.CHANGED, by)
        require_order(row.begins_at, expected_end)
        step(row, State.CHANGED, expected_end=expected_end, note=note, by=by, at=at)


def end_outage(outage_id: int, *, by: Clerk | Rule, at: datetime) -> None:
    """Repaired: what it turned stands again as it stood, but for what another outage that lasts needs as it is.

    Raises StillBuiltOn, MovedMeanwhile, NoState, CannotFollow, NotFound.
    """
    checked = check_way_back(outage_id, by=by, at=at)
    with writing(by):
        row, _ = locked(outage_id, State.ENDED, by)
        hold_positions(row, by)
        if checked is not None and queries.turned(by, row.network) != checked:
            raise MovedMeanwhile
        row.positions.filter(undone_at=None).update(undone_at=at)
        step(row, State.ENDED, expected_end=None, note="", by=by, at=at)


def withdraw_outage(outage_id: int, *, by: Clerk | Rule, at: datetime) -> None:
    """It will not happen. Raises CannotFollow, NotFound."""
    with writing(by):
        row, _ = locked(outage_id, State.WITHDRAWN, by)
        step(row, State.WITHDRAWN, expected_end=None, note="", by=by, at=at)


def require_same_grid(row: Outage, by: Clerk | Rule) -> None:
    """A plan of switchings holds for the positions and the revision it was computed on. Raises PlanOutdated."""
    if "basis" not in row.plan:
        return
    now = {"positions": queries.positions(by, row.network), "revision": queries.in_force(by, row.network).number}
    if now != row.plan["basis"]:
        raise PlanOutdated


def hold_positions(row: Outage, by: Clerk | Rule) -> None:
    """Who turns something in a network does it alone: what was read before is still so until the transaction ends."""
    if needs_two(row.plan):
        Grid.objects.visible_to(by).select_for_update().filter(network=row.network).first()


def require_order(begins_at: datetime, expected_end: datetime | None) -> None:
    """Raises EndsBeforeItBegins."""
    if expected_end is not None and expected_end <= begins_at:
        raise EndsBeforeItBegins


def locked(outage_id: int, wanted: State, by: Clerk | Rule) -> tuple[Outage, OutageStep]:
    """The row held, with its latest step, if it may become that. Raises CannotFollow, NotFound."""
    row = Outage.objects.visible_to(by).select_for_update().filter(pk=outage_id).first()
    if row is None:
        raise NotFound
    steps = list(row.steps.order_by("pk"))
    has_begun = any(one.state == State.BEGUN for one in steps)
    if not may_follow(State(steps[-1].state), wanted, has_begun=has_begun):
        raise CannotFollow
    return row, steps[-1]


def step(row: Outage, state: State, *, expected_end: datetime | None, note: str, by: Clerk | Rule, at: datetime) -> None:
    """One row and its event."""
    made = OutageStep.objects.create(
        tenant_id=row.tenant_id, outage=row, state=state, expected_end=expected_end, note=note.strip()[:300], actor=by.code, at=at
    )
    event = OutageMoved(tenant=row.tenant_id, outage_id=row.pk, step_id=made.pk, kommune=row.kommune, network=row.network, state=state)
    publish(event, by=by, at=at)

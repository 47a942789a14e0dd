"""Outages as the public may see them, and as the operator does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from glueckauf.cities.queries import operators
from glueckauf.cities.rules.schema import OperatorData
from glueckauf.core.clock import BERLIN
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.engine.spelling import alike, spelled
from glueckauf.supply.models import ElementPosition, Outage, OutageStep
from glueckauf.supply.rules import in_force as effects
from glueckauf.supply.rules.outages import CAUSES, OPEN, PUBLIC, WORDS, State, concerns, in_words
from glueckauf.supply.rules.public_outage import PublicOutage, PublicStep

HISTORY = timedelta(days=30)
PLANNED_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicOutages:
    """Of a city: now, soonest end first; announced; over, latest first."""

    now: tuple[PublicOutage, ...]
    planned: tuple[PublicOutage, ...]
    over: tuple[PublicOutage, ...]
    meant: str = ""  # a street that is concerned, where the one asked for is not and is spelled alike

    @property
    def now_count(self) -> int:
        """Numbers of the announced ones go on from here."""
        return len(self.now)


def public_outages(kommune: str, *, street: str = "", at: datetime) -> PublicOutages:
    """Of all operators of the city. `street`: only those that concern it."""
    found = [one for operator in operators_of(kommune) for one in of_operator(operator, kommune, at)]
    meant = ""
    if street.strip():
        meant = alike(spelled(street), (str(row["street"]) for one in found if one.state in OPEN for row in one.streets))
        found = [one for one in found if concerns(one.streets, spelled(street))]
    is_open = [one for one in found if one.state in OPEN]
    return PublicOutages(
        now=tuple(sorted((one for one in is_open if one.has_begun(at)), key=lambda one: (one.expected_end or at, one.id))),
        planned=tuple(sorted((one for one in is_open if not one.has_begun(at)), key=lambda one: (one.begins_at, one.id))),
        over=tuple(sorted((one for one in found if one.state is State.ENDED), key=lambda one: (one.begins_at, one.id), reverse=True)),
        meant="" if is_open else meant,
    )


def operators_of(kommune: str) -> tuple[OperatorData, ...]:
    """All that serve the city."""
    return tuple(one for one in operators() if any(served.kommune == kommune for served in one.serves))


def of_operator(operator: OperatorData, kommune: str, at: datetime) -> Iterable[PublicOutage]:
    """Public ones of the last month and all that are open."""
    by = Rule(tenant=operator.key, name="public")
    with reading(by):
        rows = Outage.objects.visible_to(by).filter(kommune=kommune, begins_at__range=(at - 12 * HISTORY, at + PLANNED_AHEAD))
        found = [shown(row, operator) for row in rows.prefetch_related("steps").order_by("-begins_at")[:500]]
    for one in found:
        if one is not None and (one.state in OPEN or (one.ended_at is not None and one.ended_at > at - HISTORY)):
            yield one


def shown(row: Outage, operator: OperatorData) -> PublicOutage | None:
    """None while only the operator may see it."""
    steps = sorted(row.steps.all(), key=lambda one: one.pk)
    state = State(steps[-1].state)
    if state not in PUBLIC or not row.streets:  # a switching nobody is dark by concerns nobody
        return None
    return PublicOutage(
        id=row.pk,
        operator=operator.full_name,
        kommune=row.kommune,
        network=row.network,
        kind=row.kind,
        cause=row.cause,
        streets=tuple(row.streets),
        houses=len(row.addresses),
        is_synthetic=row.is_synthetic,
        begins_at=row.begins_at,
        expected_end=steps[-1].expected_end,
        ended_at=steps[-1].at if state is State.ENDED else None,
        note=steps[-1].note,
        state=state,
        history=tuple(step_of(one) for one in steps if one.state in PUBLIC),
    )


def step_of(row: OutageStep) -> PublicStep:
    """As it was said."""
    return PublicStep(state=State(row.state), expected_end=row.expected_end, note=row.note, at=row.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A valve or switch that another outage needs as it stands."""

    element: str
    is_open: bool
    outage_id: int
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOutage:
    """As the operator sees it. `mine`: the actor drafted it; `kept`: what stays turned when it ends, told of one outage only."""

    id: int
    kommune: str
    network: str
    kind: str
    cause_word: str
    where: tuple[str, ...]
    street_names: tuple[str, ...]
    addresses: tuple[tuple[str, str, str], ...]
    plan: Mapping[str, Any]
    is_synthetic: bool
    begins_at: datetime
    expected_end: datetime | None
    note: str
    state: State
    has_begun: bool
    mine: bool
    steps: tuple[OutageStep, ...]
    shut: tuple[str, ...]
    moved: tuple[tuple[str, bool], ...]
    kept: tuple[Kept, ...] = ()


def desk_outages(actor: Clerk | Rule, network: str, *, at: datetime) -> tuple[DeskOutage, ...]:
    """All that are not over, and those of the last month; drafts first, then what is open."""
    with reading(actor):
        rows = Outage.objects.visible_to(actor).filter(network=network, at__gt=at - 12 * HISTORY)
        found = [desk(row, actor) for row in rows.prefetch_related("steps", "positions").order_by("-at")[:200]]
    order = [State.BEGUN, State.CHANGED, State.DRAFTED, State.ANNOUNCED, State.ENDED, State.WITHDRAWN]
    kept = [one for one in found if one.state not in (State.ENDED, State.WITHDRAWN) or one.steps[-1].at > at - HISTORY]
    return tuple(sorted(kept, key=lambda one: (order.index(one.state), -one.id)))


def desk_outage(actor: Clerk | Rule, outage_id: int) -> DeskOutage:
    """Raises NotFound."""
    with reading(actor):
        row = Outage.objects.visible_to(actor).prefetch_related("steps", "positions").filter(pk=outage_id).first()
        if row is None:
            raise NotFound
        return replace(desk(row, actor), kept=kept_of(row, actor))


def kept_of(row: Outage, actor: Clerk | Rule) -> tuple[Kept, ...]:
    """With where the other outage is: its streets, or the cable it is about."""
    if all(one.undone_at is not None for one in row.positions.all()):
        return ()
    stay = effects.kept(turned(actor, row.network), row.pk)
    others = Outage.objects.visible_to(actor).in_bulk([one.cause for one in stay])
    return tuple(Kept(element=one.element, is_open=one.is_open, outage_id=one.cause, where=place_of(others[one.cause])) for one in stay)


def place_of(row: Outage) -> str:
    """As a link says it."""
    return ", ".join(map(in_words, row.streets)) or (f"Kabel {row.plan['line']}" if row.plan.get("line") else "ohne Straße")


def desk(row: Outage, actor: Clerk | Rule) -> DeskOutage:
    """With its steps."""
    steps = sorted(row.steps.all(), key=lambda one: one.pk)
    return DeskOutage(
        id=row.pk,
        kommune=row.kommune,
        network=row.network,
        kind=row.kind,
        cause_word=CAUSES.get(row.cause, row.cause),
        where=tuple(map(in_words, row.streets)),
        street_names=tuple(str(one["street"]) for one in row.streets),
        addresses=tuple((one[0], one[1], one[2]) for one in row.addresses),
        plan=row.plan,
        is_synthetic=row.is_synthetic,
        begins_at=row.begins_at,
        expected_end=steps[-1].expected_end,
        note=steps[-1].note,
        state=State(steps[-1].state),
        has_begun=any(one.state == State.BEGUN for one in steps),
        mine=row.actor == actor.code,
        steps=tuple(steps),
        shut=tuple(one.element for one in row.positions.all() if one.undone_at is None),
        moved=tuple((one.element, one.is_open) for one in row.positions.all() if one.undone_at is None),
    )


def turned(actor: Clerk | Rule, network: str) -> tuple[effects.Turned, ...]:
    """Valves and switches of outages that last, in the order in which these began."""
    with reading(actor):
        rows = ElementPosition.objects.visible_to(actor).filter(network=network, undone_at=None).order_by("pk")
        return tuple(effects.Turned(network=network, element=one.element, is_open=one.is_open, cause=one.outage_id) for one in rows)


def positions(actor: Clerk | Rule, network: str) -> dict[str, bool]:
    """Valves and switches that stand otherwise than the grid says, and whether they are open; of several the latest."""
    return effects.positions(turned(actor, network))


def switchings_that_last(actor: Clerk | Rule) -> tuple[DeskOutage, ...]:
    """Begun and not ended, with a plan of switchings."""
    with reading(actor):
        holding = ElementPosition.objects.visible_to(actor).filter(undone_at=None).values("outage")
        rows = Outage.objects.visible_to(actor).filter(network="power", pk__in=holding).prefetch_related("steps", "positions")
        return tuple(desk(row, actor) for row in rows.order_by("pk") if row.plan.get("line"))


def interruptions(actor: Clerk | Rule, year: int) -> list[tuple[str | int, ...]]:
    """Ended ones that began in that year (Berlin), as a table in German: network, kind, cause, start, end, minutes, connections."""
    first, last = datetime(year, 1, 1, tzinfo=BERLIN), datetime(year + 1, 1, 1, tzinfo=BERLIN)
    with reading(actor):
        rows = list(
            Outage.objects.visible_to(actor)
            .filter(begins_at__gte=first, begins_at__lt=last)
            .prefetch_related("steps")
            .order_by("begins_at")
        )
    found: list[tuple[str | int, ...]] = []
    for row in rows:
        end = next((step.at for step in row.steps.all() if step.state == State.ENDED), None)
        if end is None:
            continue
        minutes = round((end - row.begins_at).total_seconds() / 60)
        kind = "geplant" if row.kind == "planned" else "ungeplant"
        moments = (f"{at.astimezone(BERLIN):%d.%m.%Y %H:%M}" for at in (row.begins_at, end))
        found.append(
            (WORDS[row.network], kind, CAUSES[row.cause], *moments, minutes, len(row.addresses), "ja" if row.is_synthetic else "nein")
        )
    return found

"""Trenches: which grids a city's streets have, what else is dug there, and what an operator sees of a trench."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from glueckauf.cities.queries import kommune as city_of
from glueckauf.core.clock import BERLIN
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.models import Trench
from glueckauf.supply.queries.grids import InForce, NoGrid, grids_of, in_force
from glueckauf.supply.queries.outages import operators_of, public_outages
from glueckauf.supply.rules.rings import Ring
from glueckauf.supply.rules.trench import COUNTS, REOPEN_DAYS, STATE_WORDS, WORDS, Other, Planned, State

OVER = timedelta(days=90)  # how long the desk lists a trench that is filled again or given up
MOST_LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """One network below a city's streets. `operator`: key and name, empty where nobody is known; `grid`: None without a model."""

    network: str
    tenant: str
    operator: str
    grid: InForce | None


def below(kommune: str) -> tuple[Below, ...]:
    """All four networks, each with all who run it there. A city may run its own."""
    found = [one for operator in operators_of(kommune) for one in of_owner(operator.key, operator.full_name, served(operator, kommune))]
    found += of_owner(kommune, city_of(kommune).full_name, set())
    here = {one.network for one in found}
    found += [Below(network=network, tenant="", operator="", grid=None) for network in WORDS if network not in here]
    order = list(WORDS)
    return tuple(sorted(found, key=lambda one: (order.index(one.network), one.operator)))


def served(operator: object, kommune: str) -> set[str]:
    """Networks its folder names for the city."""
    return {str(network) for one in getattr(operator, "serves", ()) if one.kommune == kommune for network in one.networks}


def of_owner(tenant: str, name: str, runs: set[str]) -> Iterator[Below]:
    """What it runs, and what it has a grid of."""
    by = Rule(tenant=tenant, name="supply")
    for network in runs | set(grids_of(by)):
        try:
            grid: InForce | None = in_force(by, network)
        except NoGrid:
            grid = None
        yield Below(network=network, tenant=tenant, operator=name, grid=grid)


def others(by: Rule, *, vorgang_id: int, begins: date, ends: date) -> tuple[Other, ...]:
    """Trenches of the city that are dug, or may be, at that time or within months of it."""
    reopen = timedelta(days=REOPEN_DAYS)
    with reading(by):
        rows = Trench.objects.visible_to(by).filter(kommune=by.tenant, state__in=COUNTS).exclude(vorgang_id=vorgang_id)
        found = list(rows.filter(begins__lte=ends + reopen, ends__gte=begins - reopen).order_by("begins", "pk")[:MOST_LISTED])
    return tuple(
        Other(
            state=State(row.state),
            street=row.street,
            first=row.house_first,
            last=row.house_last,
            ring=ring_of(row),
            begins=row.begins,
            ends=row.ends,
        )
        for row in found
    )


def knows(by: Rule, vorgang_id: int) -> bool:
    """Whether a Vorgang of the city is a trench at all."""
    with reading(by):
        return Trench.objects.visible_to(by).filter(kommune=by.tenant, vorgang_id=vorgang_id).exists()


def planned(kommune: str, *, street: str, at: datetime) -> tuple[Planned, ...]:
    """Outages operators announced in that street."""
    found = public_outages(kommune, street=street, at=at)
    return tuple(
        Planned(
            network=one.network,
            begins=one.begins_at.astimezone(BERLIN).date(),
            ends=one.expected_end.astimezone(BERLIN).date() if one.expected_end else None,
        )
        for one in (*found.now, *found.planned)
    )


def ring_of(row: Trench) -> Ring:
    """Of its corners."""
    return tuple((float(point[0]), float(point[1])) for point in row.ring)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTrench:
    """As the operator sees it. `networks`: network, word, sections, metres, customers."""

    id: int
    kommune: str
    city: str
    number: str
    where: str
    ring: Ring
    is_drawn: bool
    networks: tuple[dict[str, object], ...]
    begins: date
    ends: date
    state: State
    word: str
    at: datetime
    steps: tuple[tuple[str, datetime], ...]


def desk_trenches(actor: Clerk | Rule, *, today: date) -> tuple[DeskTrench, ...]:
    """Of its own networks: those that count by their first day, then what was given up or is filled again, of three months."""
    with reading(actor):
        rows = Trench.objects.visible_to(actor).exclude(networks=[]).filter(ends__gte=today - OVER)
        found = [desk(row) for row in rows.prefetch_related("steps").order_by("begins", "pk")[:MOST_LISTED]]
    return tuple(sorted(found, key=lambda one: (one.state not in COUNTS or one.ends < today, one.begins, one.id)))


def desk_trench(actor: Clerk | Rule, trench_id: int) -> DeskTrench:
    """Raises NotFound, also for a row without a network of the actor's."""
    with reading(actor):
        row = Trench.objects.visible_to(actor).prefetch_related("steps").filter(pk=trench_id).first()
        if row is None or not row.networks:
            raise NotFound
        return desk(row)


def desk(row: Trench) -> DeskTrench:
    """In words."""
    steps = sorted(row.steps.all(), key=lambda one: one.pk)
    return DeskTrench(
        id=row.pk,
        kommune=row.kommune,
        city=city_of(row.kommune).name,
        number=row.number,
        where=row.where,
        ring=ring_of(row),
        is_drawn=row.is_drawn,
        networks=tuple({**one, "word": WORDS[one["network"]]} for one in row.networks),
        begins=row.begins,
        ends=row.ends,
        state=State(row.state),
        word=STATE_WORDS[State(row.state)],
        at=row.at,
        steps=tuple((STATE_WORDS[State(step.state)], step.at) for step in steps),
    )

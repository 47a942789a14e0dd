"""What lies where somebody wants to dig: asked of every operator of the city, each in its own scope; told to the city in numbers only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from glueckauf.core.db import writing
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Rule
from glueckauf.supply import queries
from glueckauf.supply.events import TrenchMoved
from glueckauf.supply.models import Trench, TrenchStep
from glueckauf.supply.providers import engine
from glueckauf.supply.queries import WITHOUT_ENGINE, Below
from glueckauf.supply.rules import trench as rules
from glueckauf.supply.rules.rings import Ring, near
from glueckauf.supply.rules.trench import Kind, Lies, State
from glueckauf.vorgaenge import queries as vorgaenge


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """`ring` empty: nobody knows where it is. `is_elsewhere`: the area somebody drew does not lie at the houses that are named."""

    ring: Ring
    is_elsewhere: bool
    found: tuple[Lies, ...]
    clashes: tuple[str, ...]


def look_into_trench(vorgang_id: int, *, trench: rules.Trench, by: Rule, at: datetime) -> Looked:
    """`by`: a rule of the city. Each operator with lines there keeps a row of its own. Safe to repeat; an example (0) leaves no trace."""
    below = queries.below(by.tenant)
    ring, problem = (trench.ring, Kind.LIES) if trench.ring else along_street(trench, below)
    found = tuple(seen(one, ring, problem) for one in below)
    if vorgang_id:
        keep(vorgang_id, trench, ring, below, found, by=by, at=at)
    others = queries.other_trenches(by, vorgang_id=vorgang_id, begins=trench.begins, ends=trench.ends)
    planned = queries.planned_outages(by.tenant, street=trench.street, at=at)
    return Looked(
        ring=ring, is_elsewhere=is_elsewhere(trench, below), found=found, clashes=tuple(rules.clashes(trench, ring, others, planned))
    )


def is_elsewhere(trench: rules.Trench, below: Sequence[Below]) -> bool:
    """Whether the area is drawn far from the houses named; False where no grid knows these."""
    strip = along_street(trench, below)[0] if trench.ring else ()
    return bool(strip) and not near(trench.ring, strip, rules.ELSEWHERE_M)


def along_street(trench: rules.Trench, below: Sequence[Below]) -> tuple[Ring, Kind]:
    """As the first grid has it that knows these houses; without one, why."""
    problem = Kind.NO_PLACE
    for one in below:
        if one.grid is None:
            continue
        try:
            ring = queries.ask_ground("stretch", one.grid, one.network, place=trench.stretch())["ring"]
        except engine.NoAnswer:
            continue
        except WITHOUT_ENGINE:
            problem = Kind.DOWN
            continue
        return tuple((float(x), float(y)) for x, y in ring), Kind.LIES
    return (), problem


def seen(one: Below, ring: Ring, problem: Kind) -> Lies:
    """Of one network."""
    if one.grid is None:
        return Lies(network=one.network, operator=one.operator, kind=Kind.NO_MODEL if one.operator else Kind.NO_OPERATOR)
    kind = problem
    if ring:
        try:
            found = queries.look_below(one.grid, one.network, ring)
            return rules.lies(one.network, one.operator, found, revision=one.grid.number, is_synthetic=one.grid.is_synthetic)
        except (engine.NoAnswer, *WITHOUT_ENGINE):
            kind = Kind.DOWN
    return Lies(network=one.network, operator=one.operator, kind=kind, revision=one.grid.number, is_synthetic=one.grid.is_synthetic)


def keep(
    vorgang_id: int, trench: rules.Trench, ring: Ring, below: Sequence[Below], found: Sequence[Lies], *, by: Rule, at: datetime
) -> None:
    """A row for the city, and one for each operator with lines in it; who has none any more is told that it lies elsewhere now."""
    standing = vorgaenge.standing(by, vorgang_id)
    if standing is None:
        return
    lying: dict[str, list[dict[str, Any]]] = {tenant: [] for tenant in (by.tenant, *(one.tenant for one in below)) if tenant}
    for one, told in zip(below, found, strict=True):
        if told.kind is Kind.LIES:
            row = {"network": one.network, "sections": told.sections, "metres": told.metres, "customers": told.customers}
            lying[one.tenant].append(row | {"synthetic": told.is_synthetic})
    first, last = rules.numbers(trench)
    values = {
        "number": standing.number,
        "street": trench.street,
        "house_first": first,
        "house_last": last,
        "where": trench.where[:160],
        "ring": [list(point) for point in ring],
        "is_drawn": bool(trench.ring),
        "begins": trench.begins,
        "ends": trench.ends,
    }
    for tenant, networks in lying.items():
        owner = Rule(tenant=tenant, name=by.name)
        write(vorgang_id, values | {"networks": networks}, kommune=by.tenant, is_city=tenant == by.tenant, by=owner, at=at)
    settle_trench(vorgang_id, by=by, at=at)


def write(vorgang_id: int, values: dict[str, Any], *, kommune: str, is_city: bool, by: Rule, at: datetime) -> None:
    """One row, in the scope of its owner."""
    with writing(by):
        row = Trench.objects.visible_to(by).select_for_update().filter(kommune=kommune, vorgang_id=vorgang_id).first()
        if row is None and not values["networks"] and not is_city:
            return
        if row is None:
            made = Trench(tenant_id=by.tenant, kommune=kommune, vorgang_id=vorgang_id, state="", at=at, **values)
            Trench.objects.bulk_create([made], ignore_conflicts=True)  # two checks at once: one row
            row = Trench.objects.visible_to(by).select_for_update().get(kommune=kommune, vorgang_id=vorgang_id)
        if not values["networks"] and not is_city:
            take_step(row, State.MOVED, cause="corrected", by=by, at=at)
            return
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        if row.state in ("", State.MOVED):
            take_step(row, State.PENDING, cause="check", by=by, at=at)


def settle_trench(vorgang_id: int, *, by: Rule, at: datetime) -> None:
    """Brings all rows in line with what became of the Vorgang; with a deleted one they go. `by`: a rule of the city. Safe to repeat."""
    if not queries.knows_trench(by, vorgang_id):
        return
    standing = vorgaenge.standing(by, vorgang_id)
    owners = {by.tenant, *(operator.key for operator in queries.operators_of(by.tenant))}
    for tenant in sorted(owners):
        owner = Rule(tenant=tenant, name=by.name)
        with writing(owner):
            row = Trench.objects.visible_to(owner).select_for_update().filter(kommune=by.tenant, vorgang_id=vorgang_id).first()
            if row is None:
                continue
            if standing is None:
                row.delete()
            elif row.state != State.MOVED:
                take_step(row, state_of(standing), cause="decision", by=owner, at=at)


def state_of(standing: vorgaenge.Standing) -> State:
    """As the Vorgang stands."""
    if standing.is_withdrawn:
        return State.WITHDRAWN
    if standing.is_refused:
        return State.REFUSED
    return State.GRANTED if standing.is_granted else State.PENDING


def take_step(row: Trench, state: State, *, cause: str, by: Rule, at: datetime) -> None:
    """A row and an event, unless that is where it stands. The caller holds the row."""
    if row.state == state:
        return
    row.state = state
    row.save(update_fields=["state"])
    TrenchStep.objects.create(tenant_id=row.tenant_id, trench=row, state=state, cause=cause, actor=by.code, at=at)
    event = TrenchMoved(tenant=row.tenant_id, trench_id=row.pk, vorgang_id=row.vorgang_id, kommune=row.kommune, state=state, cause=cause)
    publish(event, by=by, at=at)

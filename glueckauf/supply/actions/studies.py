"""Studies of a whole grid: planned and started by a person, cancelled and resumed. Who computes them: drive.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply import queries
from glueckauf.supply.actions.study_waits import end_wait
from glueckauf.supply.events import StudyMoved
from glueckauf.supply.models import Study, StudyStep, StudyTurn
from glueckauf.supply.providers.engine import FileRefused, NoAnswer
from glueckauf.supply.providers.studies.machine import planner
from glueckauf.supply.queries import InForce
from glueckauf.supply.rules.devices import Kind as DeviceKind
from glueckauf.supply.rules.devices import as_asked
from glueckauf.supply.rules.network_words import no_answer
from glueckauf.supply.rules.studies import MOST_OPEN, MOST_PARTS, MOVES, NETWORK, Kind, State, lasting

PLAN_S = 60.0


class NoStudy(Refused):
    """`reason` says why; nothing was started."""

    text = "{reason} Es wurde nichts begonnen."


class StudyCannot(Refused):
    """Somebody else was faster, or it is over."""

    text = "Diese Studie steht inzwischen anders. Laden Sie die Seite neu."


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What would be computed. `seconds` of one core, as far as experience goes."""

    kind: Kind
    grid: InForce
    asked: Mapping[str, Any]
    about: Mapping[str, Any]
    parts: tuple[Mapping[str, Any], ...]
    seconds: float

    @property
    def lasts(self) -> str:
        """In words."""
        return lasting(self.seconds)


def plan_study(kind: Kind, *, asked: Mapping[str, Any], by: Clerk | Rule) -> Planned:
    """On the revision in force. Writes nothing. Raises NoStudy, NoGrid."""
    grid = queries.in_force(by, NETWORK[kind])
    whole = dict(asked) | ({"promised": promised(by)} if kind is Kind.HOSTING else {})
    try:
        found = planner.ask("plan", {"kind": kind, "limits": grid.limits, "asked": whole}, queries.files_of(grid), within_s=PLAN_S).values
    except (NoAnswer, FileRefused) as error:
        raise NoStudy(reason=no_answer(getattr(error, "code", type(error).__name__))) from error
    except queries.WITHOUT_ENGINE as error:
        raise NoStudy(reason=queries.SILENT) from error
    parts = tuple(found["parts"])
    if not parts:
        raise NoStudy(reason="In diesem Netzmodell gibt es dafür nichts zu rechnen.")
    if len(parts) > MOST_PARTS:
        raise NoStudy(reason=f"Das wären {len(parts)} Teile; mehr als {MOST_PARTS} nimmt die Anlage nicht an.")
    seconds = sum(float(one["weight"]) for one in parts) * queries.seconds_for(by, kind)
    return Planned(kind=kind, grid=grid, asked=whole, about=found["about"], parts=parts, seconds=seconds)


def promised(by: Clerk | Rule) -> list[dict[str, Any]]:
    """Every device that has room in the grid already, at its node."""
    return [as_asked(DeviceKind(one.kind), one.node, one.power_kw, one.least_kw) for one in queries.promised(by, "power") if one.node]


def start_study(planned: Planned, *, by: Clerk | Rule, at: datetime) -> int:
    """Its id; computed soon. Raises NoStudy where too many run already."""
    with writing(by):
        if StudyTurn.objects.filter(tenant=by.tenant).count() >= MOST_OPEN:
            raise NoStudy(reason=f"Es laufen schon {MOST_OPEN} Studien.")
        row = Study.objects.create(
            tenant_id=by.tenant,
            kind=planned.kind,
            revision_id=planned.grid.revision_id,
            asked=dict(planned.asked),
            about=dict(planned.about),
            parts=list(planned.parts),
            actor=by.code,
            at=at,
        )
        step(row, State.STARTED, by=by, at=at)
        StudyTurn.objects.create(study=row, tenant=by.tenant, until=at)
    return row.pk


def cancel_study(study_id: int, *, by: Clerk | Rule, at: datetime) -> None:
    """Stops soon; what is finished stays. Raises NotFound, StudyCannot."""
    with writing(by):
        row = follow(study_id, State.CANCELLED, by=by)
        StudyTurn.objects.filter(study=row).delete()
        end_wait(row.pk, by=by, at=at)
        step(row, State.CANCELLED, by=by, at=at)


def resume_study(study_id: int, *, by: Clerk | Rule, at: datetime) -> None:
    """Goes on with the parts that are missing. Raises NotFound, StudyCannot."""
    with writing(by):
        row = follow(study_id, State.RESUMED, by=by)
        StudyTurn.objects.create(study=row, tenant=by.tenant, until=at)
        step(row, State.RESUMED, by=by, at=at)


def follow(study_id: int, state: State, *, by: Clerk | Rule) -> Study:
    """The row, held, if this may come next. Raises NotFound, StudyCannot."""
    row = Study.objects.visible_to(by).select_for_update().filter(pk=study_id).first()
    if row is None:
        raise NotFound
    last = StudyStep.objects.visible_to(by).filter(study=row).order_by("-pk").first()
    if last is None or state not in MOVES[State(last.state)]:
        raise StudyCannot
    return row


def step(row: Study, state: State, *, by: Clerk | Rule, at: datetime, reason: str = "") -> None:
    """Inside the caller's transaction."""
    StudyStep.objects.create(tenant_id=by.tenant, study=row, state=state, reason=reason[:60], actor=by.code, at=at)
    publish(StudyMoved(tenant=by.tenant, study_id=row.pk, kind_of=row.kind, state=state), by=by, at=at)

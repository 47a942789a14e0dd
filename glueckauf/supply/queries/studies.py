"""Studies: the list, one with its progress, its rows. Everything a page shows is counted here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Subquery, Sum

from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.models import Study, StudyPart, StudyResult, StudyStep, StudyWait
from glueckauf.supply.rules.studies import RUNS, SECONDS, Kind, State, Waits, lasting

LISTED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyLine:
    """One line of the list. `waits_for`: nobody can compute it since `waits_since`."""

    id: int
    kind: Kind
    state: State
    at: datetime
    done: int
    parts: int
    revision: int
    is_synthetic: bool
    asked: Mapping[str, Any]
    waits_for: Waits | None
    waits_since: datetime | None

    @property
    def is_running(self) -> bool:
        """Or waits for somebody to compute it."""
        return self.state in RUNS

    @property
    def percent(self) -> int:
        """Of the parts."""
        return 100 * self.done // self.parts if self.parts else 100


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """What became of it."""

    state: State
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPage(StudyLine):
    """One study. `left_s`: seconds of one core, None before the first part. `solvers`, `runners`: of the finished parts."""

    about: Mapping[str, Any]
    network: str
    profile_year: str
    steps: tuple[StepLine, ...]
    left_s: float | None
    spent_s: float
    solvers: tuple[str, ...]
    runners: tuple[str, ...]

    @property
    def left(self) -> str:
        """In words; empty before the first part."""
        return "" if self.left_s is None else lasting(self.left_s)

    @property
    def spent(self) -> str:
        """In words; empty before the first part."""
        return lasting(self.spent_s) if self.spent_s else ""


def studies(actor: Clerk | Rule) -> tuple[StudyLine, ...]:
    """The latest first."""
    with reading(actor):
        last = StudyStep.objects.visible_to(actor).filter(study=OuterRef("pk")).order_by("-pk").values("state")[:1]
        rows = Study.objects.visible_to(actor).select_related("revision").annotate(state=Subquery(last), finished=Count("done"))
        found = list(rows.order_by("-at", "-pk")[:LISTED])
        waiting = {wait.study_id: wait for wait in StudyWait.objects.visible_to(actor).filter(ended_at=None, study__in=found)}
        return tuple(line(row, waiting.get(row.pk)) for row in found)


def line(row: Any, wait: StudyWait | None) -> StudyLine:
    """As values."""
    return StudyLine(**of_row(row, row.state, row.finished, wait))


def of_row(row: Study, state: str, done: int, wait: StudyWait | None) -> dict[str, Any]:
    """What list and page share."""
    return {
        "id": row.pk,
        "kind": Kind(row.kind),
        "state": State(state),
        "at": row.at,
        "done": done,
        "parts": len(row.parts),
        "revision": row.revision.number,
        "is_synthetic": row.revision.is_synthetic,
        "asked": {name: value for name, value in row.asked.items() if name != "promised"},
        "waits_for": Waits(wait.reason) if wait else None,
        "waits_since": wait.at if wait else None,
    }


def study(actor: Clerk | Rule, study_id: int) -> StudyPage:
    """Raises NotFound, for a study of somebody else too."""
    with reading(actor):
        row = Study.objects.visible_to(actor).select_related("revision__grid").filter(pk=study_id).first()
        if row is None:
            raise NotFound
        steps = list(StudyStep.objects.visible_to(actor).filter(study=row).order_by("pk"))
        wait = StudyWait.objects.visible_to(actor).filter(study=row, ended_at=None).first()
        parts = StudyPart.objects.visible_to(actor).filter(study=row)
        numbers, spent = list(parts.values_list("number", flat=True)), parts.aggregate(all=Sum("seconds"))["all"] or 0.0
        names = [list(parts.order_by(name).values_list(name, flat=True).distinct()) for name in ("solver", "runner")]
    weights = [float(one["weight"]) for one in row.parts]
    done = sum(weights[number] for number in numbers)
    return StudyPage(
        **of_row(row, steps[-1].state, len(numbers), wait),
        about=row.about,
        network=row.revision.grid.network,
        profile_year=row.revision.profile_year,
        steps=tuple(StepLine(state=State(one.state), reason=one.reason, at=one.at) for one in steps),
        left_s=spent / done * (sum(weights) - done) if done and spent else None,
        spent_s=spent,
        solvers=tuple(names[0]),
        runners=tuple(names[1]),
    )


def study_rows(actor: Clerk | Rule, study_id: int) -> list[dict[str, Any]]:
    """Of a finished study, else none."""
    with reading(actor):
        found = StudyResult.objects.visible_to(actor).filter(study_id=study_id).values_list("rows", flat=True).first()
    return found or []


def seconds_for(actor: Clerk | Rule, kind: Kind) -> float:
    """Of one core for a unit of weight: as the operator's last finished study of this kind took, else as measured."""
    with reading(actor):
        finished = StudyStep.objects.visible_to(actor).filter(state=State.FINISHED, study__kind=kind).order_by("-pk").first()
        if finished is None:
            return SECONDS[kind]
        row = Study.objects.visible_to(actor).get(pk=finished.study_id)
        spent = StudyPart.objects.visible_to(actor).filter(study=row).aggregate(all=Sum("seconds"))["all"] or 0.0
    weight = sum(float(one["weight"]) for one in row.parts)
    return spent / weight if spent and weight else SECONDS[kind]

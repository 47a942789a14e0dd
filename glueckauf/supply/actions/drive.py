"""Computes studies: takes a turn, hands parts out, keeps each as soon as it comes. Killed at any moment it loses what was under way and
nothing else: the next one to take the turn computes what has no row.

A turn is a lease. Whoever holds it moves it on while parts come; who lost it (cancelled, or too slow) keeps nothing more.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from glueckauf.core.db import reading, writing
from glueckauf.core.files import StoreDown
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Rule
from glueckauf.supply import queries
from glueckauf.supply.actions.studies import step
from glueckauf.supply.actions.study_waits import end_wait, note_wait
from glueckauf.supply.engine.studies.merge import merged
from glueckauf.supply.models import Study, StudyPart, StudyResult, StudyTurn
from glueckauf.supply.providers.studies.backends import opened
from glueckauf.supply.providers.studies.machine import rest
from glueckauf.supply.providers.studies.run import Cluster, Done, NoWorkers, Run, RunnerDown, Work
from glueckauf.supply.rules.studies import Kind, State, Waits, worst_first

LEASE = timedelta(seconds=30)
SLICE = timedelta(seconds=20)  # then another study may have its turn
LOOK_S = 1.0  # between two looks whether somebody cancelled

log = structlog.get_logger("studies")
Clock = Callable[[], datetime]


class TurnLost(Exception):
    """Cancelled, or somebody else computes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One study for a while."""

    study_id: int
    tenant: str
    holder: str

    @property
    def by(self) -> Rule:
        """Who computes."""
        return Rule(tenant=self.tenant, name="supply.studies")


def take_turn(holder: str, *, at: datetime) -> Turn | None:
    """The study that waits longest and that nobody holds."""
    for study_id, tenant in StudyTurn.objects.filter(until__lte=at).order_by("until", "study_id").values_list("study_id", "tenant")[:10]:
        with writing(Scope(tenant=tenant)):
            taken = StudyTurn.objects.filter(study_id=study_id, until__lte=at).update(holder=holder, until=at + LEASE)
        if taken:
            return Turn(study_id=study_id, tenant=tenant, holder=holder)
    return None


def drive(holder: str, *, clock: Clock, cluster: Cluster | None = None, processes: int = 1) -> bool:
    """One turn of one study; False when none waits. `holder`: a name nobody else has."""
    turn = take_turn(holder, at=clock())
    if turn is None:
        if not StudyTurn.objects.exists():
            rest()
        return False
    try:
        computed(turn, clock=clock, cluster=cluster, processes=processes)
    except TurnLost:
        log.info("study_turn_lost", study=turn.study_id)
    except NoWorkers as error:
        wait_of(turn, Waits.WORKERS, error, clock())
    except RunnerDown as error:  # nobody computes: tried again when the lease is over
        wait_of(turn, Waits.ENGINE if cluster is None else Waits.SCHEDULER, error, clock())
    except (StoreDown, FileNotFoundError) as error:
        wait_of(turn, Waits.FILES, error, clock())
    return True


def wait_of(turn: Turn, reason: Waits, error: Exception, at: datetime) -> None:
    """Said where a person and the operator see it."""
    note_wait(turn.study_id, reason, by=turn.by, at=at, error=type(error).__name__)


def computed(turn: Turn, *, clock: Clock, cluster: Cluster | None, processes: int) -> None:
    """Until the slice is over and what was handed out is back, or the study ended."""
    study, waiting = missing(turn)
    if waiting:
        with opened(work_of(study, turn), cluster=cluster, processes=processes) as run:
            for done in handed_out(turn, run, waiting, clock=clock):
                if done.failed:
                    ended(turn, State.FAILED, reason=done.failed, at=clock())
                    return
                keep_part(turn, done, runner=run.name, at=clock())
    if not waiting:
        ended(turn, State.FINISHED, at=clock())
    else:
        renew(turn, until=clock())  # whoever waits longest is next


def missing(turn: Turn) -> tuple[Study, dict[int, Mapping[str, Any]]]:
    """The parts that have no row, by number. Raises TurnLost where the study is gone."""
    with reading(turn.by):
        study = Study.objects.visible_to(turn.by).select_related("revision").filter(pk=turn.study_id).first()
        if study is None:
            raise TurnLost
        kept = set(StudyPart.objects.visible_to(turn.by).filter(study=study).values_list("number", flat=True))
    return study, {number: part for number, part in enumerate(study.parts) if number not in kept}


def work_of(study: Study, turn: Turn) -> Work:
    """With the files of its revision. Raises StoreDown, FileNotFoundError."""
    revision = study.revision
    return Work(kind=study.kind, files=queries.files_of(revision), limits=revision.limits, asked=study.asked)


def handed_out(turn: Turn, run: Run, waiting: dict[int, Mapping[str, Any]], *, clock: Clock) -> Iterator[Done]:
    """Finished parts; they leave `waiting` when they come. Raises TurnLost, RunnerDown."""
    until, flying, order = clock() + SLICE, set[int](), iter(list(waiting))
    while True:
        while len(flying) < run.capacity and clock() < until and (number := next(order, None)) is not None:
            run.hand_in(number, waiting[number])
            flying.add(number)
        if not flying:
            return
        for done in run.collect(LOOK_S):
            flying.discard(done.number)
            yield done
            waiting.pop(done.number, None)
        renew(turn, until=clock() + LEASE)


def renew(turn: Turn, *, until: datetime) -> None:
    """Raises TurnLost."""
    with writing(turn.by):
        if not StudyTurn.objects.filter(study_id=turn.study_id, holder=turn.holder).update(until=until):
            raise TurnLost


def keep_part(turn: Turn, done: Done, *, runner: str, at: datetime) -> None:
    """Committed at once. Raises TurnLost."""
    with writing(turn.by):
        held(turn)
        end_wait(turn.study_id, by=turn.by, at=at)
        StudyPart.objects.create(
            tenant_id=turn.tenant,
            study_id=turn.study_id,
            number=done.number,
            rows=list(done.rows),
            solver=done.solver[:120],
            runner=runner,
            seconds=done.seconds,
            at=at,
        )


def held(turn: Turn) -> StudyTurn:
    """The row of the turn, locked, while it is ours. Raises TurnLost."""
    row = StudyTurn.objects.select_for_update().filter(study_id=turn.study_id, holder=turn.holder).first()
    if row is None:
        raise TurnLost
    return row


def ended(turn: Turn, state: State, *, at: datetime, reason: str = "") -> None:
    """The result is put together, the turn is over. Raises TurnLost."""
    with writing(turn.by):
        row = held(turn)
        study = Study.objects.visible_to(turn.by).get(pk=turn.study_id)
        if state is State.FINISHED:
            parts = StudyPart.objects.visible_to(turn.by).filter(study=study).order_by("number").values_list("rows", flat=True)
            rows = worst_first(Kind(study.kind), merged(row for part in parts for row in part))
            StudyResult.objects.create(tenant_id=turn.tenant, study=study, rows=rows)
        row.delete()
        end_wait(study.pk, by=turn.by, at=at)
        step(study, state, by=turn.by, at=at, reason=reason)


def forget_studies(before: datetime, *, by: Rule) -> int:
    """Those started before that day and not under way; how many."""
    with writing(by):
        old = Study.objects.visible_to(by).filter(at__lt=before, turn=None)
        return old.delete()[0]

"""What is asked of alarms that last: which series show them, by which detectors, and whether they count as calm."""

from dataclasses import dataclass

from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Rule
from glueckauf.telemetry.models import Alarm, Watch
from glueckauf.telemetry.rules.finding import Detector


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A series that shows an alarm, as a detector looks at it."""

    detector: Detector
    series_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LastingAlarm:
    """`shown`: none where no watched series shows it; `calm_id`: the row that says it is as usual again; `from_ms`: its begin, or when
    that was last taken back."""

    id: int
    detector: str
    onset_ms: int
    from_ms: int
    excess: float | None
    shown: tuple[Shown, ...]
    calm_id: int | None


def lasting_alarms(by: Rule) -> tuple[LastingAlarm, ...]:
    """All of the tenant but outages, which end by themselves. Three statements and one more an alarm."""
    with reading(by):
        rows = (
            Alarm.objects.visible_to(by)
            .filter(ended_at=None)
            .exclude(detector=Detector.LAST_GASP)
            .prefetch_related("members", "calms")
            .order_by("pk")
        )
        return tuple(lasting(row, by) for row in rows)


def lasting(row: Alarm, by: Rule) -> LastingAlarm:
    """One, with the watches of its members."""
    subjects = [member.subject for member in row.members.all()]
    watches = Watch.objects.visible_to(by).filter(ended_at=None, cause=row.cause, subject__in=subjects).exclude(series=None).order_by("pk")
    shown = tuple(Shown(detector=Detector(kind), series_id=pk) for kind, pk in watches.values_list("detector", "series_id"))
    taken_back = [round(calm.ended_at.timestamp() * 1000) for calm in row.calms.all() if calm.ended_at is not None]
    return LastingAlarm(
        id=row.pk,
        detector=row.detector,
        onset_ms=row.onset_ms,
        from_ms=max((row.onset_ms, *taken_back)),
        excess=row.excess,
        shown=shown,
        calm_id=next((calm.pk for calm in row.calms.all() if calm.ended_at is None), None),
    )

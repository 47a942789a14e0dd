"""Alarms as a desk shows them."""

from dataclasses import dataclass
from datetime import datetime

from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Actor
from glueckauf.telemetry.models import Alarm


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRow:
    """`acknowledged_by`, `ended_by`: codes of actors; empty: nobody yet. `calm_since_ms`: since when all is as usual again."""

    id: int
    detector: str
    cause: str
    subjects: tuple[str, ...]
    onset_ms: int
    excess: float | None
    unit: str
    raised_at: datetime
    acknowledged_by: str
    acknowledged_at: datetime | None
    ended_by: str
    ended_at: datetime | None
    calm_since_ms: int | None


def alarms(actor: Actor, *, ended: int = 50) -> tuple[AlarmRow, ...]:
    """All that last, the newest first, then so many that have ended."""
    with reading(actor):
        rows = Alarm.objects.visible_to(actor).select_related("acknowledgement").prefetch_related("members", "calms").order_by("-at", "-pk")
        found = [*rows.filter(ended_at=None), *rows.exclude(ended_at=None).order_by("-ended_at")[:ended]]
    return tuple(row_of(alarm) for alarm in found)


def alarm(actor: Actor, alarm_id: int) -> AlarmRow:
    """One. Raises NotFound, also for another tenant's."""
    with reading(actor):
        rows = Alarm.objects.visible_to(actor).select_related("acknowledgement").prefetch_related("members", "calms")
        found = rows.filter(pk=alarm_id).first()
        if found is None:
            raise NotFound
        return row_of(found)


def row_of(alarm: Alarm) -> AlarmRow:
    """One."""
    seen = getattr(alarm, "acknowledgement", None)
    return AlarmRow(
        id=alarm.pk,
        detector=alarm.detector,
        cause=alarm.cause,
        subjects=tuple(sorted(member.subject for member in alarm.members.all())),
        onset_ms=alarm.onset_ms,
        excess=alarm.excess,
        unit=alarm.unit,
        raised_at=alarm.at,
        acknowledged_by=seen.actor if seen else "",
        acknowledged_at=seen.at if seen else None,
        ended_by=alarm.ended_by,
        ended_at=alarm.ended_at,
        calm_since_ms=next((calm.since_ms for calm in alarm.calms.all() if calm.ended_at is None), None),
    )

"""How far the values of some series can be trusted: gaps since a moment, and clocks that run wrong now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Actor
from glueckauf.telemetry.models import ClockFault, Gap
from glueckauf.telemetry.queries.series import Fault
from glueckauf.telemetry.rules.keep import DAY_MS

MOST_GAPS = 5_000  # the newest; a series that fails all day still shows its latest ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """`gaps`: of a series, (from, to) in ms, the oldest first; to None: still silent. `faults`: of a device, the one that lasts."""

    gaps: Mapping[str, tuple[tuple[int, int | None], ...]]
    faults: Mapping[str, Fault]


def quality(actor: Actor, series: Iterable[str], *, from_ms: int) -> Quality:
    """Gaps that touch the time from `from_ms` on and began at most a day before it. Two statements."""
    with reading(actor):
        touching = (
            Gap.objects.visible_to(actor).filter(series__key__in=list(series), from_ms__gte=from_ms - DAY_MS).exclude(to_ms__lte=from_ms)
        )
        rows = list(touching.order_by("-from_ms").values_list("series__key", "from_ms", "to_ms")[:MOST_GAPS])
        lasting = list(ClockFault.objects.visible_to(actor).filter(until=None).select_related("device"))
    gaps: dict[str, tuple[tuple[int, int | None], ...]] = {}
    for key, begins, ends in reversed(rows):
        gaps[key] = (*gaps.get(key, ()), (begins, ends))
    faults = {r.device.key: Fault(device=r.device.key, kind=r.kind, offset_s=r.offset_s, since=r.since, until=None) for r in lasting}
    return Quality(gaps=gaps, faults=faults)

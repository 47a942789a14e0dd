"""What a detector found, ready to become an alarm, and when it is news."""

from dataclasses import dataclass
from enum import StrEnum


class Detector(StrEnum):
    """See engine/. BURST and DROP are one, above and below what is usual: a flow bursts, a pressure drops."""

    NIGHT_FLOW = "night_flow"
    CUSUM = "cusum"
    LAST_GASP = "last_gasp"
    BURST = "burst"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`subjects`: keys of series or devices; `found_ms`: the value that raised it."""

    detector: Detector
    cause: str
    subjects: tuple[str, ...]
    onset_ms: int
    found_ms: int
    excess: float | None = None
    unit: str = ""


def is_news(finding: Finding, last_ended_ms: int | None) -> bool:
    """What was found before the last alarm of this cause ended belongs to that one."""
    return last_ended_ms is None or finding.found_ms > last_ended_ms

"""What a device sent, line by line: a value to store, or the reason why not. Values in, values out."""

import math
import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

FUTURE_MS = 5 * 60_000
HOUR_MS = 3_600_000
ZONES_MS = (HOUR_MS, 2 * HOUR_MS)  # German local time sent as UTC is ahead by one of these
ZONE_SLACK_MS = 6 * 60_000
SECONDS = re.compile(r"-?\d{1,11}(\.\d{1,9})?", re.ASCII)
LONGEST_TIME = 40
LARGEST = 1e15  # sums of an hour must stay numbers
FARTHEST_S = 1e11  # seconds; milliseconds sent as seconds lie beyond


class Reason(StrEnum):
    """Why a value is not stored. The codes are part of the interface."""

    SHAPE = "shape"
    UNKNOWN_SERIES = "unknown_series"
    NOT_A_NUMBER = "not_a_number"
    NOT_FINITE = "not_finite"
    OUT_OF_RANGE = "out_of_range"
    NO_TIME = "no_time"
    NO_ZONE = "no_zone"
    WRONG_ZONE = "wrong_zone"
    FUTURE = "future"
    TOO_OLD = "too_old"
    CONTRADICTION = "contradiction"


SAID = {
    Reason.SHAPE: "Erwartet werden Reihe, Zeit und Wert.",
    Reason.UNKNOWN_SERIES: "Diese Reihe gibt es für dieses Gerät nicht.",
    Reason.NOT_A_NUMBER: "Der Wert ist keine Zahl.",
    Reason.NOT_FINITE: "Der Wert ist nicht endlich (NaN oder unendlich).",
    Reason.OUT_OF_RANGE: "Der Wert ist größer als jede Messgröße (über 10 hoch 15).",
    Reason.NO_TIME: "Die Zeit ist nicht lesbar. Erwartet wird ISO 8601 mit Zone, oder Sekunden seit 1970.",
    Reason.NO_ZONE: "Die Zeit nennt keine Zone. Ein Z oder +01:00 am Ende sagt, welche gilt.",
    Reason.WRONG_ZONE: "Die Zeit liegt um ganze Stunden in der Zukunft: vermutlich Ortszeit, als UTC gesendet.",
    Reason.FUTURE: "Die Zeit liegt mehr als fünf Minuten in der Zukunft. Die Uhr des Geräts geht vor.",
    Reason.TOO_OLD: "Der Wert ist älter, als Einzelwerte dieser Art aufbewahrt werden.",
    Reason.CONTRADICTION: "Zu dieser Zeit ist schon ein anderer Wert gespeichert; der erste gilt.",
}


class Raw(NamedTuple):
    """One line as it was sent. `reason` is set where not even its parts could be told apart."""

    line: int
    series: object
    at: object
    value: object
    reason: Reason | None = None


class Known(NamedTuple):
    """A series of the device. `keep_ms`: how long its single values are kept; `missed_ms`: a longer pause is a gap, 0 is no expectation;
    `latest_ms`: its newest value, None before the first."""

    id: int
    keep_ms: int
    missed_ms: int
    latest_ms: int | None = None

    def is_late(self, at_ms: int) -> bool:
        """Not after the newest: such a value may be there already."""
        return self.latest_ms is not None and at_ms <= self.latest_ms


class Value(NamedTuple):
    """One value to store."""

    line: int
    series_id: int
    at_ms: int
    value: float


class Refusal(NamedTuple):
    """One line that is not stored."""

    line: int
    reason: Reason


class Judged(NamedTuple):
    """`newest_ms`: the latest time any line named, stored or not; it tells how the clock of the device runs. None: no line had one."""

    values: list[Value]
    refusals: list[Refusal]
    newest_ms: int | None


def judge(raws: list[Raw], known: Mapping[str, Known], now_ms: int) -> Judged:
    """All lines, in their order."""
    values: list[Value] = []
    refusals: list[Refusal] = []
    newest: int | None = None
    for raw in raws:
        at_ms = moment(raw.at) if raw.reason is None else raw.reason
        if isinstance(at_ms, int) and (newest is None or at_ms > newest):
            newest = at_ms
        found = judge_one(raw, at_ms, known, now_ms)
        if isinstance(found, Value):
            values.append(found)
        else:
            refusals.append(Refusal(raw.line, found))
    return Judged(values, refusals, newest)


def judge_one(raw: Raw, at_ms: int | Reason, known: Mapping[str, Known], now_ms: int) -> Value | Reason:
    """One line; a foreign series looks like one that never was."""
    if raw.reason is not None:
        return raw.reason
    series = known.get(raw.series) if isinstance(raw.series, str) else None
    if series is None:
        return Reason.UNKNOWN_SERIES
    value = number(raw.value)
    if isinstance(value, Reason):
        return value
    if isinstance(at_ms, Reason):
        return at_ms
    return misplaced(at_ms, now_ms, series.keep_ms) or Value(raw.line, series.id, at_ms, value)


def number(given: object) -> float | Reason:
    """JSON's true is no 1, and a text is no number."""
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        return Reason.NOT_A_NUMBER
    try:
        value = float(given)
    except OverflowError:
        return Reason.NOT_FINITE
    if not math.isfinite(value):
        return Reason.NOT_FINITE
    return value if abs(value) <= LARGEST else Reason.OUT_OF_RANGE


def moment(given: object) -> int | Reason:
    """Milliseconds since 1970, of ISO 8601 with a zone or of seconds since 1970."""
    if isinstance(given, str):
        return moment_of_text(given)
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        return Reason.NO_TIME
    return moment_of_seconds(given)


def moment_of_text(given: str) -> int | Reason:
    """A time without a zone could be any of 26 hours."""
    if len(given) > LONGEST_TIME:
        return Reason.NO_TIME
    if SECONDS.fullmatch(given):
        return moment_of_seconds(float(given))
    try:
        found = datetime.fromisoformat(given)
        return Reason.NO_ZONE if found.tzinfo is None else round(found.timestamp() * 1000)
    except (ValueError, OverflowError):
        return Reason.NO_TIME


def moment_of_seconds(given: float) -> int | Reason:
    """NaN and what no calendar holds are no time."""
    if not -FARTHEST_S < given < FARTHEST_S:
        return Reason.FUTURE if given >= FARTHEST_S else Reason.NO_TIME
    return round(given * 1000)


def misplaced(at_ms: int, now_ms: int, keep_ms: int) -> Reason | None:
    """Outside of the time in which single values are taken."""
    if at_ms < now_ms - keep_ms:
        return Reason.TOO_OLD
    ahead = at_ms - now_ms
    if ahead <= FUTURE_MS:
        return None
    return Reason.WRONG_ZONE if any(abs(ahead - zone) <= ZONE_SLACK_MS for zone in ZONES_MS) else Reason.FUTURE

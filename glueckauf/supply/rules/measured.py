"""A measured value beside a computed one: in which unit, when, how good, and how far apart. They are told apart and never mixed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from glueckauf.supply.rules.alarms import SensorKind
from glueckauf.supply.rules.alarms import metres as in_metres
from glueckauf.supply.rules.numbers import decimal

BERLIN = ZoneInfo("Europe/Berlin")
QUARTER_MS = 900_000
FACTORS: Mapping[str, Mapping[str, float]] = {
    "bar": {"bar": 1.0, "mbar": 0.001, "kPa": 0.01},
    "kW": {"kW": 1.0, "W": 0.001, "MW": 1000.0},
    "m³/h": {"m³/h": 1.0, "l/s": 3.6, "l/min": 0.06},
}
PLACES = {"m": 1, "kW": 2, "m³/h": 1, "bar": 3}
KIND_WORDS = {SensorKind.INFLOW: "Zufluss", SensorKind.PRESSURE: "Druck", SensorKind.METER: "Leistung"}


class Grade(StrEnum):
    """How far a newest value can be trusted, the worst first."""

    NONE = "none"
    CLOCK = "clock"
    STALE = "stale"
    GAP = "gap"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What telemetry knows of a series. `gaps`: of today, (from, to) in ms. `clock_s`: seconds its clock runs ahead, 0: right."""

    at_ms: int | None
    is_silent: bool
    gaps: Sequence[tuple[int, int | None]]
    clock_s: float


def grade(heard: Heard, today: date) -> tuple[Grade, str]:
    """And in words."""
    if heard.at_ms is None:
        return Grade.NONE, "noch nichts gemessen"
    if heard.clock_s:
        return Grade.CLOCK, f"Uhr geht falsch, bis zu {abs(heard.clock_s):.0f} Sekunden {'vor' if heard.clock_s > 0 else 'nach'}"
    if heard.is_silent or instant(heard.at_ms).date() < today:
        return Grade.STALE, f"veraltet, stumm seit {clock_of(heard.at_ms, today)}"
    ended = [gap for gap in heard.gaps if gap[1] is not None]
    if ended:
        begins, ends = ended[-1]
        more = f" und {len(ended) - 1} weitere" if len(ended) > 1 else ""
        return Grade.GAP, f"Lücke {clock_of(begins, today)} bis {clock_of(ends or begins, today)}{more}"
    return Grade.FRESH, "frisch"


def instant(at_ms: int) -> datetime:
    """In Berlin."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(BERLIN)


def clock_of(at_ms: int, today: date) -> str:
    """18:15, and the day where it is another one."""
    at = instant(at_ms)
    return f"{at:%H:%M}" if at.date() == today else f"{at.day}.{at.month}. {at:%H:%M}"


def step_of(at_ms: int) -> int:
    """Quarter-hour of the day by the clock on the wall, as the desk counts its day."""
    at = instant(at_ms)
    return at.hour * 4 + at.minute // 15


def midnight_ms(today: date) -> int:
    """Its first moment."""
    return round(datetime(today.year, today.month, today.day, tzinfo=BERLIN).timestamp() * 1000)


def converted(value: float, unit: str, wanted: str) -> float | None:
    """None where the two cannot be compared."""
    if wanted == "m":
        return in_metres(value, unit)
    factor = FACTORS.get(wanted, {}).get(unit)
    return None if factor is None else value * factor


def shown(value: float | None, unit: str) -> str:
    """52,1 m."""
    return "ohne Wert" if value is None else f"{decimal(value, PLACES.get(unit, 2))} {unit}"


def apart(measured: float, computed: float, unit: str) -> str:
    """+0,3 m: measured less computed."""
    places = PLACES.get(unit, 2)
    text = decimal(abs(measured - computed), places)
    return f"unter {decimal(10.0**-places, places)} {unit}" if text == "0" else f"{'+' if measured > computed else '−'}{text} {unit}"


def quarter_hours(today: date, until_ms: int) -> tuple[list[int], list[int]]:
    """Of a day from midnight to midnight (92 or 100 where the clock is moved): all beginnings, and those that have begun. Milliseconds."""
    first = midnight_ms(today)
    last = midnight_ms(date.fromordinal(today.toordinal() + 1))
    every = list(range(first, last, QUARTER_MS))
    return every, [ms for ms in every if ms <= until_ms]

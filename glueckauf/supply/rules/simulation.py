"""Simulated sensors of the demo: what they show at an instant, and what is broken. Synthetic, and called so wherever it is shown.

Noise is a function of series and time: the same value can be sent twice and is one.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from math import cos, log, pi, sqrt
from typing import Any
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
BURST_M3H = 25.0
DAY_SHARE = 0.03  # of the inflow, from day to day
WATER_NOISE = {"inflow": 0.04, "pressure": 0.004}  # share of the flow; bar
METER_SHARE = 0.05
FORMAT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What is broken now. `burst`: street, house number, postcode; `blown`: the feeder whose fuse is gone."""

    burst: tuple[str, str, str] | None = None
    blown: str = ""

    def text(self) -> str:
        """As the file keeps it."""
        return json.dumps({"burst": self.burst, "blown": self.blown})


def faults(text: str) -> Faults:
    """From the file; anything else is nothing broken."""
    try:
        found = json.loads(text or "{}")
        burst = found.get("burst")
        return Faults(burst=(str(burst[0]), str(burst[1]), str(burst[2])) if burst else None, blown=str(found.get("blown") or ""))
    except (ValueError, AttributeError, IndexError, TypeError):
        return Faults()


def noise(key: str, number: int) -> float:
    """Standard normal (Box and Muller 1958), always the same for a key and a number."""
    digest = blake2b(f"{key} {number}".encode(), digest_size=16).digest()
    one, two = (int.from_bytes(digest[at : at + 8], "big") / 2**64 for at in (0, 8))
    return sqrt(-2 * log(1 - one)) * cos(2 * pi * two)


def of_day(values: Sequence[float], at: datetime) -> float:
    """Between the equal steps of a day, German time, on a straight line; after the last comes the first."""
    here = at.astimezone(BERLIN)
    place = (here.hour * 3600 + here.minute * 60 + here.second) / 86400 * len(values)
    step, share = int(place), place % 1
    return values[step] * (1 - share) + values[(step + 1) % len(values)] * share


def water_value(kind: str, key: str, values: Sequence[float], at: datetime) -> float:
    """Of an inflow in m³/h or a pressure in bar, hourly values of a day."""
    usual, one = of_day(values, at), noise(key, round(at.timestamp()))
    if kind == "pressure":
        return round(usual + WATER_NOISE["pressure"] * one, 4)
    day = noise(f"{key} day", at.astimezone(BERLIN).toordinal())
    return round(usual * (1 + DAY_SHARE * day) * (1 + WATER_NOISE["inflow"] * one), 4)


def meter_value(key: str, values: Sequence[float], at: datetime) -> float:
    """Power in kW, quarter-hours of a day."""
    return round(of_day(values, at) * (1 + METER_SHARE * noise(key, round(at.timestamp()))), 4)


def due(after: datetime | None, at: datetime, *, step_s: int, back: timedelta, history_s: int, gap: timedelta) -> list[datetime]:
    """Times at which a value is due now. Nothing sent yet: the newest first, then `back` every `history_s`, so that history makes no gaps.
    Longer away than `gap`: what was missed in steps of `history_s`, 0 for not at all."""
    last = at.timestamp() // step_s * step_s
    if after is None:
        return [moment(last), *times(last - back.total_seconds(), last, history_s)]
    if at - after <= gap:
        return times(after.timestamp() + step_s, last + step_s, step_s)
    return [*(times(after.timestamp() + 1, last, history_s) if history_s else []), moment(last)]


def times(start: float, end: float, step_s: int) -> list[datetime]:
    """Multiples of the step from the start to before the end."""
    first = -(-int(start) // step_s) * step_s
    return [moment(second) for second in range(first, int(end), step_s)]


def moment(second: float) -> datetime:
    """In UTC."""
    return datetime.fromtimestamp(second, UTC)


def batch(values: Sequence[tuple[str, datetime, float]]) -> bytes:
    """As the HTTP interface takes it."""
    rows: list[Mapping[str, Any]] = [
        {"series": key, "at": at.astimezone(UTC).strftime(FORMAT), "value": value} for key, at, value in values
    ]
    return json.dumps({"values": rows}).encode()

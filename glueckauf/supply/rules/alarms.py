"""What an alarm of telemetry means in a network, how urgent it is, and what is watched for each kind of sensor."""

from collections.abc import Mapping
from enum import StrEnum

BAR_TO_M = 10.1972  # water column
NOISE_M = 0.1  # of a pressure over some minutes against what is usual: sensor, and the day that is like no other
CHANGED = 3.0  # noises by which a pressure must differ, else there is no leak to look for
NEEDED = 3  # pressure sensors for a place


class SensorKind(StrEnum):
    """What a series measures."""

    INFLOW = "inflow"
    PRESSURE = "pressure"
    METER = "meter"


class Urgency(StrEnum):
    """Most urgent first."""

    OUTAGE = "outage"
    LEAK = "leak"
    NOTE = "note"


WORDS = {Urgency.OUTAGE: "Ausfall", Urgency.LEAK: "Leck", Urgency.NOTE: "Hinweis"}
OF_DETECTOR: Mapping[str, Urgency] = {
    "last_gasp": Urgency.OUTAGE,
    "burst": Urgency.LEAK,
    "drop": Urgency.LEAK,
    "night_flow": Urgency.LEAK,
    "cusum": Urgency.LEAK,
}
FOUND_BY = {
    "last_gasp": "mehrere Geräte verstummten gleichzeitig",
    "burst": "Werte plötzlich höher als um diese Zeit üblich",
    "drop": "Werte plötzlich niedriger als um diese Zeit üblich",
    "night_flow": "nachts fließt seit Tagen mehr als üblich",
    "cusum": "kleine Abweichungen, die sich summieren",
}
WATCHED: Mapping[SensorKind, tuple[str, ...]] = {
    SensorKind.INFLOW: ("burst", "night_flow", "cusum"),
    SensorKind.PRESSURE: ("drop",),
    SensorKind.METER: (),
}


def urgency(detector: str) -> Urgency:
    """A detector we do not know is a note: never lost, never an alarm by mistake."""
    return OF_DETECTOR.get(detector, Urgency.NOTE)


def leak_cause(zone: str) -> str:
    """Whatever shows the same leak is one alarm."""
    return f"leak:{zone}"


def metres(value: float, unit: str) -> float | None:
    """A pressure as metres of water; None for a unit that is none."""
    factor = {"bar": BAR_TO_M, "mbar": BAR_TO_M / 1000, "m": 1.0, "kPa": BAR_TO_M / 100}.get(unit)
    return None if factor is None else value * factor


def percent(share: float) -> str:
    """How sure, never more than one can be."""
    if share < 0.01:
        return "unter 1 %"
    return "über 99 %" if share > 0.99 else f"{share * 100:.0f} %"

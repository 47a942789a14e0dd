"""Curves of the engine as plots of a Finding: values, labels and limits in the shape every page and letter draws."""

from collections.abc import Mapping
from typing import Any

from glueckauf.supply.rules.numbers import PER_DAY, moment

TITLES = {
    "day": ("{what} am schwersten Tag, {day}", "Uhrzeit"),
    "duration": ("{what} über das Jahr, schwerste Viertelstunde zuerst", "Prozent des Jahres"),
    "feeder": ("Spannung vom Transformator bis zu Ihrem Haus", "Meter Leitung"),
}
WHAT = {"transformer": "Auslastung des Transformators", "line": "Auslastung der Leitung"}


def plots(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """In the order of the curves."""
    return [plot(curve, said["steps"]) for curve in said["curves"] if len(curve["axis"]) > 1]


def plot(curve: Mapping[str, Any], steps: int) -> dict[str, Any]:
    """Before as area, after as line, the limit as limit. Voltages in percent of the rated one, and no area: it would begin at 0."""
    is_voltage = curve["quantity"] not in WHAT
    factor = 100.0 if is_voltage else 1.0
    title, x_title = TITLES[curve["kind"]]
    day = moment(curve["first_step"], steps).partition(",")[0]
    return {
        "title": title.format(what=WHAT.get(curve["quantity"], "Spannung"), day=day),
        "unit": "% der Nennspannung" if is_voltage else "%",
        "x": labels(curve["kind"], curve["axis"]),
        "x_title": x_title,
        "series": [
            {"name": "vorher", "kind": "line" if is_voltage else "area", "values": scaled(curve["before"], factor)},
            {"name": "mit dem Gerät", "kind": "line", "values": scaled(curve["after"], factor)},
            {"name": "Grenze", "kind": "limit", "values": [round(curve["limit"] * factor, 2)] * len(curve["axis"])},
        ],
    }


def labels(kind: str, axis: list[float]) -> list[str] | list[float]:
    """Of each point: hours of a day as texts, else numbers at their distance."""
    if kind == "day":
        return [f"{int(hour):02}:{round(hour % 1 * 60):02}" for hour in axis[:PER_DAY]]
    return axis


def scaled(values: list[float], factor: float) -> list[float]:
    """For a person: two places."""
    return [round(value * factor, 2) for value in values]

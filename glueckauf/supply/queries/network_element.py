"""The card of one element: what it is, its day as a curve, where its supply comes from, who hangs on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from glueckauf.core.plots import Plot, of_evidence
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.queries.network import POWER, network_answer
from glueckauf.supply.rules.network_day import Moment, clock, day_words
from glueckauf.supply.rules.network_words import LOOKS, Look, title
from glueckauf.supply.rules.numbers import decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementCard:
    """`up`: title and id to the feed, nearest first; `ties`: open switches over which those below could come back."""

    id: str
    kind: str
    title: str
    facts: tuple[tuple[str, str], ...]
    plots: tuple[Plot, ...]
    day: str
    is_fed: bool
    up: tuple[tuple[str, str, str], ...]
    source: str
    look: Look
    down: tuple[tuple[str, str], ...]
    addresses: tuple[tuple[str, str, str], ...]
    address_count: int
    ties: tuple[tuple[str, str], ...]
    switches: tuple[tuple[str, bool], ...]
    ends: tuple[str, ...]
    is_synthetic: bool
    revision: int


def element_card(actor: Clerk | Rule, network: str, name: str, kind: str, moment: Moment) -> ElementCard:
    """Raises NoGrid, NoState, NotFound."""
    grid, answer = network_answer(actor, network, "element", id=name, kind=kind, day=dict(moment.day), step=moment.step)
    found = answer.values
    facts = found["facts"]
    return ElementCard(
        id=found["id"],
        kind=found["kind"],
        title=title(found["kind"], found["id"]),
        facts=tuple(told(facts)),
        plots=of_evidence({"plots": [plot(found, network)]}) if any(value is not None for value in found["series"]) else (),
        day=day_words(found["first_step"], found["steps"]) if network == POWER else "Tag des Netzmodells",
        is_fed=found["fed"],
        up=tuple((title(one["kind"], one["id"]), one["id"], one["street"]) for one in found["up"]),
        source=found.get("source", ""),
        look=LOOKS[network],
        down=tuple((title("transformer", one), one) for one in found.get("elements_down", ()) if one != found["id"]),
        addresses=tuple((one[0], one[1], one[2]) for one in found["addresses"]),
        address_count=found["address_count"],
        ties=tuple((one["id"], one["street"]) for one in found.get("ties", ())),
        switches=tuple((one["id"], one["is_open"]) for one in found.get("switches", ())),
        ends=tuple(facts.get("ends", ())) + tuple(facts.get("valves", ())),
        is_synthetic=grid.is_synthetic,
        revision=grid.number,
    )


NUMBERS = (
    ("rated_a", "Bemessungsstrom", "A", 0),
    ("rated_kva", "Bemessungsleistung", "kVA", 0),
    ("hv_kv", "Oberspannung", "kV", 1),
    ("lv_kv", "Unterspannung", "kV", 1),
    ("uk_percent", "Kurzschluss\u00adspannung", "%", 1),
    ("tap", "Stufe", "", 0),
    ("length_m", "Länge", "m", 0),
    ("diameter_mm", "Durchmesser", "mm", 0),
    ("elevation_m", "Höhe", "m", 1),
    ("pressure_bar", "Druck", "bar", 3),
    ("difference_bar", "Differenzdruck", "bar", 3),
    ("temperature_c", "Temperatur", "°C", 1),
    ("return_c", "Rücklauf der Übergabe", "°C", 1),
    ("flow_kg_s", "Durchfluss, berechnet", "kg/s", 3),
    ("r_ohm", "Widerstand", "Ω", 4),
    ("x_ohm", "Reaktanz", "Ω", 4),
)


def told(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and text."""
    found = [("Bauart", facts.get("name", "")), ("Straße", facts.get("street", ""))]
    if facts.get("kv"):
        found.append(("Nennspannung", f"{decimal(facts['kv'])} kV"))
    for key, label, unit, places in NUMBERS:
        if facts.get(key) is not None and not (key == "lv_kv" and facts.get("kv") == facts["lv_kv"]):
            found.append((label, f"{decimal(float(facts[key]), places)} {unit}".strip()))
    if "is_open" in facts:
        found.append(("Stellung", "offen" if facts["is_open"] else "geschlossen"))
    if facts.get("breaker"):
        found.append(("Art", "Leistungsschalter"))
    if facts.get("in_service") is False:
        found.append(("Betrieb", "außer Betrieb"))
    return [(label, text) for label, text in found if text]


def plot(found: Mapping[str, Any], network: str) -> dict[str, Any]:
    """96 quarter-hours with the limit."""
    series, limits = found["series"], found.get("limits", {})
    bounds: list[tuple[str, float]] = []
    if network != POWER:
        name, unit = ("Druck", "m Wassersäule") if found["kind"] == "node" else ("Durchfluss", found["unit"])
        bounds = [] if found["least"] is None else [("mindestens", found["least"])]
    elif found["kind"] == "node":
        name, unit = "Spannung", "% der Nennspannung"
        series = [None if value is None else round(value * 100, 2) for value in series]
        bounds = [("untere Grenze", limits["voltage_low"] * 100), ("obere Grenze", limits["voltage_high"] * 100)]
    else:
        name, unit = "Auslastung", "%"
        bounds = [("Grenze", limits[f"{found['kind']}_percent"])]
    return {
        "title": f"{name} über den Tag, berechnet",
        "unit": unit,
        "x": [clock(step) for step in range(len(series))],
        "x_title": "Uhrzeit",
        "series": [
            {"name": name, "kind": "line" if unit.startswith("% der") else "area", "values": series},
            *({"name": label, "kind": "limit", "values": [value] * len(series)} for label, value in bounds),
        ],
    }

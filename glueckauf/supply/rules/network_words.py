"""Elements, states and what-ifs as German sentences for who runs a network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType
from typing import Any

from glueckauf.supply.rules.network_day import clock
from glueckauf.supply.rules.numbers import decimal

KINDS = {
    "line": "Kabel", "transformer": "Trafo", "node": "Knoten", "switch": "Schalter", "source": "Einspeisung",
    "pipe": "Rohr", "isolation": "Schieber", "pump": "Pumpe", "valve": "Ventil",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the page of a network calls what it shows. `main`: from this voltage (kV) or diameter (mm) a line is drawn wider.

    `more`: further columns, label and name of the fact. `most`: end of the meters, 0: that of the values.
    """

    heading: str
    caption: str
    value: str
    peak: str
    main: float
    most: float
    thing: str
    source: str
    more: tuple[tuple[str, str], ...] = ()

    @property
    def without(self) -> str:
        """ohne Wasser."""
        return f"ohne {self.thing}"


LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "power": Look(
            heading="Am stärksten belastet",
            caption="Betriebsmittel nach Auslastung",
            value="Auslastung",
            peak="höchste des Tages",
            main=1.0,
            most=120.0,
            thing="Spannung",
            source="Woher die Spannung kommt",
        ),
        "water": Look(
            heading="Am wenigsten Druck",
            caption="Knoten nach Druck",
            value="Druck",
            peak="niedrigster des Tages",
            main=150.0,
            most=80.0,
            thing="Wasser",
            source="Woher das Wasser kommt",
        ),
        "gas": Look(
            heading="Am wenigsten Druck",
            caption="Knoten nach Druck",
            value="Druck",
            peak="",
            main=150.0,
            most=0.0,
            thing="Gas",
            source="Woher das Gas kommt",
        ),
        "heat": Look(
            heading="Am wenigsten Differenzdruck",
            caption="Übergabestellen nach Differenzdruck",
            value="Differenzdruck",
            peak="",
            main=150.0,
            most=0.0,
            thing="Wärme",
            source="Weg zum Heizwerk",
            more=(("Druck", "pressure"), ("Vorlauf", "temperature_c"), ("Rücklauf", "return_c")),
        ),
    }
)
LOW_KV, LOW_V = 0.4, 230.0  # a house has the rated 230 V


NO_PROFILES = "ohne Lastgänge"  # what a revision says of itself


def title(kind: str, name: str) -> str:
    """Trafo s001-t."""
    return f"{KINDS.get(kind, 'Element')} {name}"


def percent(value: float | None) -> str:
    """104 %."""
    return "ohne Wert" if value is None else f"{decimal(value, 0 if value >= 10 else 1)} %"


def metres(value: float | None) -> str:
    """52,0 m of water."""
    return "ohne Wert" if value is None else f"{decimal(value)} m"


def bars(value: float | None) -> str:
    """0,797 bar; what is small in mbar, as gas in the street is told."""
    if value is None:
        return "ohne Wert"
    return f"{decimal(value * 1000)} mbar" if abs(value) < 0.1 else f"{decimal(value, 3)} bar"


def degrees(value: float | None) -> str:
    """87,4 °C."""
    return "ohne Wert" if value is None else f"{decimal(value)} °C"


def load_case(load: Mapping[str, float], year: str) -> str:
    """Which single state is shown, and that there is no day. `year`: what the revision says of it."""
    draws, flow = f"{decimal(load['draws'], 0)} Entnahmen", f"{decimal(load['kg_s'], 3)} kg/s"
    much = (
        f"{decimal(load['heat_kw'], 0)} kW ({flow}); unterwegs gehen {decimal(load['lost_kw'], 0)} kW verloren"
        if "heat_kw" in load
        else flow
    )
    said = f" Laut Fassung: {year}." if year and year != NO_PROFILES else ""
    return (
        f"Lastfall: {draws} mit zusammen {much}, wie sie im Netzmodell stehen.{said} Das ist ein einzelner Zustand und kein Tagesverlauf, "
        "denn für dieses Netz gibt es keine Lastgänge."
    )


def volts(pu: float | None, kv: float) -> str:
    """226 V at a house, 10,02 kV elsewhere."""
    if pu is None:
        return "ohne Spannung"
    if kv <= 1:
        base = LOW_V if kv == LOW_KV else kv * 1000 / sqrt(3)
        return f"{decimal(pu * base)} V"
    return f"{decimal(pu * kv, 2)} kV"


def people(count: int, word: str = "Anschluss") -> str:
    """1 Anschluss, 2 Anschlüsse."""
    return f"{count} {word if count == 1 else 'Anschlüsse'}"


def tight(one: Mapping[str, Any], kv: float = LOW_KV) -> str:
    """What comes nearest to a limit: Trafo s003-t 80 % um 19:00."""
    if one["use"] is None:
        return "keine Lösung: Das Netz kann das nicht liefern"
    if not one["element"]:
        return "nichts belastet"
    if one["quantity"] in ("line", "transformer"):
        return f"{title(one['quantity'], one['element'])} {percent(one['value'])} um {clock(one['step'] % 96)}"
    side = "niedrigste" if one["quantity"] == "voltage_low" else "höchste"
    return f"{side} Spannung {decimal(one['value'] * 100)} % in {one['element']} um {clock(one['step'] % 96)}"


REASONS = {
    "single_fed": "Es gibt keinen offenen Schalter, über den die übrigen wieder versorgt werden könnten.",
    "over_limit": "Jede Ersatzschaltung, die es gibt, würde eine Grenze überschreiten.",
    "no_switch": "Die Ersatzschaltung bräuchte einen Schalter, den es dort nicht gibt.",
}
NO_ANSWER = {
    "address": "Diese Anschrift steht nicht im Netzmodell. Prüfen Sie Straße und Hausnummer, und nennen Sie die Postleitzahl.",
    "element": "Dieses Element gibt es im Netzmodell nicht, oder es lässt sich nicht herausnehmen.",
    "switch": "Diesen Schalter gibt es im Netzmodell nicht.",
    "cut": "Das Kabel lässt sich nicht freischalten: Eine Einspeisung liegt im selben Abschnitt, kein Schalter trennt sie ab.",
    "day": "Diesen Tag hat das Lastgangjahr nicht.",
    "method": "Das Jahr dieses Netzes lässt sich mit diesem Verfahren nicht rechnen.",
    "solution": "Für einzelne Viertelstunden gibt es keine Lösung: Das Netz kann die Leistung dann nicht liefern.",
    "supply": "Es gibt keine Einspeisung und keine Pumpe in Betrieb.",
    "heat": "Für diesen Stand gibt es keine Lösung: Eine Übergabestation nimmt mehr Wärme, als ihr Wasser trägt.",
    "pipes": "Für diesen Stand gibt es keine Lösung: Was entnommen wird, kommt so nicht an.",
    "node": "Die Anschrift hängt an keinem Knoten in Betrieb.",
    "NotConverged": "Für diesen Stand gibt es keine Lösung: Was entnommen wird, kommt so nicht an.",
    "NothingSupplied": "Kein Knoten hängt an einem Behälter, so wie Schieber und Pumpen stehen.",
    "HydraulicsFailed": "EPANET kann dieses Netzmodell nicht rechnen. Prüfen Sie die Datei, aus der es kommt.",
}


STRANGE = "Das Netzmodell lässt sich so nicht rechnen ({code})."


def no_answer(code: str, own: Mapping[str, str] = MappingProxyType({}), strange: str = STRANGE) -> str:
    """Why the engine has no answer, in the words of who asks (`own`) before those of all."""
    return own.get(code) or NO_ANSWER.get(code) or strange.format(code=code)


def what_if(found: Mapping[str, Any], limits: Mapping[str, Any], *, the: str) -> tuple[str, list[str]]:
    """The kind of note, and sentences: first the answer. `the`: the device with its article."""
    extra = []
    if found["dark_count"]:
        extra.append(f"Ohne Strom wären {people(found['dark_count'])}: {streets(found['dark'])}.")
    if found["joins"]:
        extra.append("Achtung: Damit sind zwei versorgte Teile zu einem Ring verbunden; der Schutz ist hier nicht gerechnet.")
    if found["answer"] == "dark":
        return "no", ["Ohne Strom. Die Anschrift hängt dann an keiner Einspeisung.", *extra]
    word = {
        "possible": "Möglich.",
        "dimmed": f"Möglich mit Steuerung: an {decimal(found['dimmed_hours'], 0)} Stunden im Jahr gedimmt (§ 14a EnWG).",
        "reinforce": f"Nur mit Verstärkung: an {decimal(found['hours_over'], 0)} Stunden im Jahr über einer Grenze, auch gedimmt.",
    }[found["answer"]]
    kind = {"possible": "warn" if extra else "ok", "dimmed": "warn", "reinforce": "no"}[found["answer"]]
    return kind, [word, house(found, limits, the), *map(unit, found["units"]), binding(found), *extra]


def house(found: Mapping[str, Any], limits: Mapping[str, Any], the: str) -> str:
    """The voltage at the house."""
    before, after = (volts(value, found["house_kv"]) for value in found["house"])
    low, high = (volts(limits[name]["value"], found["house_kv"]) for name in ("voltage_low", "voltage_high"))
    return f"Spannung am Hausanschluss im Jahr {before} ohne und {after} mit {the} (zulässig {low} bis {high})."


def unit(one: Mapping[str, Any]) -> str:
    """A transformer that feeds it."""
    before, after = map(percent, one["percent"])
    return f"Trafo {one['id']}: höchste Auslastung {before} ohne, {after} mit."


def binding(found: Mapping[str, Any]) -> str:
    """What is nearest to its limit in what was computed over the year, and whether the grid above carries it."""
    where = "im Ortsnetz" if found.get("in_part") else "im ganzen Netz"
    above = " Das Netz darüber trägt es in der schwersten Viertelstunde nicht." if found.get("over_above") else ""
    return f"Am nächsten an seiner Grenze {where}: {tight(found['binding'][1])}.{above}"


def piped_what_if(network: str, found: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The same of water, gas and heat: the kind of note, and sentences."""
    look, in_unit = LOOKS[network], metres if found["unit"] == "m" else bars
    none = f"Ohne {look.thing}"
    before, after = map(in_unit, found["house"])
    least = "" if found["least"] is None else f" (mindestens {in_unit(found['least'])})"
    when = ", niedrigster des Tages" if found["is_day"] else ""
    said = (
        [f"{none}. Bei der Anschrift kommt dann nichts mehr an."]
        if found["is_dry"]
        else [f"{look.value} am Hausanschluss{when}: {before} vorher, {after} nachher{least}."]
    )
    if found["dark_count"]:
        said.append(f"{none} wären {people(found['dark_count'])}: {streets(found['dark'])}.")
    if found["short_count"]:
        said.append(f"Zu wenig {look.value} hätten {people(found['short_count'])} mehr.")
    if not found["dark_count"] and not found["short_count"]:
        enough = "" if found["least"] is None else f" und genug {look.value}"
        said.append(f"Alle anderen behalten {look.thing}{enough}.")
    return ("no" if found["is_dry"] else "warn" if found["dark_count"] or found["short_count"] else "ok"), said


def streets(addresses: Sequence[Sequence[str]]) -> str:
    """Musterstraße 1, 3, 5 und weitere."""
    found: dict[str, list[str]] = {}
    for street, number, *_ in addresses:
        found.setdefault(street, []).append(number)
    return "; ".join(f"{street} {', '.join(numbers[:6])}{' …' if len(numbers) > 6 else ''}" for street, numbers in list(found.items())[:6])

"""A grid file before it counts: what it may become, how its preview is told, and what somebody should think about first."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

MOST_BYTES = 100 * 1024 * 1024  # grid and profiles of one request together; the importers hold each to the same
MOST_OPEN = 4  # files of an operator that wait for the engine
KEEP = timedelta(days=90)  # a file that became no revision
MANY_GONE = 0.2  # of the elements in force: then it may be another grid


class Outcome(StrEnum):
    """What a look at a file ends with."""

    TAKEN = "taken"
    REFUSED = "refused"


class Relied(StrEnum):
    """Who names elements of a grid."""

    PROMISES = "promises"
    POSITIONS = "positions"
    SENSORS = "sensors"


LOST = {
    Relied.PROMISES: (
        "Anschlusspunkte mit zugesagten oder geprüften Geräten",
        "Die Prüfung beantwortet dann keinen Antrag mehr von selbst.",
    ),
    Relied.POSITIONS: ("Schalter oder Schieber laufender Störungen", "Sie lassen sich dann nicht zurückstellen."),
    Relied.SENSORS: ("Orte von Messstellen", "Alarme von dort haben dann keinen Ort."),
}
NAMED = 5  # ids in one sentence


class Stand(StrEnum):
    """How a file stands."""

    WAITING = "waiting"
    READY = "ready"
    OUTDATED = "outdated"
    REFUSED = "refused"
    REVISION = "revision"


FORMATS = {
    "own": "unser eigenes Format",
    "geojson": "unser GeoJSON",
    "pandapower": "pandapower",
    "pandapipes": "pandapipes",
    "epanet": "EPANET",
}
TABLES = {
    "nodes": "Knoten",
    "lines": "Leitungen",
    "transformers": "Transformatoren",
    "switches": "Schalter",
    "loads": "Lasten",
    "generators": "Erzeuger",
    "sources": "Einspeisungen",
    "connections": "Anschlüsse mit Anschrift",
    "pipes": "Rohre",
    "pumps": "Pumpen",
    "valves": "Armaturen",
    "reservoirs": "Behälter mit festem Druck",
    "tanks": "Speicherbehälter",
    "demands": "Entnahmen",
    "isolation": "Absperrschieber",
    "customers": "Anschlüsse",
    "hydrants": "Hydranten",
    "junctions": "Knoten",
    "feeds": "Einspeisungen",
    "consumers": "Übergabestationen",
    "sinks": "Abnahmen",
    "patterns": "Ganglinien",
    "curves": "Kennlinien",
    "controls": "Regelungen",
    "grid": "Netz",
    "fluid": "Medium",
}
LISTS = {
    "unsupplied": "Nicht versorgte Knoten",
    "dark_connections": "Anschriften ohne Versorgung",
    "unplaced": "Anschriften ohne Knoten",
    "out_of_service": "Knoten außer Betrieb",
    "open_points": "Offene Trennstellen",
}
CHANGES = {"added": "neu", "removed": "fällt weg", "changed": "geändert"}
NO_ADDRESSES = {
    "pandapower": "pandapower kennt keine Anschriften: Anträge auf einen Anschluss findet die Prüfung in diesem Netz nicht.",
    "epanet": "EPANET kennt keine Anschriften, Schieber und Hydranten: Absperrungen lassen sich mit diesem Netz nicht planen.",
    "pandapipes": "pandapipes kennt keine Anschriften: Wer an diesem Netz hängt, sagt das Modell nicht.",
}


def told(key: str) -> str:
    """`pipes w001-haupt` or `lines k1: length_m` with the table in German."""
    table, _, rest = key.partition(" ")
    return f"{TABLES[table]}: {rest}" if table in TABLES and rest else key


def counts(summary: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """Table, rows, rows in service; tables without a row are left out."""
    return [(TABLES.get(name, name), rows, on) for name, (rows, on) in summary.get("counts", {}).items() if rows]


def lists(summary: Mapping[str, Any]) -> list[tuple[str, int, list[str]]]:
    """Heading, number of all, the first of them."""
    return [(word, summary[key]["count"], summary[key]["first"]) for key, word in LISTS.items() if summary.get(key, {}).get("count")]


def changes(summary: Mapping[str, Any]) -> list[tuple[str, int, list[str]]] | None:
    """The same of what differs from the revision in force; None for the first revision."""
    found = summary.get("difference")
    if found is None:
        return None
    return [(word, found[key]["count"], [told(one) for one in found[key]["first"]]) for key, word in CHANGES.items() if key in found]


def warnings(format: str, summary: Mapping[str, Any], *, network: str, has_series: bool) -> list[str]:
    """What is not wrong and yet not usual, the gravest first."""
    return list(doubts(format, summary, network=network, has_series=has_series))


def losses(lost: Mapping[str, Any]) -> Iterator[str]:
    """What the house itself names and the file does not have."""
    for who, (what, then) in LOST.items():
        if gone := lost.get(who):
            more = " und weitere" if gone["count"] > NAMED else ""
            yield f"Es fehlen {what}, im Ganzen {gone['count']}: {', '.join(gone['first'][:NAMED])}{more}. {then}"


def doubts(format: str, summary: Mapping[str, Any], *, network: str, has_series: bool) -> Iterator[str]:
    """A sentence or two each."""
    yield from losses(summary.get("lost", {}))
    yield from summary.get("trial", ())  # looks of earlier versions have none
    rows = sum(number for number, _ in summary["counts"].values())
    gone = (summary.get("difference") or {}).get("removed", {}).get("count", 0)
    stays = rows - (summary.get("difference") or {}).get("added", {}).get("count", 0)
    if gone and gone > MANY_GONE * (stays + gone):
        yield f"{gone} Elemente der Fassung in Kraft fallen weg, {stays} bleiben. Ist es dasselbe Netz?"
    if summary.get("dark_islands"):
        yield f"{summary['dark_islands']} Teile des Netzes haben keine Einspeisung."
    if summary["unsupplied"]["count"]:
        yield f"{summary['unsupplied']['count']} Knoten sind nicht versorgt."
    if summary.get("unplaced", {}).get("count"):
        yield f"{summary['unplaced']['count']} Anschriften hängen an keinem Knoten: Ihre Anträge gehen an einen Menschen."
    if format in NO_ADDRESSES:
        yield NO_ADDRESSES[format]
    if network == "power" and not has_series:
        yield "Es sind keine Lastgänge dabei: Jede Last und jeder Erzeuger läuft das ganze Jahr mit voller Leistung."

"""What a study may be asked, how its rows read, and what may follow what."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from glueckauf.supply.rules.numbers import moment

Row = Mapping[str, Any]
MOST_OPEN = 5  # studies of one operator that run or wait
MOST_PARTS = 20_000
NEAR_M = 300.0  # of the contest's rule; also what a crew with a listening device walks


class Kind(StrEnum):
    """The three studies."""

    HOSTING = "hosting"
    OUTAGES = "outages"
    LEAKS = "leaks"


class State(StrEnum):
    """Of the latest step."""

    STARTED = "started"
    CANCELLED = "cancelled"
    RESUMED = "resumed"
    FINISHED = "finished"
    FAILED = "failed"


class Waits(StrEnum):
    """What a study under way waits for; it goes on by itself."""

    SCHEDULER = "scheduler"
    WORKERS = "workers"
    ENGINE = "engine"
    FILES = "files"


RUNS = frozenset({State.STARTED, State.RESUMED})
MOVES: Mapping[State, frozenset[State]] = {
    State.STARTED: frozenset({State.CANCELLED, State.FINISHED, State.FAILED}),
    State.RESUMED: frozenset({State.CANCELLED, State.FINISHED, State.FAILED}),
    State.CANCELLED: frozenset({State.RESUMED}),
    State.FAILED: frozenset({State.RESUMED}),
    State.FINISHED: frozenset(),
}
NETWORK = {Kind.HOSTING: "power", Kind.OUTAGES: "power", Kind.LEAKS: "water"}
WORDS = {
    Kind.HOSTING: "Aufnahmefähigkeit aller Anschlüsse",
    Kind.OUTAGES: "Ausfall jeder Leitung (N-1)",
    Kind.LEAKS: "Zufällige Rohrbrüche",
}
# Seconds of one core for a unit of `weight` of a part, on the machine of docs/bench.md; an operator's own last study replaces it.
SECONDS = {Kind.HOSTING: 0.012, Kind.OUTAGES: 0.00026, Kind.LEAKS: 0.005}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`kind`: text, or num with a unit in the head."""

    key: str
    head: str
    kind: str = "text"


COLUMNS: Mapping[Kind, tuple[Column, ...]] = {
    Kind.HOSTING: (
        Column(key="place", head="Anschluss"),
        Column(key="id", head="Knoten"),
        Column(key="station", head="Transformator"),
        Column(key="kw", head="möglich, kW", kind="num"),
        Column(key="when", head="es bindet"),
    ),
    Kind.OUTAGES: (
        Column(key="id", head="Leitung"),
        Column(key="kv", head="kV", kind="num"),
        Column(key="customers", head="Anschlüsse", kind="num"),
        Column(key="at_fault", head="dunkel beim Fehler", kind="num"),
        Column(key="dark_hours", head="ohne Plan dunkel, Stunden", kind="num"),
        Column(key="percent", head="schwerste Auslastung, %", kind="num"),
        Column(key="how", head="beste Umschaltung"),
        Column(key="when", head="schwerste Viertelstunde"),
    ),
    Kind.LEAKS: (
        Column(key="id", head="Nr."),
        Column(key="pipe", head="Rohr mit Leck"),
        Column(key="street", head="Straße"),
        Column(key="m3h", head="m³/h", kind="num"),
        Column(key="found", head="genanntes Rohr"),
        Column(key="found_street", head="dessen Straße"),
        Column(key="metres", head="Abstand, m", kind="num"),
    ),
}
REASONS = {"single_fed": "nur von einer Seite versorgt", "over_limit": "jede Umschaltung überlastet etwas", "": ""}


def readable(kind: Kind, row: Row, steps: int) -> dict[str, Any]:
    """With what is said of a row beside its values. `steps`: of the year."""
    when = "" if row.get("step") is None else moment(row["step"], steps)
    if kind is Kind.HOSTING:
        return {
            **row,
            "place": row["place"] or "ohne Anschrift",
            "when": when or ("schon heute über der Grenze" if row["kw"] is None else "nichts"),
        }
    if kind is Kind.OUTAGES:
        how = ", ".join([*(f"{name} öffnen" for name in row["open"]), *(f"{name} schließen" for name in row["close"])])
        nobody = "nicht nötig" if not row["customers"] else REASONS[row["reason"]]
        return {**row, "dark_hours": row["dark_steps"] / 4, "percent": percent(row["use"]), "how": how or nobody, "when": when}
    return {**row, "metres": None if row["metres"] is None else round(row["metres"])}


def percent(use: float | None) -> float | None:
    """Of a limit."""
    return None if use is None else round(100 * use, 1)


def worst_first(kind: Kind, rows: Iterable[Row]) -> list[Row]:
    """What needs somebody's eye comes first; equals by their id."""
    return sorted(rows, key=lambda row: (*WORST[kind](row), row["id"]))


ORDER = ("over_limit", "", "single_fed")  # what topology alone decides comes last: it is built that way
WORST: Mapping[Kind, Callable[[Row], tuple[Any, ...]]] = {
    Kind.HOSTING: lambda row: (-1.0 if row["kw"] is None else row["kw"],),
    Kind.OUTAGES: lambda row: (ORDER.index(row["reason"]), -row["dark_steps"] * row["customers"], -(row["use"] or 0.0)),
    Kind.LEAKS: lambda row: (row["metres"] is not None, -(row["metres"] or 0.0)),
}


def facts(kind: Kind, rows: Sequence[Row]) -> list[tuple[str, str]]:
    """The answer in a few numbers."""
    if not rows:
        return [("Zeilen", "keine")]
    return FACTS[kind](rows)


def hosting_facts(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Median and who has no room."""
    known = sorted(row["kw"] for row in rows if row["kw"] is not None)
    over = len(rows) - len(known)
    said = [("Anschlüsse", number(len(rows)))]
    said += [("Median", f"{number(middle(known), 1)} kW"), ("unter 11 kW", number(sum(kw < 11 for kw in known)))] if known else []
    return said + ([("schon heute über einer Grenze", number(over))] if over else [])


def outage_facts(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Who is dark without a plan, and why."""
    fed = sum(row["reason"] == "single_fed" for row in rows)
    over = sum(row["reason"] == "over_limit" for row in rows)
    worst = max((row["use"] for row in rows if row["use"] is not None), default=None)
    said = [("Leitungen", number(len(rows))), ("von einer Seite versorgt", number(fed)), ("zeitweise ohne Plan", number(over))]
    return said + ([("schwerste Auslastung", f"{number(percent(worst) or 0.0, 1)} %")] if worst is not None else [])


def leak_facts(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Median and the share within 300 m."""
    metres = sorted(row["metres"] for row in rows if row["metres"] is not None)
    near = 100 * sum(one <= NEAR_M for one in metres) / len(rows)
    said = [("Rohrbrüche", number(len(rows))), ("höchstens 300 m daneben", f"{number(near, 1)} %")]
    return (
        said
        + ([("Median", f"{number(middle(metres), 0)} m")] if metres else [])
        + ([("ohne Ort", number(len(rows) - len(metres)))] if len(metres) < len(rows) else [])
    )


FACTS = {Kind.HOSTING: hosting_facts, Kind.OUTAGES: outage_facts, Kind.LEAKS: leak_facts}


def middle(ordered: Sequence[float]) -> float:
    """Median of ordered numbers, of which there is one at least."""
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def number(value: float, places: int = 0) -> str:
    """As Germans write it."""
    return f"{value:,.{places}f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def in_words(kind: Kind, asked: Mapping[str, Any]) -> str:
    """The parameters in a line."""
    if kind is Kind.HOSTING:
        return f"{'Einspeisung' if asked['sign'] < 0 else 'Verbrauch'} bis {asked['most_kw']} kW"
    if kind is Kind.OUTAGES:
        return f"{asked['days']} Tage" if asked["days"] else "das ganze Jahr"
    return f"{asked['leaks']} Rohrbrüche, {asked['sensors']} simulierte Sensoren, Startzahl {asked['seed']}"


def lasting(seconds: float) -> str:
    """About how long, rounded up to what a person says."""
    if seconds < 90:
        return f"{max(1, round(seconds))} {'Sekunde' if round(seconds) <= 1 else 'Sekunden'}"
    if seconds < 90 * 60:
        return f"{-(-int(seconds) // 60)} Minuten"
    return f"{number(seconds / 3600, 1)} Stunden"

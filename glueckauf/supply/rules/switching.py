"""Plans of switchings: what somebody writes, what a plan may not do, and how it is taken back."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

WORDS = {"auf": True, "öffnen": True, "offen": True, "zu": False, "schließen": False, "geschlossen": False}
MOST_STEPS = 40


class UnreadableStep(ValueError):
    """A line that names no switch and position."""


def read(text: str) -> list[tuple[str, bool]]:
    """A step a line: `r01-k2a auf`. Raises UnreadableStep with the line."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, word = line.rpartition(" ")
        if not name or word.lower() not in WORDS or len(name) > 120:
            raise UnreadableStep(line[:80])
        found.append((name.strip(), WORDS[word.lower()]))
    if len(found) > MOST_STEPS:
        raise UnreadableStep(f"mehr als {MOST_STEPS} Schritte")
    return found


def written(switches: Sequence[Mapping[str, Any]]) -> str:
    """The same the other way round."""
    return "\n".join(f"{one['id']} {'auf' if one['open'] else 'zu'}" for one in switches)


def forbidden(plan: Mapping[str, Any]) -> list[str]:
    """What no person may wave through."""
    found = [f"Schalter {one['id']} steht schon so." for one in plan["switches"] if not one["known"]]
    found += [
        f"Schalter {one['id']} würde die Arbeitsstelle wieder unter Spannung setzen." for one in plan["switches"] if one["workplace_live"]
    ]
    if not plan["is_cut"]:
        found.append("Das Kabel ist nach dem letzten Schritt nicht freigeschaltet.")
    return found


def doubtful(plan: Mapping[str, Any]) -> list[str]:
    """What has to be said yes to: two live parts joined, a limit crossed."""
    found = [f"Schalter {one['id']} verbindet zwei versorgte Teile zu einem Ring." for one in plan["switches"] if one["joins"]]
    over = [one for one in plan["switches"] if one["use"] is None or one["use"] > 1]
    return found + [f"Nach Schalter {one['id']} wird eine Grenze überschritten." for one in over]


def undoing(switches: Sequence[Mapping[str, Any]], kept: Collection[str] = ()) -> list[dict[str, Any]]:
    """The way back: the same states in reverse, without those that another outage needs as they stand."""
    return [{**one, "open": not one["open"]} for one in reversed(switches) if one["id"] not in kept]


def makes_live(way_back: Mapping[str, Any]) -> list[str]:
    """The step that would endanger the work on a cable; `way_back`: the steps judged for that cable."""
    steps = (one["id"] for one in way_back["switches"] if not one["section_dead"])
    return [f"Schalter {one} würde Kabel {way_back['line']} unter Spannung setzen, an dem noch gearbeitet wird." for one in steps][:1]


def stays_dark(count: int, lines: Sequence[str]) -> str:
    """Who would be without power when it ends, and no other outage says so."""
    who = "1 Anschluss wäre" if count == 1 else f"{count} Anschlüsse wären"
    return f"{who} ohne Strom, solange an {'Kabel' if len(lines) == 1 else 'den Kabeln'} {', '.join(lines)} gearbeitet wird."

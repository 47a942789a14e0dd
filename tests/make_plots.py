"""Plots as a check hands them out, the check that does, and a Leistung that shows it to the person who asked."""

from math import cos, pi, sin
from pathlib import Path

from make_seventh import KEY, seventh

from glueckauf.vorgaenge.registry import Finding, Result, check, knows_check

CLOCK = [f"{n // 4:02}:{n % 4 * 15:02}" for n in range(96)]
LOAD = [round(58 + 38 * max(0.0, sin((n - 30) / 96 * pi * 1.25)) ** 2 + 2 * cos(n), 2) for n in range(96)]
BOX = [round(v + (9 if 72 <= n < 92 else 0), 2) for n, v in enumerate(LOAD)]
HELD = [min(v, 100.0) for v in BOX]
REASONS = ("Ihre Wallbox darf ans Netz.", "An wenigen Abenden lädt sie mit 4,2 kW.")


def series(name, values, kind="line"):
    return {"name": name, "kind": kind, "values": values}


def worst_day(**changes):
    """Transformer of a street before and after, with its limit."""
    lines = [series("ohne Ihre Wallbox", LOAD), series("begrenzt, wenn nötig", HELD), series("volle Leistung, 11 kW", BOX)]
    plot = {"title": "Der schwierigste Tag im Jahr: Auslastung des Transformators", "unit": "%", "x": CLOCK, "x_title": "Uhrzeit"}
    return plot | {"series": [*lines, series("erlaubte Last", [100] * 96, "limit")]} | changes


def feeder(**changes):
    """Voltage over metres, falling towards its least."""
    metres = [0.0, 40.0, 85.5, 140.0, 190.0, 260.0, 310.0]
    before = [1.0, 0.992, 0.985, 0.976, 0.97, 0.962, 0.958]
    plot = {"title": "Spannung entlang der Leitung", "unit": "p.u.", "x": metres, "x_title": "Meter vom Transformator"}
    lines = [series("vorher", before), series("nachher", [v - n * 0.003 for n, v in enumerate(before)])]
    return plot | {"series": [*lines, series("mindestens", [0.9] * 7, "limit")]} | changes


def duration(**changes):
    """All quarter-hours by size, thinned to 400, as an area."""
    values = [round(100 * (1 - n / 400) ** 1.7, 3) for n in range(400)]
    plot = {"title": "Leistung über das Jahr", "unit": "kW", "x": [n / 4 for n in range(400)], "x_title": "Prozent des Jahres"}
    return plot | {"series": [series("Leistung", values, "area")]} | changes


ASKS = "Siebzehn Gäste? Meinten Sie siebzig?"


def finding(result=Result.OK, *plots):
    return Finding(result=result, reasons=REASONS, version="Prüfung 3.2, Netz vom 12. November 2026", evidence={"plots": list(plots)})


def register():
    """Answers by how many guests come: a check like any other, registered once."""
    if knows_check("kurve"):
        return

    @check("kurve", "Anschluss ans Stromnetz")
    def _curve(case):
        guests = int(case.answers["gaeste"])
        if guests == 13:
            return finding(Result.OK, worst_day(series=[]))
        if guests == 17:
            return Finding(result=Result.UNKNOWN, reasons=REASONS, version="Prüfung 3.2", evidence={"ask": ASKS})
        return finding(Result.NO if guests > 1000 else Result.CONDITIONS, worst_day(), feeder(), duration())


def shown(root: Path, *, checks="[anschrift, pflichtnachweise, kurve]", told="[kurve]") -> Path:
    """The seventh Leistung with this check, whose words the person reads."""
    register()
    folder = seventh(root)
    file = folder / "leistung.yaml"
    file.write_text(
        file.read_text("utf-8").replace("checks: [anschrift, pflichtnachweise]", f"checks: {checks}\nshown_checks: {told}"), "utf-8"
    )
    return folder


__all__ = ["KEY", "REASONS", "duration", "feeder", "finding", "register", "series", "shown", "worst_day"]

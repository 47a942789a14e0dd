"""What was held against which limit, as the rows a page shows beside the reasons. Of the asker's own area; no element has a name."""

from collections.abc import Mapping
from typing import Any

from glueckauf.supply.rules.answer import Found, Outcome
from glueckauf.supply.rules.numbers import decimal

WORDS = {
    "voltage_low": ("Niedrigste Spannung in Ihrem Ortsnetz", "mindestens"),
    "voltage_high": ("Höchste Spannung in Ihrem Ortsnetz", "höchstens"),
    "line": ("Stärkste Last einer Leitung", "höchstens"),
    "transformer": ("Stärkste Last des Transformators", "höchstens"),
}

PERCENT = "\u00a0%"
HELD = 0.98  # of a limit: dimming stops just below it


def measures(found: Found) -> list[dict[str, str]]:
    """what, value, limit, result: of the year with the device, dimmed where that was the answer. Empty without a study."""
    if found.said is None:
        return []
    rows = [row(one, found) for one in found.said["after"]]
    if rise := found.said.get("rise"):
        over = rise["value"] > rise["limit"]
        rows.append(
            {
                "what": "Anhebung der Spannung durch alle Erzeuger",
                "value": f"{decimal(rise['value'])}{PERCENT}",
                "limit": f"höchstens {decimal(rise['limit'])}{PERCENT}",
                "result": "zu hoch" if over else "in Ordnung",
            }
        )
    return rows


def row(one: Mapping[str, Any], found: Found) -> dict[str, str]:
    """One quantity at its worst quarter-hour."""
    what, least = WORDS[one["quantity"]]
    percent = 100 if one["quantity"].startswith("voltage") else 1
    unit = f"{PERCENT} der Nennspannung" if percent == 100 else PERCENT
    over = one["use"] > 1 + 1e-9
    held = found.outcome is Outcome.DIMMED and one["use"] > HELD
    return {
        "what": what,
        "value": f"{decimal(percent * one['value'])}{unit}",
        "limit": f"{least} {decimal(percent * one['limit'], 0)}{PERCENT}",
        "result": "zu viel" if over else "durch Steuern eingehalten" if held else "in Ordnung",
    }

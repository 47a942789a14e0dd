"""What a letter may name: placeholders every letter has, commands of the shared sheet, and the answers of this form."""

from typing import Any

from glueckauf.catalogue.rules.editor.posted import german
from glueckauf.catalogue.rules.editor.tree import walk

ALWAYS = (
    ("#daten.number", "Vorgangsnummer"),
    ("#daten.values.applicant", "Name der Person"),
    ("#day(daten.values.received_on)", "Tag des Eingangs"),
    ("#daten.kommune.name", "Name der Stadt"),
    ("#euros(daten.fee.total_cents)", "Summe der Gebühren"),
)
COMMANDS = (
    ("#tenor[ … ]", "hervorgehobener Kasten mit dem, was entschieden ist"),
    ("#decisions(daten)", "die Entscheidungen in diesem Kasten"),
    ("#conditions(daten)", "Auflagen, wenn es welche gibt"),
    ("#fees(daten)", "Tabelle der Gebühren und wie zu zahlen ist"),
    ("#reasons(daten)", "die Begründung"),
    ("== Überschrift", "Zwischenüberschrift"),
    ("*fett*", "hervorgehoben"),
)


def answers_named(sections: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Answers of the form, as a letter names them. Those of a group are a list and stand in the manual."""
    found = []
    for place, path, field in walk(sections):
        kind = field.get("type")
        if place.inner is not None or kind in ("info", "group", "file"):
            continue
        plain = f'daten.values.answers.at("{path}", default: "")'
        code = f"#day({plain})" if kind == "date" else f"#euros({plain})" if kind == "money" else f"#{plain}"
        found.append((code, german(field.get("label"))))
    return found

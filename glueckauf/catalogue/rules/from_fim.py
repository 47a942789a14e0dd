"""The folder of a Leistung from a FIM Stammdatenschema: what the schema knows, and visible gaps for what only a person can know."""

from typing import Any

import yaml

from glueckauf.forms.xdatenfelder import Imported

# Names FIM gives to the answers that name an applicant, in the order they are preferred.
APPLICANT = {"name": ("familienname", "nachname", "name"), "first_name": ("vorname", "vornamen"), "email": ("email", "e_mail")}

LETTER = """\
#import "/brief.typ": *
#show: brief.with(daten + (subject: "{name}"))
#tenor[{sentence}]
#conditions(daten)
#if daten.fee.lines.len() > 0 [#fees(daten)]
#reasons(daten)
"""
TEXT = """\
## Worum es geht

Hier stellen Sie {in_ort} den Antrag „{name}“. Dieser Text ist noch zu schreiben.
"""


def files(imported: Imported, *, key: str, office: str, topic: str) -> dict[str, str]:
    """Every file of the folder by its name. It passes `catalogue_check`; what is open says so on the pages."""
    name = imported.name.replace('"', "").replace("\\", "").replace("#", "")
    definition = leistung(imported, key=key, office=office, topic=topic)
    return {
        "leistung.yaml": yaml.safe_dump(definition, allow_unicode=True, sort_keys=False, width=140),
        "text.de.md": TEXT.replace("{name}", name),
        "bescheid.typ": LETTER.format(name=name, sentence="Ihrem Antrag geben wir statt."),
        "ablehnung.typ": LETTER.format(name=name, sentence="Ihren Antrag lehnen wir ab."),
    }


def leistung(imported: Imported, *, key: str, office: str, topic: str) -> dict[str, Any]:
    """leistung.yaml as a value."""
    fim = f"aus FIM {imported.identity} übernommen, der Leistungsschlüssel ist noch einzutragen"
    return {
        "key": key,
        "name": imported.name,
        "short": f"Sie stellen den Antrag: {imported.name}.",
        "action": "Antrag stellen",
        "leika": {"none": fim},
        "topic": topic,
        "audience": ["citizen"],
        "search": [imported.name.lower()],
        "law": [{"text": imported.law or "noch einzutragen", "source": imported.identity}],
        "mode": "P",
        "office": office,
        "trust": "none",
        "minutes": str(max(5, questions(imported) // 3)),
        "form": {"sections": imported.sections},
        "applicant": applicant(imported),
        "nachweise": list(imported.nachweise),
        "fee": {"kind": "to_be_entered"},
        "deadlines": {},
        "decision": {"outcome": "bescheid", "remedy": "klage", "letters": {"grant": "bescheid.typ", "refuse": "ablehnung.typ"}},
        "retention": {"to_be_entered": "Aktenplan der Stadt"},
        "privacy": f"Wir nutzen Ihre Angaben, um über den Antrag „{imported.name}“ zu entscheiden.",
    }


def applicant(imported: Imported) -> dict[str, str]:
    """Which answers name the applicant, as far as FIM's own names tell."""
    keys = {field["key"] for section in imported.sections for field in section["fields"] if field["type"] in ("text", "name")}
    found = {part: next((name for name in names if name in keys), "") for part, names in APPLICANT.items()}
    return {part: name for part, name in found.items() if name}


def questions(imported: Imported) -> int:
    """How many there are, to guess the minutes."""
    return sum(len(section["fields"]) for section in imported.sections)

"""A letter to Erika Mustermann, as a Leistung would have it written."""

import subprocess
from datetime import UTC, datetime
from uuid import UUID

from glueckauf.identity.rules.actor import Rule
from glueckauf.letters import actions

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
ERIKA = "6b7d3a5e-0a51-4c0e-8f2e-3a1f6a1f0001"
RULE = Rule(tenant="bochum", name="automatic")
TEMPLATE = """#import "/brief.typ": *
#show: brief.with(daten)

Sie haben am #day(daten.values.eingang) einen Hund angemeldet. Wir entscheiden:
#decisions(daten)
#fees(daten)
== Warum wir so entscheiden
#reasons(daten)
"""


def daten(**changes):
    """All a letter is told; keyword arguments change it."""
    return {
        "kommune": {
            "name": "Stadt Bochum",
            "office": "Amt für Finanzsteuerung",
            "unit": "Team Hundesteuer",
            "address": "Musterplatz 4, 44787 Bochum",
            "phone": "115",
            "email": "hundesteuer@bochum.example",
            "colours": ["#14508c"],
        },
        "recipient": ["Frau", "Erika Mustermann", "Musterstraße 12", "44787 Bochum"],
        "number": "BO-2026-048213-K",
        "date": "2026-11-30",
        "subject": "Hundesteuerbescheid für Ihren Hund",
        "salutation": "Guten Tag Erika Mustermann,",
        "decisions": ["Für Ihren Hund setzen wir ab 1. November 2026 eine Hundesteuer fest.", "Für 2026 zahlen Sie 28,00 €."],
        "reasons": ["Sie halten seit dem 14. November 2026 einen Hund in Bochum."],
        "fee": {
            "lines": [
                {"text": "November und Dezember 2026", "cents": 2800, "due": "4. Januar 2027"},
                {"text": "2027", "cents": 16800, "due": "15. Februar 2027"},
            ],
            "total_cents": 19600,
            "pay": ["Bitte überweisen Sie den Betrag."],
        },
        "remedy": {"texts": ["Gegen diesen Bescheid kann Widerspruch erhoben werden."], "explanation": ["Rufen Sie uns vorher an."]},
        "signed_by": "M. Beispiel",
        "answers": [{"title": "Ihr Hund", "rows": [["Name", "Flöz"]]}],
        "values": {"eingang": "2026-11-24"},
        **changes,
    }


def letter(*, template=TEMPLATE, at=NOON, by=RULE, attachments=None, **changes):
    """A sealed letter of Bochum."""
    return actions.issue(
        by.tenant,
        template=template,
        daten=daten(**changes),
        attachments={"antrag.json": b'{"hund": "Fl\xc3\xb6z"}'} if attachments is None else attachments,
        subject_ref="bescheid:1",
        number="BO-2026-048213-K",
        title="Hundesteuerbescheid",
        recipient_person=str(UUID(ERIKA)),
        by=by,
        at=at,
    )


def text_of(pdf):
    """Its words in reading order, by poppler."""
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()

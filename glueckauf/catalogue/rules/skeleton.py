"""A new Leistung before anybody wrote a word: complete enough to be shown, with sentences that ask to be replaced."""

from typing import Any

GRANT = """#import "/brief.typ": *
#show: brief.with(daten)

Sie haben am #day(daten.values.received_on) einen Antrag gestellt. Wir entscheiden:
#decisions(daten)
#conditions(daten)
#fees(daten)
== Warum wir so entscheiden
#reasons(daten)
"""
REFUSAL = """#import "/brief.typ": *
#show: brief.with(daten)

Sie haben am #day(daten.values.received_on) einen Antrag gestellt. Wir lehnen ihn ab.
== Warum wir so entscheiden
#reasons(daten)
"""


def skeleton(slug: str, *, name: str, office: str, topic: str) -> dict[str, Any]:
    """Content of an own service. What has to be found out stands as such, nothing is guessed."""
    return {
        "leistung": {
            "key": slug,
            "name": name,
            "short": "Ein Satz, der sagt, wofür diese Leistung da ist.",
            "action": "Jetzt beantragen",
            "leika": {"none": "noch nicht nachgesehen"},
            "topic": topic,
            "audience": ["citizen"],
            "search": [name],
            "law": [],
            "mode": "P",
            "office": office,
            "trust": "none",
            "minutes": "10",
            "form": {"sections": [first_section()]},
            "applicant": {"name": "nachname", "first_name": "vorname", "email": "email"},
            "fee": {"kind": "none"},
            "deadlines": {},
            "decision": {
                "outcome": "bescheid",
                "remedy": "klage",
                "letters": {"grant": "bescheid.typ", "refuse": "ablehnung.typ"},
            },
            "retention": {"to_be_entered": "Aktenplan der Stadt"},
            "privacy": "Wir nutzen Ihre Angaben, um über Ihren Antrag zu entscheiden.",
        },
        "texts": {"de": "## Für wen\n\nSchreiben Sie hier, wer die Leistung bekommt.\n"},
        "letters": {"bescheid.typ": GRANT, "ablehnung.typ": REFUSAL},
        "examples": [],
    }


def first_section() -> dict[str, Any]:
    """Who applies."""
    return {
        "key": "person",
        "title": {"de": "Über Sie", "en": "About you"},
        "fields": [
            {
                "key": "vorname",
                "type": "name",
                "label": {"de": "Vorname", "en": "First name"},
                "autocomplete": "given-name",
                "width": "half",
            },
            {
                "key": "nachname",
                "type": "name",
                "label": {"de": "Nachname", "en": "Last name"},
                "autocomplete": "family-name",
                "width": "half",
            },
            {"key": "email", "type": "email", "label": {"de": "E-Mail", "en": "E-mail"}, "optional": "true", "autocomplete": "email"},
        ],
    }

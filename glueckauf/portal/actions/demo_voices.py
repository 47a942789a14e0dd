"""Demo only: what visitors said about pages, invented, so that the desk's page of feedback is read with something on it."""

from datetime import datetime, timedelta

from glueckauf.cities.queries import kommunen
from glueckauf.portal.actions.feedback import give_feedback
from glueckauf.portal.rules.feedback import Spot

DOG, HOME, BIN = "hundesteuer-anmeldung", "wohnsitz-anmeldung", "abfallbehaelter"
# (page, Leistung, helpful, language, words)
VOICES = (
    ("leistung", DOG, "ja", "de", ""),
    ("leistung", DOG, "ja", "de", "Der Rechner hat mir geholfen. Ich wusste sofort, was ich zahle."),
    ("leistung", DOG, "nein", "de", "Ich habe nicht gefunden, was gilt, wenn der Hund nur ein halbes Jahr bei mir ist."),
    ("leistung", DOG, "ja", "en", "Clear. I only moved here in May."),
    ("leistung-leicht", DOG, "ja", "de", "Das habe ich verstanden."),
    ("antrag-schritt", DOG, "nein", "de", "Die Frage nach der Rasse war schwer.\nMein Hund ist ein Mischling."),
    ("leistung", HOME, "nein", "de", "Warum muss ich dafür noch kommen?"),
    ("leistung", HOME, "ja", "de", ""),
    ("leistung", BIN, "nein", "de", "Es steht nicht da, wie groß die Tonnen sind."),
    ("suche", "", "ja", "de", ""),
    ("suche", "", "nein", "tr", "Türkçe sayfa yok mu?"),
    ("kommune", "", "ja", "de", ""),
)
APART = timedelta(days=5, hours=7)


def fill_voices(now: datetime) -> None:
    """The same in every city, over the last two months."""
    for city in kommunen():
        for back, (page, leistung, helpful, language, text) in enumerate(VOICES, start=1):
            spot = Spot(page=page, kommune=city.key, leistung=leistung)
            give_feedback(spot, helpful=helpful, text=text, language=language, at=now - back * APART)

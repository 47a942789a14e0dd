"""Topics by life situation, as start page and crumbs show them. A topic that is not here stands under its own name."""

from dataclasses import dataclass

from glueckauf.forms.schema import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One card."""

    key: str
    title: Text


TITLES = {
    "tiere": Text(de="Tiere", en="Animals"),
    "verkehr": Text(de="Auto und Straße", en="Car and street"),
    "wohnen": Text(de="Umziehen und Wohnen", en="Moving and housing"),
    "urkunden": Text(de="Urkunden und Auskünfte", en="Certificates and records"),
    "familie": Text(de="Heiraten und Familie", en="Marriage and family"),
    "geld": Text(de="Geld und Hilfe", en="Money and support"),
    "umwelt": Text(de="Müll, Garten, Bäume", en="Waste, garden, trees"),
    "melden": Text(de="Der Stadt etwas melden", en="Telling the city"),
    "freizeit": Text(de="Bücher und Freizeit", en="Books and leisure"),
    "ausweis": Text(de="Ausweis und Reise", en="ID and travel"),
    "veranstaltung": Text(de="Feste und Veranstaltungen", en="Festivals and events"),
    "unternehmen": Text(de="Ein Unternehmen gründen", en="Starting a business"),
}


def topic(key: str) -> Topic:
    """The topic of a key."""
    return Topic(key=key, title=TITLES.get(key) or Text(de=key.replace("-", " ").capitalize()))

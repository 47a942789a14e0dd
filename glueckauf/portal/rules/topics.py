"""Topics by life situation, as start page and crumbs show them. A topic that is not here stands under its own name."""

from dataclasses import dataclass

from glueckauf.forms.schema import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One card."""

    key: str
    title: Text


TITLES = {
    "mobilitaet": Text(de="Auto und Straße", en="Car and street"),
    "hund": Text(de="Tiere", en="Animals"),
    "gewerbe": Text(de="Ein Unternehmen gründen", en="Starting a business"),
    "wirtschaft": Text(de="Ein Unternehmen gründen", en="Starting a business"),
    "geburt": Text(de="Kinder und Familie", en="Children and family"),
    "umziehen": Text(de="Umziehen und Wohnen", en="Moving and housing"),
    "wohnen": Text(de="Umziehen und Wohnen", en="Moving and housing"),
    "familie": Text(de="Kinder und Familie", en="Children and family"),
    "urkunden": Text(de="Urkunden", en="Certificates"),
    "tiere": Text(de="Tiere", en="Animals"),
    "verkehr": Text(de="Auto und Straße", en="Car and street"),
    "unternehmen": Text(de="Ein Unternehmen gründen", en="Starting a business"),
    "bauen": Text(de="Bauen", en="Building"),
}


def topic(key: str) -> Topic:
    """The topic of a key."""
    return Topic(key=key, title=TITLES.get(key) or Text(de=key.replace("-", " ").capitalize()))

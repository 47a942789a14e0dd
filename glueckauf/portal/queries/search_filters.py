"""Filters of the search page: city, for whom, which way. Each is a link that counts what it would leave, the other filters held."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from glueckauf.cities import queries as cities
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.portal.queries.search_rows import Candidate
from glueckauf.portal.rules.way import Way

AUDIENCES = {
    "mich": ("citizen", _("Bürgerinnen und Bürger")),
    "firma": ("company", _("Unternehmen")),
    "gruendung": ("founder", _("Gründung")),
}
WAYS = {
    "online": (Way.ONLINE, _("ganz online")),
    "termin": (Way.COUNTER, _("Termin online, Antrag vor Ort")),
    "woanders": (Way.ELSEWHERE, _("macht eine andere Stelle")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What is asked for. `where`: the place as typed; `audience` and `way`: keys of AUDIENCES and WAYS, or empty."""

    text: str
    where: str
    chosen: tuple[KommuneData, ...]
    topic: str
    audience: str
    way: str

    def keys(self, found: Candidate) -> tuple[str, ...]:
        """The cities in which a Leistung is shown; none where it is not."""
        if self.topic not in ("", found.topic) or (self.audience and AUDIENCES[self.audience][0] not in found.audience):
            return ()
        here, way = {k.key for k in self.chosen}, WAYS[self.way][0] if self.way else None
        return tuple(key for key, there in found.ways.items() if (not here or key in here) and way in (None, there))

    def count(self, all_of: Iterable[Candidate]) -> int:
        """How many are shown."""
        return sum(bool(self.keys(found)) for found in all_of)

    @property
    def url(self) -> str:
        """Its page."""
        query = {"q": self.text, "ort": self.where, "thema": self.topic, "fuer": self.audience, "weg": self.way}
        return f"{reverse('suche')}?{urlencode({name: value for name, value in query.items() if value})}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A link that narrows; for a chosen one, `url` takes it away."""

    name: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One heading with its choices. `key` is its id on the page."""

    key: str
    title: str
    choices: tuple[Choice, ...]


def groups(asked: Narrowing, all_of: list[Candidate]) -> tuple[Group, ...]:
    """A choice that would leave nothing is left out, except of the cities and what is chosen."""
    places = tuple(city(asked, kommune, all_of) for kommune in cities.kommunen())
    whom = several(AUDIENCES, asked.audience, lambda key: replace(asked, audience=key), all_of)
    ways = several(WAYS, asked.way, lambda key: replace(asked, way=key), all_of)
    found = (("stadt", _("Stadt"), places), ("fuer", _("Für wen"), whom), ("weg", _("Wie es geht"), ways))
    return tuple(Group(key=key, title=str(title), choices=choices) for key, title, choices in found if choices)


def city(asked: Narrowing, kommune: KommuneData, all_of: list[Candidate]) -> Choice:
    """One city."""
    narrowed, is_chosen = replace(asked, where=kommune.name, chosen=(kommune,)), kommune in asked.chosen
    url = replace(asked, where="").url if is_chosen else narrowed.url
    return Choice(name=kommune.name, count=narrowed.count(all_of), url=url, is_chosen=is_chosen)


def several(
    names: Mapping[str, tuple[str, object]], chosen: str, narrowed: Callable[[str], Narrowing], all_of: list[Candidate]
) -> tuple[Choice, ...]:
    """The choices of one kind."""
    found = (
        Choice(name=str(name), count=narrowed(key).count(all_of), url=narrowed("" if key == chosen else key).url, is_chosen=key == chosen)
        for key, (_value, name) in names.items()
    )
    return tuple(choice for choice in found if choice.count or choice.is_chosen)

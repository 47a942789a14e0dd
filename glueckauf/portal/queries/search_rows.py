"""Rows of the search page: a Leistung with the cities that are shown, how far it goes online there, and why it was found."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries import Hit
from glueckauf.catalogue.rules.marking import Marker, Piece
from glueckauf.catalogue.rules.national import Level
from glueckauf.catalogue.rules.search_index import Fit, Why
from glueckauf.cities import queries as cities
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.portal.rules.way import Way, best_way, way_of

LEVELS = {
    Level.BUND: gettext_lazy("nationaler Katalog, Bund"),
    Level.LAND: gettext_lazy("nationaler Katalog, Land"),
    Level.GEMEINDE: gettext_lazy("nationaler Katalog, Stadt oder Gemeinde"),
    Level.OPEN: gettext_lazy("nationaler Katalog, Ebene offen"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What filters look at. `ways`: key of each city that has it, and how far it goes online there; an entry of the national
    catalogue says neither that nor for whom it is."""

    hit: Hit
    ways: dict[str, Way]
    audience: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One Leistung, and where it was found; one place: the title is the link. `level`: of an entry that is not complete here.
    `title` and `text`: name and short text in pieces, with whether each is what was looked for."""

    slug: str
    name: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    why: str
    minutes: int
    way: Way
    kommunen: tuple[KommuneData, ...]
    level: Level | None = None

    @property
    def level_name(self) -> str:
        """Who carries it out, as far as the catalogue says."""
        return str(LEVELS[self.level]) if self.level else ""


def candidate(hit: Hit) -> Candidate:
    """With what the Leistung says in each city."""
    if hit.level:
        return Candidate(hit=hit, ways=dict.fromkeys(hit.kommunen, Way.NONE))
    there = {kommune: catalogue.leistung(kommune, hit.slug).leistung for kommune in hit.kommunen}
    first = next(iter(there.values()))
    return Candidate(hit=hit, ways={k: way_of(found) for k, found in there.items()}, audience=first.audience, topic=first.topic)


def row(hit: Hit, keys: tuple[str, ...], marker: Marker, language: str) -> Row:
    """In the language of the page, for the cities that are shown."""
    kommunen = tuple(map(cities.kommune, keys))
    if hit.level:
        why, title = reason(hit.why), marker.pieces(hit.name)
        return Row(slug=hit.slug, name=hit.name, title=title, text=(), why=why, minutes=0, way=Way.NONE, kommunen=kommunen, level=hit.level)
    there = [catalogue.leistung(kommune, hit.slug).leistung for kommune in keys]
    leistung = next((found for found in there if found.offered), there[0])
    name = leistung.name.in_language(language)
    short = (leistung.short if leistung.offered else leistung.not_offered or leistung.short).in_language(language)
    return Row(
        slug=leistung.key,
        name=name,
        title=marker.pieces(name),
        text=marker.pieces(short),
        why=reason(hit.why),
        minutes=leistung.minutes,
        way=best_way(there),
        kommunen=kommunen,
    )


def reason(why: Why | None) -> str:
    """Why it was found, as a phrase."""
    if why is None:
        return ""
    if why.fit is Fit.TEXT:
        return _("„%(word)s“ steht im Text") % {"word": why.said}
    fits = _("ähnlich wie „%(phrase)s“") if why.fit is Fit.LIKE else _("passt zu „%(phrase)s“")
    return fits % {"phrase": why.said} + (f" ({', '.join(why.others)})" if why.others else "")

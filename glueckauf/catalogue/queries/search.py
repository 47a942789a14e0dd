"""Search over all Leistungen, ours and the national catalogue's: everyday words, with a city or postcode inside the query."""

from dataclasses import dataclass

from glueckauf.catalogue.queries.current import watch
from glueckauf.catalogue.queries.everyday import everyday
from glueckauf.catalogue.queries.remembered import remembered
from glueckauf.catalogue.queries.standing import Stand, standing
from glueckauf.catalogue.rules.everyday import LifeSituation
from glueckauf.catalogue.rules.marking import Marker
from glueckauf.catalogue.rules.national import Level
from glueckauf.catalogue.rules.places import Place, Places
from glueckauf.catalogue.rules.search_index import Answer, Match, Source, Why
from glueckauf.cities.queries import folder, kommunen, own_table
from glueckauf.cities.rules.own_table import municipalities

MOST_CHARACTERS = 200
MOST_NATIONAL = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A Leistung, why it was found, and the cities that have it. `level` is empty for one that is complete here."""

    slug: str
    name: str
    why: Why | None
    kommunen: tuple[str, ...]
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Best first. `text`: what was looked for, without the place; `kommunen`: the cities that place is, `elsewhere`: names of
    municipalities that are not with us; `understood`: typed and meant; `marker` marks what was typed in any text."""

    text: str
    kommunen: tuple[str, ...]
    elsewhere: tuple[str, ...]
    hits: tuple[Hit, ...]
    marker: Marker
    understood: tuple[tuple[str, str], ...] = ()
    instead: tuple[str, ...] = ()


def situations() -> tuple[LifeSituation, ...]:
    """Situations of life whose first Leistung exists."""
    there = standing.current().cities
    return tuple(s for s in everyday().situations if s.leistungen[0] in there)


def search(text: str) -> Found:
    """Looks everywhere; which cities the text names is said beside. Empty where nothing is near."""
    known = places(watch.current().publication)
    split = known.split(text.replace("\0", " ")[:MOST_CHARACTERS])
    ours = {k.ars: k.key for k in kommunen()}
    here = tuple(ours[ars] for ars in split.keys if ars in ours)
    stand = standing.current()
    answer = stand.index.search(split.rest) if split.rest or not here else everything(stand)
    hits = tuple(hit_of(match, stand, tuple(ours.values())) for match in answer.matches)
    return Found(
        text=split.rest,
        kommunen=here,
        elsewhere=tuple(known.names[ars] for ars in split.keys if ars not in ours),
        hits=few_national(hits),
        marker=Marker(answer.terms, stand.index.terms_of),
        understood=answer.understood,
        instead=answer.instead,
    )


def everything(stand: Stand) -> Answer:
    """Only a place was named: all that it has."""
    return Answer(matches=tuple(Match(key=slug, score=0.0, why=None) for slug in stand.cities))


def hit_of(match: Match, stand: Stand, everywhere: tuple[str, ...]) -> Hit:
    """A national entry exists in every city."""
    entry = stand.index.by_key[match.key]
    if entry.source is Source.OWN:
        return Hit(slug=match.key, name=entry.names[0], why=match.why, kommunen=stand.cities[match.key])
    return Hit(slug=match.key, name=entry.names[0], why=match.why, kommunen=everywhere, level=stand.levels[match.key])


def few_national(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The national catalogue cuts finely; its first ones are enough."""
    last = [hit.slug for hit in hits if hit.level][MOST_NATIONAL:]
    return tuple(hit for hit in hits if hit.slug not in last)


@remembered(most=2)
def places(publication: int) -> Places:
    """The cities of Glückauf and all municipalities of the Ruhr by ARS, those that became part of another too."""
    own = {k.ars: Place(key=k.ars, names=(k.name, k.key), postcodes=frozenset(k.postcodes)) for k in kommunen()}
    table = own_table(folder())
    others = {m.ars: Place(key=m.ars, names=(m.name,), postcodes=frozenset(m.postcodes)) for m in municipalities(table).values()}
    former = [Place(key=f.into, names=(f.name,)) for f in table.former]
    return Places((*(others | own).values(), *former))

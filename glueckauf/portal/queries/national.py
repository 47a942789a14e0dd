"""Pages of the national catalogue in one city: one Leistung, and all of them from A to Z, by topic, by life situation."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries import national
from glueckauf.catalogue.queries.national import NationalEntry
from glueckauf.cities import queries as cities
from glueckauf.cities.rules.gazetteer import Region
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.portal.rules.national import Bearer, LawLink, bearers, laws, maker_of_rules, split_name, thing_key
from glueckauf.portal.rules.shelves import LETTERS, Sheet, letter, order, sheet

MOST_ALIKE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What stands in a list, without its address."""

    name: str
    slug: str
    is_ours: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a list. `is_ours`: with form, fee and letter."""

    name: str
    url: str
    is_ours: bool
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalPage:
    """All that is known of one Leistung here. `ours`: the slug of our own page where we have one. `is_thin`: hardly more than a name."""

    kommune: KommuneData
    entry: NationalEntry
    thing: str
    done: str
    rules_of: str
    bearers: tuple[Bearer, ...]
    regions: dict[str, Region]
    laws: tuple[LawLink, ...]
    alike: tuple[Line, ...]
    imported_at: datetime | None
    has_key: bool
    is_thin: bool
    ours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A link that narrows the list."""

    name: str
    url: str
    count: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CataloguePage:
    """The list of a city. Without a filter: our own Leistungen, and where to look for the others."""

    kommune: KommuneData
    title: str
    filter: str
    sheet: Sheet[Line]
    letters: tuple[Choice, ...]
    topics: tuple[Choice, ...]
    situations: tuple[Choice, ...]
    before: str
    after: str
    total: int
    imported_at: datetime | None


def national_page(kommune: str, key: str) -> NationalPage:
    """Raises UnknownEntry, UnknownKommune."""
    city, entry = cities.kommune(kommune), national.entry(key)
    parent = national.find(thing_key(key))
    thing, done = split_name(entry.name, parent.name if parent else "")
    law = laws(entry.law)
    last = national.last_import()
    own = own_keys(kommune)
    alike = same_bundle(kommune, entry, own)
    return NationalPage(
        kommune=city,
        entry=entry,
        thing=thing,
        done=done,
        rules_of=maker_of_rules(entry.typ),
        bearers=bearers(entry.level),
        regions=regions_of(city.ars),
        laws=law,
        alike=alike,
        imported_at=last.at if last else None,
        has_key=bool(thing_key(key)),
        is_thin=entry.is_gone or not (law or any(line.is_ours for line in alike)),
        ours=own.get(key, ""),
    )


def regions_of(ars: str) -> dict[str, Region]:
    """Kreis, Regierungsbezirk and Land of a municipality by level."""
    known = cities.gazetteer()
    found = known.by_ars.get(ars)
    return {region.level: region for region in known.chain(found)} if found else {}


def same_bundle(kommune: str, entry: NationalEntry, own: dict[str, str]) -> tuple[Line, ...]:
    """Others of the same bundle, ours first."""
    others = shelves(national.version()).get(("bund", entry.ozg_id), ()) if entry.ozg_id else ()
    rows = [Row(name=e.name, slug=own.get(e.key, e.key), is_ours=e.key in own) for e in others if e.key != entry.key]
    return tuple(line_of(kommune, row) for row in sorted(rows, key=lambda row: not row.is_ours)[:MOST_ALIKE])


@catalogue.remembered(most=2)
def shelves(version: int) -> dict[tuple[str, str], tuple[NationalEntry, ...]]:
    """All entries by (filter, value), each shelf from A to Z."""
    found: dict[tuple[str, str], list[NationalEntry]] = {}
    for entry in sorted(national.entries(), key=lambda e: order(e.name)):
        values = (("buchstabe", letter(entry.name)), ("thema", entry.topic), ("lage", entry.situation), ("bund", entry.ozg_id))
        for name, value in values:
            if value:
                found.setdefault((name, value), []).append(entry)
    return {key: tuple(entries) for key, entries in found.items()}


def catalogue_page(kommune: str, *, start: str, topic: str, situation: str, number: int, language: str) -> CataloguePage:
    """Raises UnknownKommune. The first filter given counts: letter, topic, life situation."""
    city, base, shelf = cities.kommune(kommune), reverse("leistungen", args=[kommune]), shelves(national.version())
    wanted = (("buchstabe", start.upper()), ("thema", topic), ("lage", situation))
    name, value = next(((n, v) for n, v in wanted if v), ("", ""))
    own = own_rows(kommune, language)
    found = sheet(merged(shelf.get((name, value), ()), own, name, value), number)
    lines = tuple(line_of(kommune, row) for row in found.rows)
    query, last = ({name: value} if name else {}), national.last_import()
    return CataloguePage(
        kommune=city,
        title=value,
        filter=name,
        sheet=Sheet(rows=lines, number=found.number, count=found.count, total=found.total),
        letters=choices(base, "buchstabe", shelf, value, LETTERS, {letter(row.name) for row, _ in own}),
        topics=choices(base, "thema", shelf, value),
        situations=choices(base, "lage", shelf, value),
        before=page_url(base, query, found.before),
        after=page_url(base, query, found.after),
        total=len(national.entries()),
        imported_at=last.at if last else None,
    )


def merged(entries: Iterable[NationalEntry], own: list[tuple[Row, str]], name: str, value: str) -> list[Row]:
    """Ours and the others in one order; what is ours stands once, under our name, wherever the catalogue has its key."""
    keys = {e.key for e in entries}
    ours = [row for row, key in own if not name or key in keys or (name == "buchstabe" and letter(row.name) == value)]
    mine = {key for _, key in own}
    others = [Row(name=e.name, slug=e.key, topic=e.topic) for e in entries if e.key not in mine]
    return sorted([*ours, *others], key=lambda row: order(row.name))


def line_of(kommune: str, row: Row) -> Line:
    """A row with its address."""
    return Line(name=row.name, url=reverse("leistung", args=[kommune, row.slug]), is_ours=row.is_ours, topic=row.topic)


def own_rows(kommune: str, language: str) -> list[tuple[Row, str]]:
    """Our own Leistungen, each with its national key or nothing."""
    found = (entry.leistung for entry in catalogue.all_of(kommune))
    return [(Row(name=own.name.in_language(language), slug=own.key, is_ours=True), own.leika.key) for own in found]


def own_keys(kommune: str) -> dict[str, str]:
    """National key -> slug of our page in this city; where two share a key, the first by name."""
    found: dict[str, str] = {}
    for entry in catalogue.all_of(kommune):
        if entry.leistung.leika.key:
            found.setdefault(entry.leistung.leika.key, entry.leistung.key)
    return found


def choices(
    base: str,
    name: str,
    shelf: dict[tuple[str, str], tuple[NationalEntry, ...]],
    value: str,
    order_of: Iterable[str] = (),
    more: Collection[str] = (),
) -> tuple[Choice, ...]:
    """Values of a filter that have anything."""
    counts = {v: len(entries) for (n, v), entries in shelf.items() if n == name}
    keys = [key for key in order_of if key in counts or key in more] or sorted(counts, key=order)
    return tuple(Choice(name=key, url=page_url(base, {name: key}, 1), count=counts.get(key, 0), is_chosen=key == value) for key in keys)


def page_url(base: str, query: dict[str, str], number: int) -> str:
    """The address of a page; empty for page 0."""
    if not number:
        return ""
    words = urlencode(query | ({"seite": str(number)} if number > 1 else {}))
    return f"{base}?{words}" if words else base

"""Who is responsible: a place and perhaps a Leistung -> municipality -> office, by inheritance from Gemeinde to Bund."""

from dataclasses import dataclass

from django.urls import reverse

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries import LeistungOfCity, UnknownLeistung, national
from glueckauf.catalogue.queries.national import NationalEntry
from glueckauf.cities import queries as cities
from glueckauf.cities.rules.gazetteer import Answer, Former, Found, Municipality, Region
from glueckauf.cities.rules.schema import KommuneData, Office
from glueckauf.portal.rules.carried_out import local_bearers
from glueckauf.portal.rules.national import Bearer, bearers

NO_CHOICE = (Found.ONE, Found.LIKE, Found.BULK, Found.FORMER)
ALL = (Bearer.GEMEINDE, Bearer.KREIS, Bearer.BEZIRK, Bearer.LAND, Bearer.BUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One authority above or at the place. `answers`: sure · maybe · no; "" while no Leistung was named."""

    bearer: Bearer
    name: str
    seat: str
    answers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The Leistung that was named: ours or one of the national catalogue. Both empty: none."""

    key: str = ""
    name: str = ""
    own: LeistungOfCity | None = None
    entry: NationalEntry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityPage:
    """What the page shows. `place` is known when the question has one answer; `choices` are to be chosen from; `gone` is the name of
    a municipality that the register does not have any more.

    `sure`: the one level that is responsible, where that is known.
    """

    text: str
    service: str
    services: tuple[tuple[str, str], ...]
    found: Found
    postcode: str
    former: Former | None
    choices: tuple[tuple[str, str, str], ...]
    wanted: Wanted
    gone: str = ""
    place: Municipality | None = None
    levels: tuple[Level, ...] = ()
    sure: Bearer | None = None
    city: KommuneData | None = None
    office: Office | None = None
    service_url: str = ""
    source: str = ""


def responsibility_page(*, text: str, service: str, language: str) -> ResponsibilityPage:
    """Asks again where a place or a postcode is not one municipality."""
    answer = cities.find_place(text)
    wanted = wanted_of(service, language)
    page = ResponsibilityPage(
        text=shown(answer, text),
        service=wanted.key,
        services=services(wanted, language),
        found=answer.found,
        postcode=answer.postcode,
        former=answer.former,
        choices=choices(answer, wanted.key) if answer.found is Found.SEVERAL else (),
        wanted=wanted,
        gone=answer.municipalities[0].full_name if answer.found is Found.GONE else "",
        source=cities.own_table(cities.folder()).source,
    )
    return answered(page, answer.municipalities[0]) if answer.found in NO_CHOICE else page


def shown(answer: Answer, text: str) -> str:
    """What stands in the box again: a key that came by a link reads as its name."""
    is_key = len(text) == 12 and text.isdigit() and answer.municipalities
    return answer.municipalities[0].name if is_key else answer.text


def answered(page: ResponsibilityPage, place: Municipality) -> ResponsibilityPage:
    """The page of one municipality."""
    city = next((k for k in cities.kommunen() if k.ars == place.ars), None)
    own = own_of(city, page.wanted)
    sure = responsible(page.wanted, place)
    return ResponsibilityPage(
        **{
            name: getattr(page, name)
            for name in ("text", "service", "services", "found", "postcode", "former", "choices", "wanted", "source")
        },
        place=place,
        levels=levels(place, sure),
        sure=sure[0] if len(sure) == 1 else None,
        city=city,
        office=next((o for o in city.offices if o.key == own.leistung.office), None) if city and own else None,
        service_url=service_url(city, own, page.wanted),
    )


def own_of(city: KommuneData | None, wanted: Wanted) -> LeistungOfCity | None:
    """Our Leistung in this city."""
    if city is None or wanted.own is None:
        return None
    try:
        return catalogue.leistung(city.key, wanted.own.leistung.key)
    except UnknownLeistung:
        return None


def service_url(city: KommuneData | None, own: LeistungOfCity | None, wanted: Wanted) -> str:
    """Our page of the Leistung there; empty for a place that is not with us."""
    if city is None or not wanted.key or (wanted.own and own is None):
        return ""
    return reverse("leistung", args=[city.key, wanted.key])


def responsible(wanted: Wanted, place: Municipality) -> tuple[Bearer, ...]:
    """Who may be, nearest first; nobody while no Leistung was named."""
    if wanted.own:
        return local_bearers(wanted.own.leistung.office, land=place.ars[:2], is_district_free=place.is_district_free)
    return bearers(wanted.entry.level) if wanted.entry else ()


def levels(place: Municipality, sure: tuple[Bearer, ...]) -> tuple[Level, ...]:
    """From the municipality up to the Bund."""
    above: dict[str, Region] = {region.level: region for region in cities.gazetteer().chain(place)}
    found = []
    for bearer in ALL:
        region = above.get(bearer)
        if region is None and bearer not in (Bearer.GEMEINDE, Bearer.BUND):
            continue
        answers = "" if not sure else "no" if bearer not in sure else "sure" if len(sure) == 1 else "maybe"
        name = place.full_name if bearer is Bearer.GEMEINDE else region.name if region else ""
        found.append(Level(bearer=bearer, name=name, seat=region.seat if region else "", answers=answers))
    return tuple(found)


def choices(answer: Answer, service: str) -> tuple[tuple[str, str, str], ...]:
    """(name, what tells it apart, address) of each place that may be meant."""
    known, base = cities.gazetteer(), reverse("zustaendigkeit")
    more = f"&leistung={service}" if service else ""
    rows = ((m, [r.name for r in known.chain(m) if r.level in ("kreis", "land")]) for m in answer.municipalities)
    return tuple((m.full_name, ", ".join(above), f"{base}?ort={m.ars}{more}") for m, above in rows)


def wanted_of(service: str, language: str) -> Wanted:
    """By slug or national key; what nobody knows is left out. A key of ours counts as ours."""
    own = {slug: entry for slug, entry in catalogue.once().items() if service and service in (slug, entry.leistung.leika.key)}
    if own:
        entry = own.get(service) or next(iter(own.values()))
        return Wanted(key=entry.leistung.key, name=entry.leistung.name.in_language(language), own=entry)
    found = national.find(service)
    return Wanted(key=found.key, name=found.name, entry=found) if found else Wanted()


def services(wanted: Wanted, language: str) -> tuple[tuple[str, str], ...]:
    """Ours to choose from by name, and the one of the national catalogue that was asked for."""
    own = [(slug, entry.leistung.name.in_language(language)) for slug, entry in catalogue.once().items()]
    more = [(wanted.key, wanted.name)] if wanted.entry else []
    return (*more, *sorted(own, key=lambda pair: pair[1].casefold()))

"""The revisions that are current, and pinned ones. Cached per process; what another process published is seen after SECONDS.

A revision never changes, so it is kept by its id. Whether there is a newer publication is asked at most once in SECONDS.
"""

import threading
import time
from dataclasses import dataclass, field, replace

from glueckauf.catalogue.models import Publication, Revision
from glueckauf.catalogue.queries.remembered import forgetting, remembered
from glueckauf.catalogue.queries.shared import leistung_of, texts_of
from glueckauf.catalogue.rules.by_office import of_part
from glueckauf.catalogue.rules.schema import CityChange, Leistung
from glueckauf.cities.queries import kommune as city
from glueckauf.cities.queries import kommunen, owner_of
from glueckauf.cities.rules.schema import KommuneData, TenantData
from glueckauf.core.errors import NotFound

SECONDS = 2.0
MOST_REVISIONS = 200  # of 35 KiB at most: seven cities with all they offer. One that fell out costs two milliseconds


class UnknownLeistung(NotFound):
    """The city has no such Leistung here."""

    text = "Diese Leistung gibt es hier nicht. Suchen Sie auf der Startseite nach Ihrem Anliegen, oder rufen Sie die 115 an."


@dataclass(frozen=True, slots=True, kw_only=True)
class LeistungOfCity:
    """A Leistung as one city offers it, as one revision says. `texts` are HTML by language: de, leicht, en."""

    leistung: Leistung
    kommune: KommuneData
    owner: TenantData  # whose office answers: the city, or the operator of its network
    revision_id: int
    number: int
    texts: dict[str, str] = field(repr=False)
    change: CityChange = field(repr=False)
    letters: dict[str, str] = field(repr=False)

    def letter_source(self, name: str) -> str:
        """Typst source of a letter template of this revision. Raises KeyError: the loader checks that it exists."""
        return self.letters[name]


@dataclass(frozen=True, slots=True)
class Current:
    """What the latest publication left current."""

    publication: int
    ids: dict[tuple[str, str], int]


class Watch:
    """Remembers the latest publication for SECONDS, for all threads of the process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.found = Current(0, {})
        self.asked = float("-inf")

    def current(self) -> Current:
        """The latest one known."""
        if time.monotonic() - self.asked < SECONDS:
            return self.found
        latest = Publication.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with self.lock:
            if latest != self.found.publication:
                self.found = read_publication(latest)
            self.asked = time.monotonic()
            return self.found

    def forget(self) -> None:
        """Ask again next time."""
        with self.lock:
            self.found, self.asked = Current(0, {}), float("-inf")


watch = Watch()
forgetting.append(watch.forget)


def leistung(kommune: str, slug: str) -> LeistungOfCity:
    """The current revision. Raises UnknownLeistung, and UnknownKommune."""
    return revision(current_ids(kommune, slug)[1])


def current_ids(kommune: str, slug: str) -> tuple[int, int]:
    """Ids of the latest publication and of the revision it left current, unread. Raises UnknownLeistung, and UnknownKommune."""
    city(kommune)
    current = watch.current()
    found = current.ids.get((kommune, slug))
    if found is None:
        raise UnknownLeistung
    return current.publication, found


def slugs(kommune: str) -> tuple[str, ...]:
    """Of all_of(), unread."""
    return tuple(slug for (key, slug) in watch.current().ids if key == kommune)


def all_of(kommune: str) -> tuple[LeistungOfCity, ...]:
    """Everything this city offers or says it does not offer, by name. Raises UnknownKommune."""
    city(kommune)
    ids = [found for (key, _), found in watch.current().ids.items() if key == kommune]
    return tuple(sorted(map(revision, ids), key=lambda entry: str(entry.leistung.name).casefold()))


def once() -> dict[str, LeistungOfCity]:
    """Each Leistung once, by its slug, as the first city has it: what it is called and about is the same everywhere."""
    first: dict[str, int] = {}
    for (_, slug), found in watch.current().ids.items():
        first.setdefault(slug, found)
    return {slug: revision(found) for slug, found in first.items()}


@remembered(most=10_000)
def owner_key(revision_id: int) -> str:
    """Tenant whose the Vorgänge of a revision are, without holding the revision itself."""
    return whole(revision_id).owner.key


def owned_by(tenant: str) -> tuple[LeistungOfCity, ...]:
    """Current revisions whose Vorgänge are of a tenant, one per Leistung: an operator may answer in several cities."""
    found = {s.leistung.key: s for s in reversed(everywhere()) if s.owner.key == tenant}
    return tuple(found[key] for key in sorted(found))


def everywhere() -> tuple[LeistungOfCity, ...]:
    """All current revisions of all cities."""
    return tuple(revision(found) for found in watch.current().ids.values())


def revision(revision_id: int, part: str = "") -> LeistungOfCity:
    """A revision for life, current or not; `part`: as one of several offices decides it. Raises UnknownLeistung."""
    return part_of(revision_id, part) if part else whole(revision_id)


@remembered(most=MOST_REVISIONS)
def part_of(revision_id: int, part: str) -> LeistungOfCity:
    """The Leistung with office, fee, letters and clocks of a part."""
    found = whole(revision_id)
    return replace(found, leistung=of_part(found.leistung, part))


@remembered(most=MOST_REVISIONS)
def whole(revision_id: int) -> LeistungOfCity:
    """All of it; the Kommune's own data (address, court) are those of today."""
    row = Revision.objects.filter(pk=revision_id).first()
    if row is None:
        raise UnknownLeistung
    leistung, kommune = leistung_of(row.content["leistung"]), city(row.kommune)
    return LeistungOfCity(
        leistung=leistung,
        kommune=kommune,
        owner=owner_of(kommune, leistung.operator),
        revision_id=row.pk,
        number=row.number,
        texts=texts_of(row.content["texts"]),
        change=CityChange.model_validate(row.content["change"]),
        letters=texts_of(row.content["letters"]),
    )


def read_publication(pk: int) -> Current:
    """Which revisions it left current, without those of a city that is not there (its kommune.yaml is broken)."""
    publication = Publication.objects.filter(pk=pk).first()
    if publication is None:
        return Current(0, {})
    cities = [k.key for k in kommunen()]
    rows = (
        Revision.objects.filter(pk__in=publication.current, kommune__in=cities)
        .order_by("leistung", "kommune")
        .values_list("kommune", "leistung", "pk")
    )
    return Current(publication.pk, {(key, slug): found for key, slug, found in rows})


def problems() -> tuple[str, ...]:
    """What the latest publication had to leave out, for the operator's page."""
    latest = Publication.objects.order_by("-pk").first()
    return tuple(latest.problems) if latest else ()

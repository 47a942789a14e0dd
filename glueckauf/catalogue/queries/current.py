"""The revisions that are current, and pinned ones. Cached per process; what another process published is seen after SECONDS.

A revision never changes, so it is kept by its id. Whether there is a newer publication is asked at most once in SECONDS.
"""

import threading
import time
from dataclasses import dataclass, field

from glueckauf.catalogue.models import Publication, Revision
from glueckauf.catalogue.queries.remembered import forgetting, remembered
from glueckauf.catalogue.rules.schema import CityChange, Leistung
from glueckauf.cities.queries import kommune as city
from glueckauf.cities.queries import kommunen
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.core.errors import NotFound

SECONDS = 2.0
MOST_REVISIONS = 400


class UnknownLeistung(NotFound):
    """The city has no such Leistung here."""

    text = "Diese Leistung gibt es hier nicht. Suchen Sie auf der Startseite nach Ihrem Anliegen, oder rufen Sie die 115 an."


@dataclass(frozen=True, slots=True, kw_only=True)
class LeistungOfCity:
    """A Leistung as one city offers it, as one revision says. `texts` are HTML by language: de, leicht, en."""

    leistung: Leistung
    kommune: KommuneData
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
    city(kommune)
    found = watch.current().ids.get((kommune, slug))
    if found is None:
        raise UnknownLeistung
    return revision(found)


def all_of(kommune: str) -> tuple[LeistungOfCity, ...]:
    """Everything this city offers or says it does not offer, by name. Raises UnknownKommune."""
    city(kommune)
    ids = [found for (key, _), found in watch.current().ids.items() if key == kommune]
    return tuple(sorted(map(revision, ids), key=lambda entry: str(entry.leistung.name).casefold()))


def everywhere() -> tuple[LeistungOfCity, ...]:
    """All current revisions of all cities."""
    return tuple(revision(found) for found in watch.current().ids.values())


@remembered(most=MOST_REVISIONS)
def revision(revision_id: int) -> LeistungOfCity:
    """A revision for life, current or not; the Kommune's own data (address, court) are those of today. Raises UnknownLeistung."""
    row = Revision.objects.filter(pk=revision_id).first()
    if row is None:
        raise UnknownLeistung
    return LeistungOfCity(
        leistung=Leistung.model_validate(row.content["leistung"]),
        kommune=city(row.kommune),
        revision_id=row.pk,
        number=row.number,
        texts=row.content["texts"],
        change=CityChange.model_validate(row.content["change"]),
        letters=row.content["letters"],
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

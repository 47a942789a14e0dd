"""How far each Leistung of a city is online, as its current revision and this installation are."""

from dataclasses import dataclass

from glueckauf.catalogue.queries.current import LeistungOfCity, all_of, revision
from glueckauf.catalogue.queries.remembered import remembered
from glueckauf.catalogue.rules.maturity import House, Maturity, maturity

# Nothing of this is connected yet: payment is a simulator outside production and none in it (payments.providers).
HOUSE = House()
MOST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A Leistung with its levels."""

    entry: LeistungOfCity
    maturity: Maturity


def rated(kommune: str) -> tuple[Rated, ...]:
    """All of a city, by name. Raises UnknownKommune."""
    return tuple(Rated(entry=entry, maturity=of_revision(entry.revision_id)) for entry in all_of(kommune))


@remembered(most=MOST)
def of_revision(revision_id: int) -> Maturity:
    """Worked out once: a revision never changes."""
    entry = revision(revision_id)
    return maturity(entry.leistung, has_text=bool(entry.texts.get("de")), house=HOUSE)

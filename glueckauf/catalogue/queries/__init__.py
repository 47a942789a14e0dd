"""What pages, letters and rules ask the catalogue."""

from glueckauf.catalogue.queries.current import (
    LeistungOfCity,
    UnknownLeistung,
    all_of,
    current_ids,
    everywhere,
    leistung,
    once,
    owned_by,
    owner_key,
    problems,
    revision,
    slugs,
)
from glueckauf.catalogue.queries.remembered import forget, remembered
from glueckauf.catalogue.queries.search import Found, Hit, search, situations

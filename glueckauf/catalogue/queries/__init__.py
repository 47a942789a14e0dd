"""What pages, letters and rules ask the catalogue."""

from glueckauf.catalogue.queries.current import LeistungOfCity, UnknownLeistung, all_of, everywhere, leistung, problems, revision
from glueckauf.catalogue.queries.remembered import forget, remembered
from glueckauf.catalogue.queries.search import Hit, search

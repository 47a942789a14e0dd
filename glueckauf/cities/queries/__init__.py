"""What is known of each Kommune: read from kommunen/ once per process."""

from glueckauf.cities.queries.kommunen import UnknownKommune, by_postcode, forget, kommune, kommunen, problems

"""The place field of search and start page: our cities by name or postcode, else whatever the register understands."""

from glueckauf.cities import queries as cities
from glueckauf.portal.rules.place import Place, place_of


def meant(where: str) -> Place:
    """Cities of ours that are meant; else the name of the place that is not with us yet, read over a slip of the pen."""
    kommunen = cities.kommunen()
    found = place_of(where, kommunen)
    if found.kommunen or not found.unknown:
        return found
    answer = cities.find_place(where)
    keys = {m.ars for m in answer.municipalities}
    if ours := tuple(k for k in kommunen if k.ars in keys):
        return Place(kommunen=ours)
    return Place(unknown=answer.municipalities[0].name if len(keys) == 1 else found.unknown)

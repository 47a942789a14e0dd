"""The folder kommunen/, one subfolder per city, as each process reads it once."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from glueckauf.cities.queries.tenant_folders import Loaded
from glueckauf.cities.queries.tenant_folders import loaded as loaded_from
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.core.errors import NotFound
from glueckauf.core.strict_yaml import Problem

FILE = "kommune.yaml"


class UnknownKommune(NotFound):
    """No such city here; also what a mistyped address gives."""

    text = "Diese Stadt ist bei Glückauf nicht dabei. Wählen Sie auf der Startseite eine Stadt aus."


def kommune(key: str) -> KommuneData:
    """One city. Raises UnknownKommune."""
    found = loaded(folder()).by_key.get(key)
    if found is None:
        raise UnknownKommune
    return found


def kommunen() -> tuple[KommuneData, ...]:
    """All cities, by name."""
    return tuple(sorted(loaded(folder()).by_key.values(), key=lambda k: k.name))


def by_postcode(plz: str) -> tuple[KommuneData, ...]:
    """Cities in which this postcode is delivered; several where it is shared, none where it is not ours."""
    return tuple(k for k in kommunen() if plz in k.postcodes)


def problems() -> tuple[Problem, ...]:
    """What is wrong in kommunen/*/kommune.yaml."""
    return loaded(folder()).problems


def folder() -> Path:
    """Where the cities lie."""
    return Path(settings.GLUECKAUF.kommunen)


@lru_cache(maxsize=4)
def loaded(root: Path) -> Loaded[KommuneData]:
    """Every folder with a kommune.yaml."""
    return loaded_from(root, FILE, KommuneData)

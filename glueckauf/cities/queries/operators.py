"""The folder netzbetreiber/, one subfolder per operator of networks, and whose a tenant's rows are."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from glueckauf.cities.queries.kommunen import UnknownKommune, kommunen
from glueckauf.cities.queries.kommunen import folder as kommunen_folder
from glueckauf.cities.queries.kommunen import loaded as loaded_cities
from glueckauf.cities.queries.tenant_folders import Loaded
from glueckauf.cities.queries.tenant_folders import loaded as loaded_from
from glueckauf.cities.rules.schema import KommuneData, Network, OperatorData, TenantData
from glueckauf.core.strict_yaml import Problem

FILE = "netzbetreiber.yaml"


def operators() -> tuple[OperatorData, ...]:
    """All of them, by name."""
    return tuple(sorted(loaded(folder(), kommunen_folder()).by_key.values(), key=lambda o: o.name))


def operator_of(kommune: str, network: Network | str) -> OperatorData | None:
    """Who runs that network of that city; None where nobody joined."""
    return next((o for o in operators() if o.runs(Network(network), kommune)), None)


def owner_of(city: KommuneData, network: Network | None) -> TenantData:
    """Whose the Vorgänge of a Leistung are in a city: the operator's that it names a network of, or the city's."""
    return (operator_of(city.key, network) if network else None) or city


def tenant(key: str) -> TenantData:
    """A city or an operator. Raises UnknownKommune."""
    found = next((t for t in (*kommunen(), *operators()) if t.key == key), None)
    if found is None:
        raise UnknownKommune
    return found


def operator_problems() -> tuple[Problem, ...]:
    """What is wrong in netzbetreiber/*/netzbetreiber.yaml."""
    return loaded(folder(), kommunen_folder()).problems


def forget() -> None:
    """A folder of tenants changed: read them again."""
    loaded_cities.cache_clear()
    loaded.cache_clear()


def folder() -> Path:
    """Where the operators lie."""
    return Path(settings.GLUECKAUF.netzbetreiber)


@lru_cache(maxsize=4)
def loaded(root: Path, cities: Path) -> Loaded[OperatorData]:
    """Every folder with a netzbetreiber.yaml; keys and prefixes of the cities are taken."""
    return loaded_from(root, FILE, OperatorData, loaded_cities(cities).by_key.values())

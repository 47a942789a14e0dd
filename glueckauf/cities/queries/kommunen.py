"""The folder kommunen/, one subfolder per city. A broken city is reported and left out; the others go on."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from glueckauf.cities.rules.schema import KommuneData
from glueckauf.core.errors import NotFound
from glueckauf.core.strict_yaml import Broken, Problem, load

FILE = "kommune.yaml"


class UnknownKommune(NotFound):
    """No such city here; also what a mistyped address gives."""

    text = "Diese Stadt ist bei Glückauf nicht dabei. Wählen Sie auf der Startseite eine Stadt aus."


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """All cities of the folder, and what was wrong with those left out."""

    by_key: dict[str, KommuneData]
    problems: tuple[Problem, ...]


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


def forget() -> None:
    """The folder changed: read it again."""
    loaded.cache_clear()


def folder() -> Path:
    """Where the cities lie."""
    return Path(settings.GLUECKAUF.kommunen)


@lru_cache(maxsize=4)
def loaded(root: Path) -> Loaded:
    """Every folder with a kommune.yaml."""
    by_key: dict[str, KommuneData] = {}
    found: list[Problem] = []
    for path in sorted(root.glob(f"*/{FILE}")):
        try:
            city = read(path)
        except Broken as broken:
            found.extend(broken.problems)
            continue
        if twin := next((k for k in by_key.values() if k.prefix == city.prefix), None):
            found.append(problem(path, "prefix", "duplicate_prefix", f"{twin.key} has {city.prefix} too"))
            continue
        by_key[city.key] = city
    return Loaded(by_key=by_key, problems=tuple(found))


def read(path: Path) -> KommuneData:
    """One file. Raises Broken."""
    name = shown(path)
    try:
        city = load(KommuneData, path.read_text("utf-8"), name)
    except (OSError, UnicodeDecodeError) as error:
        raise Broken([problem(path, "", "unreadable", type(error).__name__)]) from error
    if city.key != path.parent.name:
        raise Broken([problem(path, "key", "not_the_name_of_the_folder", city.key)])
    return city


def shown(path: Path) -> str:
    """kommunen/bochum/kommune.yaml: as an author knows it, wherever the folder lies."""
    return "/".join(path.parts[-3:])


def problem(path: Path, where: str, code: str, text: str) -> Problem:
    """A problem of the whole file."""
    return Problem(file=shown(path), line=1, column=1, path=where, code=code, text=text)

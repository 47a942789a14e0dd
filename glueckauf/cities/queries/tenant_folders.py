"""Folders of YAML files that describe tenants, one subfolder each. A broken one is reported and left out; the others go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from glueckauf.cities.rules.schema import TenantData
from glueckauf.core.strict_yaml import Broken, Problem, load

Data = TypeVar("Data", bound=TenantData)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded(Generic[Data]):
    """All of a folder, and what was wrong with those left out."""

    by_key: dict[str, Data]
    problems: tuple[Problem, ...]


def loaded(root: Path, file: str, model: type[Data], others: Iterable[TenantData] = ()) -> Loaded[Data]:
    """Every subfolder with that file. `others`: tenants there are already, whose key and prefix are taken."""
    by_key: dict[str, Data] = {}
    found: list[Problem] = []
    taken: list[TenantData] = list(others)
    for path in sorted(root.glob(f"*/{file}")):
        try:
            one = read(path, model)
        except Broken as broken:
            found.extend(broken.problems)
            continue
        if twin := next((k for k in taken if k.prefix == one.prefix), None):
            found.append(problem(path, "prefix", "duplicate_prefix", f"{twin.key} has {one.prefix} too"))
            continue
        if any(k.key == one.key for k in taken):
            found.append(problem(path, "key", "duplicate_key", f"there is a {one.key} already"))
            continue
        taken.append(one)
        by_key[one.key] = one
    return Loaded(by_key=by_key, problems=tuple(found))


def read(path: Path, model: type[Data]) -> Data:
    """One file. Raises Broken."""
    try:
        one = load(model, path.read_text("utf-8"), shown(path))
    except (OSError, UnicodeDecodeError) as error:
        raise Broken([problem(path, "", "unreadable", type(error).__name__)]) from error
    if one.key != path.parent.name:
        raise Broken([problem(path, "key", "not_the_name_of_the_folder", one.key)])
    return one


def shown(path: Path) -> str:
    """kommunen/bochum/kommune.yaml: as an author knows it, wherever the folder lies."""
    return "/".join(path.parts[-3:])


def problem(path: Path, where: str, code: str, text: str) -> Problem:
    """A problem of the whole file."""
    return Problem(file=shown(path), line=1, column=1, path=where, code=code, text=text)

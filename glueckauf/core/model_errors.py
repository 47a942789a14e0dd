"""pydantic's errors as an author needs them: where the mistake stands in the file, and only the one that was meant.

pydantic tries every member of a union and reports the errors of all, with names of classes inside the path. Here the value itself
tells path from class name, and the member with the fitting keys is taken for the one the author meant. Free of Django.
"""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

Path = tuple[str | int, ...]
KEY_ERRORS = ("missing", "extra_forbidden")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One error. `members`: (path, class) of the unions that led there."""

    path: Path
    members: tuple[tuple[Path, str], ...]
    code: str
    text: str


def mistakes(error: ValidationError, value: Any) -> list[Mistake]:
    """Every error that was meant, placed in `value`."""
    found = [placed(e["loc"], e["type"], e["msg"], value) for e in error.errors(include_url=False, include_input=False)]
    kept = [m for m in found if is_meant(m, found)]
    return [m for m in kept if not is_said_better(m, kept)]


def placed(loc: tuple[str | int, ...], code: str, message: str, value: Any) -> Mistake:
    """Parts of `loc` that are not in the value are classes, except the last one of a missing key."""
    path: Path = ()
    members: list[tuple[Path, str]] = []
    for index, part in enumerate(loc):
        if is_inside(value, part):
            value = value[part]
            path = (*path, part)
        elif index == len(loc) - 1 and code == "missing":
            path = (*path, part)
        else:
            members.append((path, str(part)))
    return Mistake(path, tuple(members), code, "" if code in KEY_ERRORS else message)


def is_inside(value: Any, part: str | int) -> bool:
    """Whether the value has that key or place."""
    if isinstance(value, dict):
        return part in value
    return isinstance(value, list) and isinstance(part, int) and part < len(value)


def is_meant(mistake: Mistake, found: list[Mistake]) -> bool:
    """Of a union's members the author meant the one whose keys fit best, then the one with the fewest errors."""
    for where, member in mistake.members:
        weights: dict[str, int] = {}
        for other in found:
            for other_where, other_member in other.members:
                if other_where == where:
                    weights[other_member] = weights.get(other_member, 0) + weight(other, where)
        if member != min(weights, key=weights.__getitem__):
            return False
    return True


def weight(mistake: Mistake, where: Path) -> int:
    """A wrong key of the part itself speaks against the class; an error further in hardly does."""
    return 100 if mistake.code in KEY_ERRORS and len(mistake.path) == len(where) + 1 else 1


def is_said_better(mistake: Mistake, kept: list[Mistake]) -> bool:
    """In a union a misspelt key also makes a key missing; the misspelt one is what the author can see."""
    if mistake.code != "missing" or not mistake.members or mistake.members[-1][0] != mistake.path[:-1]:
        return False
    return any(other.code == "extra_forbidden" and other.path[:-1] == mistake.path[:-1] for other in kept)

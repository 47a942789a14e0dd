"""Streets and house numbers as the public may hear them, from connections of any network."""

from collections.abc import Callable, Sequence
from typing import Any

from glueckauf.supply.engine.power.addresses import Connections

Degrees = Callable[[int], tuple[float, float] | None]


def streets(joined: Connections, rows: Sequence[int], degrees: Degrees) -> list[dict[str, Any]]:
    """Each street with the numbers between which nobody is supplied, and a line from the first to the last house. degrees: of a node."""
    found = []
    for name in sorted({joined.street[at] for at in rows}):
        own = sorted((at for at in rows if joined.street[at] == name), key=lambda at: number(joined.house_number[at]))
        ends = [degrees(int(joined.node[at])) for at in (own[0], own[-1])]
        found.append(
            {
                "street": name,
                "first": joined.house_number[own[0]],
                "last": joined.house_number[own[-1]],
                "houses": len(own),
                "line": ends if all(ends) else None,
            }
        )
    return found


def addresses(joined: Connections, rows: Sequence[int]) -> list[list[str]]:
    """Street, number and postcode, in the order of streets and numbers."""
    found = [[joined.street[at], joined.house_number[at], joined.postcode[at]] for at in rows]
    return sorted(found, key=lambda one: (one[0], number(one[1])))


def number(house_number: str) -> tuple[int, str]:
    """12a after 12 and before 13."""
    digits = "".join(letter for letter in house_number if letter.isdigit())
    return int(digits or 0), house_number

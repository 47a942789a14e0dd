"""Which address hangs on which node: what a check of a connection starts from."""

import re
from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.power.grid import Ints
from glueckauf.supply.engine.rows import Rows
from glueckauf.supply.engine.spelling import alike, numbered, spelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Connections(Rows):
    """House connections. `node`: row in the grid's nodes, -1 where the operator's data does not say."""

    id: tuple[str, ...]
    node: Ints
    street: tuple[str, ...]
    house_number: tuple[str, ...]
    postcode: tuple[str, ...]


def no_connections() -> Connections:
    """None, for formats that know no addresses."""
    return Connections(id=(), node=np.zeros(0, dtype=np.int64), street=(), house_number=(), postcode=())


class UnknownAddress(LookupError):
    """No connection has this address, or the operator's data does not say on which node it hangs, or two differ about that."""


def node_of(connections: Connections, *, street: str, house_number: str, postcode: str) -> int:
    """Row of the node an address hangs on; without a postcode the street must be the only one of its name. Raises UnknownAddress."""
    wanted, code_wanted = (spelled(street), numbered(house_number)), postcode.strip()
    given = zip(connections.street, connections.house_number, connections.postcode, connections.node.tolist(), strict=True)
    found = {node for road, number, code, node in given if (spelled(road), numbered(number)) == wanted and code_wanted in ("", code)}
    if len(found) != 1 or found == {-1}:
        raise UnknownAddress
    return int(found.pop())


def like(connections: Connections, *, street: str, house_number: str, postcode: str) -> str:
    """The address somebody may have meant, as "Musterstraße 12, 44787"; empty where no street is spelled alike.

    The street itself or the one most like it, in it the nearest number, of equal ones that with the postcode given.
    """
    meant = alike(spelled(street), connections.street)
    number = digits(house_number)
    houses = [
        (
            abs(digits(house) - number),
            numbered(house) != numbered(house_number),
            code != postcode.strip(),
            f"{meant} {house}, {code}".strip(", "),
        )
        for road, house, code, node in zip(
            connections.street, connections.house_number, connections.postcode, connections.node.tolist(), strict=True
        )
        if meant and node >= 0 and spelled(road) == spelled(meant)
    ]
    *differs, best = min(houses, default=(0, False, False, ""))
    return best if any(differs) or spelled(meant) != spelled(street) else ""


def digits(house_number: str) -> int:
    """12 of 12 a."""
    found = re.search(r"[0-9]{1,6}", house_number)
    return int(found[0]) if found else 0

"""What if a device came, a switch stood otherwise, an element were missing: asked, answered, never kept."""

from collections.abc import Mapping
from typing import Any

from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply import queries
from glueckauf.supply.rules.devices import Device, as_asked

NOTHING: Mapping[str, str] = {}


def what_if_power(*, address: Mapping[str, str], device: Device, change: Mapping[str, str] = NOTHING, by: Clerk | Rule) -> dict[str, Any]:
    """The year with and without the device, on the grid as it then is. `change`: {"open", "close" or "without": id}. Raises NoState."""
    asked = as_asked(device.kind, "", device.power_kw, device.least_kw)
    grid, found = queries.network_answer(by, "power", "whatif", address=dict(address), device=asked, change=dict(change))
    return found.values | {"revision": grid.number, "limits": grid.limits, "synthetic": grid.is_synthetic}


def what_if_piped(network: str, *, address: Mapping[str, str], change: Mapping[str, str], by: Clerk | Rule) -> dict[str, Any]:
    """Water, gas or heat with a valve turned or a pipe missing. Raises NoGrid, NoState."""
    grid, found = queries.network_answer(by, network, "whatif", address=dict(address), change=dict(change))
    return found.values | {"revision": grid.number, "synthetic": grid.is_synthetic}

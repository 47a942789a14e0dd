"""The invented town of the demo as files: a power grid with its addresses, its profiles, and water, gas and heat of the same streets."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.model import written_profiles
from glueckauf.supply.engine.exports.own import zipped
from glueckauf.supply.engine.stored import stored
from glueckauf.supply.engine.synthetic.pipes import synthetic_gas, synthetic_heat
from glueckauf.supply.engine.synthetic.power import synthetic
from glueckauf.supply.engine.synthetic.streets import Town
from glueckauf.supply.engine.synthetic.water import synthetic_water


def town(given: Mapping[str, Any], seed: int) -> tuple[bytes, bytes, bytes]:
    """The same town and seed give the same files. Raises ValueError for a town that cannot be built."""
    plan = town_of(given)
    made = synthetic(plan, np.random.default_rng(seed))
    return zipped(made.grid, made.connections), written_profiles(made.profiles), stored(synthetic_water(plan))


def warmth(given: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """Gas and heat of the same town. Raises ValueError."""
    plan = town_of(given)
    return stored(synthetic_gas(plan)), stored(synthetic_heat(plan))


def town_of(given: Mapping[str, Any]) -> Town:
    """From plain values."""
    return Town(**{**given, "origin": tuple(given["origin"])})

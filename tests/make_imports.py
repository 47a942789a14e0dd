"""Grid files as somebody brings them at the desk, small and large, good and bad."""

import io
import zipfile
from dataclasses import replace

from glueckauf.identity.rules.actor import Clerk, Role
from glueckauf.supply import actions, queries
from glueckauf.supply.engine.exports import own
from glueckauf.supply.engine.power.addresses import no_connections
from tests import make_grids
from tests.make_catalogue import NOON


def feeder(houses=5, **change):
    """Our own archive of a feeder."""
    grid = make_grids.feeder(houses)
    loads = replace(grid.loads, id=tuple(f"load-{at}" for at in range(houses)), **change)
    return own.zipped(replace(grid, loads=loads), no_connections())


def in_force(by, houses=3):
    """The number of a power grid that counts, made when there is none."""
    if not queries.number_in_force(by, "power"):
        looked = actions.look_at("power", name="netz.zip", content=feeder(houses), by=by)
        number = actions.import_grid(looked, by=by, at=NOON)
        actions.release_grid("power", number=number, by=by, at=NOON)
    return queries.number_in_force(by, "power")


def person(tenant, number=4711):
    """A clerk without an account, for actions."""
    return Clerk(id=number, tenant=tenant, offices=frozenset({"leitstelle"}), roles=frozenset({Role.CLERK}))


def brought(tenant, content=None, *, network="power", name="netz.zip", by=None, look=True):
    """The id of a file the engine has looked at."""
    given = feeder() if content is None else content
    pk = actions.bring_file(network, name=name, content=[given], by=by or person(tenant), at=NOON)
    if look:
        assert actions.look_at_next("test", clock=lambda: NOON)
    return pk


def archive(**files):
    """A ZIP of texts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name, text)
    return out.getvalue()

"""A revision as files to take home: the grid as our own CSV files, its profiles as they came."""

from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.files import StoreDown, read_blob
from glueckauf.identity.rules.actor import Clerk
from glueckauf.supply.models import GridRevision
from glueckauf.supply.providers import engine
from glueckauf.supply.queries.grid_model import SILENT, WITHOUT_ENGINE
from glueckauf.supply.queries.network import NoState

EXPORT_S = 60.0


def grid_archive(actor: Clerk, network: str, number: int) -> bytes:
    """ZIP. Raises NotFound, NoState."""
    row = row_of(actor, network, number)
    try:
        content = read_blob(row.model)
        return engine.reader.ask_once("export", {"network": network}, (content,), within_s=EXPORT_S).parts[0]
    except (engine.NoAnswer, *WITHOUT_ENGINE) as error:
        raise NoState(reason=SILENT) from error


def grid_profiles(actor: Clerk, network: str, number: int) -> bytes:
    """The .npz. Raises NotFound, for a revision without profiles too, NoState."""
    row = row_of(actor, network, number)
    if not row.series:
        raise NotFound
    try:
        return read_blob(row.series)
    except (StoreDown, FileNotFoundError) as error:
        raise NoState(reason=SILENT) from error


def row_of(actor: Clerk, network: str, number: int) -> GridRevision:
    """Raises NotFound, for one of somebody else too."""
    with reading(actor):
        row = GridRevision.objects.visible_to(actor).filter(grid__network=network, number=number).first()
    if row is None:
        raise NotFound
    return row

"""A revision's grid as a person takes it home: an archive of our own CSV files, whatever it was imported as."""

from glueckauf.supply.engine.calls.closing import water_model
from glueckauf.supply.engine.calls.trench import pipe_model
from glueckauf.supply.engine.exports import own_pipes, own_water


def exported(network: str, content: bytes) -> bytes:
    """`content`: what a revision keeps; of power that is the archive already. Addresses and valves are those the source knew.

    Raises NotStored, ImportRefused.
    """
    if network == "power":
        return content
    return own_water.zipped(water_model(content)) if network == "water" else own_pipes.zipped(pipe_model(content))

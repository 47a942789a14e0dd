"""Which backend computes: one call for both."""

from contextlib import AbstractContextManager

from glueckauf.supply.providers.studies.machine import on_machine
from glueckauf.supply.providers.studies.run import Cluster, Run, Work


def opened(work: Work, *, cluster: Cluster | None, processes: int) -> AbstractContextManager[Run]:
    """On the cluster where there is one, else on this machine. Raises RunnerDown, InsecureScheduler."""
    if cluster is None:
        return on_machine(work, processes)
    from glueckauf.supply.providers.studies.cluster import on_cluster  # loads libraries nobody else needs

    return on_cluster(work, cluster)

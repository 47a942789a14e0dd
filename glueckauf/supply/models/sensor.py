"""Where a series of telemetry belongs in a network: telemetry itself knows none."""

from django.db import models

from glueckauf.supply.models.grid import NETWORKS
from glueckauf.supply.models.visibility import OperatorQuerySet, OperatorRow
from glueckauf.supply.rules.alarms import SensorKind


class Sensor(OperatorRow):
    """A series and its place. `element`: id of a node (pressure) or of a connection (meter) in the grid; empty for an inflow."""

    series = models.CharField(max_length=60)
    device = models.CharField(max_length=60)
    zone = models.CharField(max_length=80, blank=True, help_text="Group of the device: a district, a feeder.")
    network = models.CharField(max_length=10, choices=NETWORKS)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in SensorKind])
    element = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, help_text="In words, such as an address.")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = OperatorQuerySet["Sensor"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "series"], name="sensor_once")]

    def __str__(self) -> str:
        return f"{self.network} {self.series}"

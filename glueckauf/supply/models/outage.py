"""Outages, planned and not, and who wants to hear of them. What became of an outage stands in its steps."""

from django.db import models

from glueckauf.supply.models.grid import NETWORKS
from glueckauf.supply.models.visibility import OperatorQuerySet, OperatorRow
from glueckauf.supply.rules.outages import CAUSES, Kind, State


class Outage(OperatorRow):
    """Part of a network that does not serve somebody. Streets are public; addresses and the plan are the operator's."""

    kommune = models.CharField(max_length=40, help_text="City of the streets.")
    network = models.CharField(max_length=10, choices=NETWORKS)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    cause = models.CharField(max_length=20, choices=list(CAUSES.items()))
    streets = models.JSONField(help_text="street, first, last, houses, line: the ends as longitude and latitude, or null.")
    addresses = models.JSONField(help_text="[street, number, postcode] of everybody concerned.")
    plan = models.JSONField(help_text="Valves to close and all that was computed; empty without a plan.")
    is_synthetic = models.BooleanField(help_text="Computed on an invented grid: said wherever it is shown.")
    begins_at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = OperatorQuerySet["Outage"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["tenant", "kommune", "-begins_at"], name="outage_of_city")]

    def __str__(self) -> str:
        return f"{self.network} {self.begins_at:%Y-%m-%d}"


class OutageStep(OperatorRow):
    """What became of it, by whom and when; the latest row is its state. `expected_end` as was known then."""

    outage = models.ForeignKey(Outage, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State])
    expected_end = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True, help_text="Public, in plain words.")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = OperatorQuerySet["OutageStep"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["outage", "id"], name="outage_step_latest")]


class ElementPosition(OperatorRow):
    """A valve or switch that stands otherwise than the grid says, because of an outage. Its inverse fills `undone_at`."""

    network = models.CharField(max_length=10, choices=NETWORKS)
    element = models.CharField(max_length=120)
    is_open = models.BooleanField()
    outage = models.ForeignKey(Outage, on_delete=models.CASCADE, related_name="positions")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    objects = OperatorQuerySet["ElementPosition"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outage", "element"], name="position_once")]


class StreetWatch(OperatorRow):
    """Somebody wants a mail when a street of a city is concerned. Its tenant is the city; a signed link opens it and nothing else."""

    street = models.CharField(max_length=120)
    street_key = models.CharField(max_length=120, help_text="The street in one spelling.")
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=5)
    at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    objects = OperatorQuerySet["StreetWatch"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["tenant", "street_key"], name="watch_of_street")]

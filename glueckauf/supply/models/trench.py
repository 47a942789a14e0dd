"""Trenches: one row in the city that is asked, one in each operator whose lines lie in it. No person: the Vorgang knows who asks."""

from django.db import models

from glueckauf.supply.models.visibility import OperatorQuerySet, OperatorRow
from glueckauf.supply.rules.trench import State


class Trench(OperatorRow):
    """Where and when somebody wants to dig. The row of a city holds no network: `networks` is what the owner of the row has there."""

    kommune = models.CharField(max_length=40, help_text="City of the Vorgang.")
    vorgang_id = models.BigIntegerField()
    number = models.CharField(max_length=20, help_text="Vorgangsnummer.")
    street = models.CharField(max_length=120)
    house_first = models.PositiveIntegerField(help_text="House numbers without letters.")
    house_last = models.PositiveIntegerField()
    where = models.CharField(max_length=160, help_text="In words: Musterstraße 12 bis 20.")
    ring = models.JSONField(help_text="Corners as longitude and latitude, the first again at the end; empty where nobody knows the place.")
    is_drawn = models.BooleanField(help_text="The applicant gave the ring; else it was made from street and numbers.")
    networks = models.JSONField(help_text="Of the operator: network, sections, metres, customers.")
    begins = models.DateField()
    ends = models.DateField()
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State], help_text="Repeats the latest step.")
    at = models.DateTimeField()

    objects = OperatorQuerySet["Trench"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "kommune", "vorgang_id"], name="trench_once")]
        indexes = [models.Index(fields=["tenant", "-begins"], name="trench_of_tenant")]

    def __str__(self) -> str:
        return f"{self.kommune} {self.number}"


class TrenchStep(OperatorRow):
    """What became of it. The latest row is its state; `cause`: check, decision, withdrawn, refused, corrected."""

    trench = models.ForeignKey(Trench, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State])
    cause = models.CharField(max_length=40)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = OperatorQuerySet["TrenchStep"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["trench", "id"], name="trench_step_latest")]

"""Devices that asked for room in a grid. No person, no address: the Vorgang knows them."""

from django.db import models

from glueckauf.supply.models.grid import Grid, GridRevision
from glueckauf.supply.models.visibility import OperatorQuerySet, OperatorRow
from glueckauf.supply.rules.devices import Kind
from glueckauf.supply.rules.reservations import State


class Reservation(OperatorRow):
    """One device of one Vorgang. Corrected answers that change it make a new row and free the old one."""

    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="reservations")
    revision = models.ForeignKey(
        GridRevision, null=True, on_delete=models.PROTECT, related_name="+", help_text="The last it was studied on."
    )
    vorgang_id = models.BigIntegerField()
    turn = models.PositiveIntegerField(help_text="Place in the queue of this grid: who came before counts, who comes after does not.")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    node = models.CharField(max_length=120, blank=True, help_text="Id in the grid; empty: the address was not found.")
    sign = models.SmallIntegerField(help_text="1 draws, -1 feeds in.")
    power_kw = models.DecimalField(max_digits=10, decimal_places=3)
    least_kw = models.DecimalField(max_digits=10, decimal_places=3, null=True, help_text="Dimmed no further; null: never dimmed.")
    outcome = models.CharField(max_length=20, help_text="What the last study said.")
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State], help_text="Repeats the latest step.")
    until = models.DateField(help_text="The last day it holds without anything happening.")
    at = models.DateTimeField()

    objects = OperatorQuerySet["Reservation"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grid", "turn"], name="reservation_turn_once")]
        indexes = [models.Index(fields=["tenant", "vorgang_id"], name="reservation_of_vorgang")]

    def __str__(self) -> str:
        return f"{self.grid_id} {self.turn}"


class ReservationStep(OperatorRow):
    """What became of it. The latest row is its state; `cause`: check, effect:<id>, withdrawn, refused, corrected, time …"""

    reservation = models.ForeignKey(Reservation, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State])
    cause = models.CharField(max_length=40)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = OperatorQuerySet["ReservationStep"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["reservation", "id"], name="reservation_step_latest")]

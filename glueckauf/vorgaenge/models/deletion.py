"""What stays of a Vorgang that was deleted: its number, and by which rule. Nothing of a person."""

from typing import Self

from django.db import models

from glueckauf.identity.rules.actor import Actor, Citizen, Guest
from glueckauf.vorgaenge.models.visibility import OfficeQuerySet


class DeletionQuerySet(OfficeQuerySet["Deletion"]):
    """The record of the office: nobody else looks into it."""

    def visible_to(self, actor: Actor) -> Self:
        """Clerks of the office, rules of the tenant."""
        return self.none() if isinstance(actor, (Citizen, Guest)) else super().visible_to(actor)


class Deletion(models.Model):
    """A Vorgang was deleted because its time was over."""

    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20, unique=True)
    leistung = models.SlugField(max_length=60)
    office = models.SlugField(max_length=40)
    ended_on = models.DateField(help_text="From which the time was counted.")
    years = models.PositiveSmallIntegerField()
    law = models.CharField(max_length=300)
    at = models.DateTimeField()

    objects = DeletionQuerySet.as_manager()

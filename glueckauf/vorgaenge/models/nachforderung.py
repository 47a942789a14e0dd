"""Nachforderung: what is still missing, slot by slot, with reason and date."""

from typing import Self, TypeVar

from django.db import models

from glueckauf.identity.rules.actor import Actor, Holder
from glueckauf.vorgaenge.models.visibility import CaseRow, CaseRowQuerySet

Row = TypeVar("Row", bound=models.Model)


class AskedQuerySet(CaseRowQuerySet[Row]):
    """Rows of a Nachforderung: who holds its code sees them, and no other row of the case. `of_asked` is the way to its id."""

    of_asked = "pk"

    def visible_to(self, actor: Actor) -> Self:
        """The holder sees the one that was asked for."""
        if isinstance(actor, Holder):
            return self.filter(person=actor.person, **{self.of_asked: actor.nachforderung_id})
        return super().visible_to(actor)


class SlotQuerySet(AskedQuerySet[Row]):
    """The slots of it."""

    of_asked = "nachforderung_id"


class Nachforderung(CaseRow):
    """A clerk asks for documents. Pauses the city's promise until everything has arrived or the date has passed."""

    text = models.TextField(max_length=5000, blank=True)
    reply_by = models.DateField()
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    fulfilled_at = models.DateTimeField(null=True, help_text="When the last slot was filled.")
    reminded_at = models.DateTimeField(null=True)

    objects = AskedQuerySet["Nachforderung"].as_manager()


class Slot(CaseRow):
    """One document that is asked for. It is filled by documents, rejected ones open it again."""

    nachforderung = models.ForeignKey(Nachforderung, on_delete=models.CASCADE, related_name="slots")
    nachweis = models.SlugField(max_length=40)
    label = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)

    objects = SlotQuerySet["Slot"].as_manager()


class Extension(CaseRow):
    """The citizen asked for more time; the clerk's answer is in the same row, once."""

    nachforderung = models.ForeignKey(Nachforderung, on_delete=models.CASCADE, related_name="extensions")
    until = models.DateField()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    answered_by = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = CaseRowQuerySet["Extension"].as_manager()

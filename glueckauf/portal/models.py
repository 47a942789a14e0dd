"""What visitors say of the pages, and how often pages are looked at. Neither knows who: no address, no session, no cookie."""

from typing import Self, TypeVar

from django.db import models

from glueckauf.identity.rules.actor import Actor, Clerk

Row = TypeVar("Row", bound=models.Model)


class FeedbackQuerySet(models.QuerySet[Row]):
    """Rows of a city."""

    def visible_to(self, actor: Actor) -> Self:
        """Clerks of the city; the permission says which of them."""
        return self.filter(tenant=actor.tenant) if isinstance(actor, Clerk) else self.none()


class Feedback(models.Model):
    """One answer to "War das hilfreich?". `tenant` "-": a page of no city."""

    tenant = models.CharField(max_length=40)
    page = models.CharField(max_length=40, help_text="Name of the page's address, e.g. leistung.")
    leistung = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=5)
    is_helpful = models.BooleanField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = FeedbackQuerySet["Feedback"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["tenant", "at"], name="feedback_of_city")]


class UsageCount(models.Model):
    """How often one kind of page was answered on a day. Public data, of no person: no row-level security."""

    day = models.DateField()
    kommune = models.CharField(max_length=40, blank=True)
    page = models.CharField(max_length=40)
    leistung = models.CharField(max_length=60, blank=True)
    step = models.CharField(max_length=60, blank=True, help_text="Section of the form; with + it was answered.")
    language = models.CharField(max_length=5)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "kommune", "page", "leistung", "step", "language"], name="usage_once")]

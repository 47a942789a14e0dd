"""What a city edits: a draft with every save as a version, requests to release it, and editions: released states that win over folders.

All rows belong to one city. Nothing typed is overwritten: a version is never changed, what could not be taken is kept aside.
"""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from glueckauf.catalogue.models.plain import PlainField
from glueckauf.catalogue.rules.drafting import DraftKind
from glueckauf.identity.rules.actor import Actor, Clerk, Rule

Row = TypeVar("Row", bound=models.Model)


class CityQuerySet(models.QuerySet[Row]):
    """Rows with `tenant`."""

    def visible_to(self, actor: Actor) -> Self:
        """Clerks and rules of the city; nobody else."""
        return self.filter(tenant_id=actor.tenant) if isinstance(actor, (Clerk, Rule)) else self.none()


KINDS = [(kind.value, kind.value) for kind in DraftKind]


class Draft(models.Model):
    """A Leistung being edited in one city. One open draft at a time: who edits the same service works in the same draft."""

    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")
    leistung = models.SlugField(max_length=60)
    kind = models.CharField(max_length=10, choices=KINDS)
    copy_of = models.SlugField(max_length=60, blank=True)
    base = models.ForeignKey("catalogue.Revision", null=True, on_delete=models.PROTECT, related_name="+")
    current = models.PositiveIntegerField(default=1, help_text="Number of the version that counts.")
    actor = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    ended_as = models.CharField(max_length=10, blank=True, choices=[("released", "released"), ("discarded", "discarded")])
    ended_by = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = CityQuerySet["Draft"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "leistung"], condition=Q(ended_at=None), name="one_open_draft")]


class DraftVersion(models.Model):
    """One save: the whole content after it. `is_aside`: it did not count, `value` keeps what was typed."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="versions")
    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    parent = models.PositiveIntegerField(help_text="The version undo leads back to; 0 for the first.")
    part = models.CharField(max_length=300, blank=True, help_text="Dotted path of what was changed.")
    content = PlainField()
    value = PlainField(null=True)
    is_aside = models.BooleanField(default=False)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="draft_version_once")]


class ReleaseRequest(models.Model):
    """Somebody asks that a version takes effect; a second person releases it or sends it back. One open request per draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="requests")
    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    effective_from = models.DateField()
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, blank=True, choices=[("released", "released"), ("sent_back", "sent back")])
    reason = models.TextField(blank=True)
    answered_by = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft"], condition=Q(answered_at=None), name="one_open_request")]


class Edition(models.Model):
    """A released state of a Leistung in one city. In effect is the one that began last; among those of one day the highest number.

    An empty `content` says that nothing of the city's own counts any more: the folders hold again.
    """

    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")
    leistung = models.SlugField(max_length=60)
    number = models.PositiveIntegerField(help_text="1, 2, 3 … for this Leistung in this city.")
    kind = models.CharField(max_length=10, choices=KINDS)
    content = PlainField()
    effective_from = models.DateField()
    draft = models.ForeignKey(Draft, null=True, on_delete=models.PROTECT, related_name="editions")
    version = models.PositiveIntegerField(default=0, help_text="Of the draft.")
    restores = models.PositiveIntegerField(null=True, help_text="Number of the edition whose content came back; 0: the folders.")
    requested_by = models.CharField(max_length=60)
    requested_at = models.DateTimeField()
    released_by = models.CharField(max_length=60)
    released_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=60, blank=True, help_text="Only before it takes effect.")
    withdrawn_at = models.DateTimeField(null=True)

    objects = CityQuerySet["Edition"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "leistung", "number"], name="edition_once")]

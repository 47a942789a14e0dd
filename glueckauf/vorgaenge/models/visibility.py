"""visible_to(actor): the one filter of tenant isolation. Row-level security repeats it on PostgreSQL."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from glueckauf.identity.rules.actor import Actor, Citizen, Clerk, Guest, Inlet, Rule

Row = TypeVar("Row", bound=models.Model)


class VisibleQuerySet(models.QuerySet[Row]):
    """Rows with `tenant` and `person`, directly or through `path` (as `vorgang__`)."""

    path = ""

    def visible_to(self, actor: Actor) -> Self:
        """A clerk sees his tenant (and offices, see Vorgang), a person what is hers, a rule its tenant, others nothing."""
        if isinstance(actor, (Clerk, Rule, Inlet)):
            return self.filter(self.of_office(actor), **{f"{self.path}tenant_id": actor.tenant})
        if isinstance(actor, (Citizen, Guest)):
            return self.filter(**{f"{self.path}person__in": actor.persons})
        return self.none()

    def of_office(self, actor: Clerk | Rule | Inlet) -> Q:
        """No office bounds a row unless its queryset says so."""
        return Q()


class OfficeQuerySet(VisibleQuerySet[Row]):
    """Rows of a Vorgang: a clerk sees those of his offices only."""

    def of_office(self, actor: Clerk | Rule | Inlet) -> Q:
        """Rule and inlet serve the whole town hall."""
        if not isinstance(actor, Clerk):
            return Q()
        if len(actor.offices) == 1:  # lets the index of office and day give the order
            return Q(**{f"{self.path}office": next(iter(actor.offices))})
        return Q(**{f"{self.path}office__in": actor.offices})


class CaseRowQuerySet(OfficeQuerySet[Row]):
    """Rows that hang on a Vorgang."""

    path = "vorgang__"


class CaseRow(models.Model):
    """Base of rows that hang on a Vorgang. Tenant and person stand in the row itself: row-level security reads no join."""

    vorgang = models.ForeignKey("vorgaenge.Vorgang", on_delete=models.CASCADE, related_name="%(class)s_rows")
    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField()

    class Meta:
        abstract = True


class TenantQuerySet(VisibleQuerySet[Row]):
    """Rows of a tenant that belong to no person: a citizen sees none."""

    def visible_to(self, actor: Actor) -> Self:
        """Clerks, rules and the inlet of the tenant."""
        return self.none() if isinstance(actor, (Citizen, Guest)) else super().visible_to(actor)

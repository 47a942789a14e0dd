"""visible_to(actor): a grid is seen by those who work for its operator, and by nobody else. Row-level security repeats it on PostgreSQL."""

from typing import Self, TypeVar

from django.db import models

from glueckauf.identity.rules.actor import Actor, Clerk, Rule

Row = TypeVar("Row", bound=models.Model)


class OperatorQuerySet(models.QuerySet[Row]):
    """Rows with `tenant`."""

    def visible_to(self, actor: Actor) -> Self:
        """Clerks and rules of the operator."""
        return self.filter(tenant_id=actor.tenant) if isinstance(actor, (Clerk, Rule)) else self.none()


class OperatorRow(models.Model):
    """Base of rows an operator owns."""

    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

"""visible_to(actor): the one filter all reads begin with. Row-level security repeats it on PostgreSQL."""

from typing import TypeVar

from django.db import models

from glueckauf.identity.rules.actor import Actor

Row = TypeVar("Row", bound=models.Model, covariant=True)


class Visible(models.Manager[Row]):
    """Rows of the actor's tenant, or none: nothing here belongs to a person."""

    def visible_to(self, actor: Actor) -> models.QuerySet[Row]:
        """A foreign row is a missing row."""
        return self.filter(tenant=actor.scope.tenant) if actor.scope.tenant else self.none()

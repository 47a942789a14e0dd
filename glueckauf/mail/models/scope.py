"""visible_to(actor): the one filter all reads of mail begin with. Row-level security repeats it on PostgreSQL."""

from typing import TypeVar

from django.db import models

from glueckauf.core.scope import HOUSE
from glueckauf.identity.rules.actor import Actor, Operator

Row = TypeVar("Row", bound=models.Model, covariant=True)


class Visible(models.Manager[Row]):
    """Rows of the actor's tenant, or of the actor's person, or none. The operator sees what belongs to no city yet."""

    def visible_to(self, actor: Actor) -> models.QuerySet[Row]:
        """A foreign row is a missing row."""
        if isinstance(actor, Operator):
            return self.filter(tenant=HOUSE.tenant)
        if actor.scope.tenant:
            return self.filter(tenant=actor.scope.tenant)
        if actor.scope.person:
            return self.filter(person=actor.scope.person)
        return self.none()

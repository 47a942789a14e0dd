"""Whose rows: of an actor, and the person behind a topic."""

from uuid import UUID

from glueckauf.core.scope import HOUSE, Scope
from glueckauf.identity.rules.actor import Actor, Operator
from glueckauf.mail.models import OutgoingMail


def scope_of(actor: Actor) -> Scope:
    """The operator handles mail that belongs to no city yet; everybody else his own."""
    return HOUSE if isinstance(actor, Operator) else actor.scope


def person_of(tenant: str, topic: str) -> UUID | None:
    """Whose topic it is: the person of our last mail about it. Inside a transaction of the tenant."""
    ours = OutgoingMail.objects.filter(tenant=tenant, topic=topic).exclude(person=None).order_by("-pk")
    return ours.values_list("person", flat=True).first()

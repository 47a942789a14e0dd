"""From a session to the actor.

Session keys: `citizen` = {person, email}, `guest` = person, `second_factor` = pk of the account that gave its second factor.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser

from glueckauf.identity.models import ClerkAccount, PersonLink
from glueckauf.identity.rules.actor import Actor, Anonymous, Citizen, Clerk, Guest, Operator, Pending, Role


def actor_of(user: ClerkAccount | AnonymousUser | Any, session: Mapping[str, Any]) -> Actor:
    """A clerk account wins over a citizen's session, and is nobody but Pending before its second factor."""
    if isinstance(user, ClerkAccount):
        return clerk(user) if session.get("second_factor") == user.pk else Pending(id=user.pk)
    if citizen := session.get("citizen"):
        return Citizen(person=citizen["person"], email=citizen["email"], linked=linked(citizen["person"]))
    if guest := session.get("guest"):
        return Guest(person=guest)
    return Anonymous()


def linked(person: str) -> tuple[str, ...]:
    """Persons whose matters were handed in with this account's confirmed address."""
    return tuple(str(p) for p in PersonLink.objects.filter(account=person).values_list("person", flat=True))


def clerk(account: ClerkAccount) -> Clerk | Operator:
    """Without a tenant the account operates the installation."""
    if account.tenant_id is None:
        return Operator(id=account.pk)
    return Clerk(
        id=account.pk,
        tenant=account.tenant_id,
        offices=frozenset(account.offices),
        roles=frozenset(Role(r) for r in account.roles),
        name=account.display_name,
    )

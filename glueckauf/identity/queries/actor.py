"""From a session to the actor."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser

from glueckauf.identity.models import ClerkAccount
from glueckauf.identity.rules.actor import Actor, Anonymous, Citizen, Clerk, Guest, Operator, Role


def actor_of(user: ClerkAccount | AnonymousUser | Any, session: Mapping[str, Any]) -> Actor:
    """A clerk account wins over a citizen's session; session keys: `citizen` = {person, email}, `guest` = person."""
    if isinstance(user, ClerkAccount):
        return clerk(user)
    if citizen := session.get("citizen"):
        return Citizen(person=citizen["person"], email=citizen["email"])
    if guest := session.get("guest"):
        return Guest(person=guest)
    return Anonymous()


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

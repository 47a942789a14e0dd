"""Reads about citizens: the address of a person, and what a mailed link would do."""

from datetime import datetime
from uuid import UUID

from glueckauf.identity.models import Nutzerkonto, SignInRequest
from glueckauf.identity.queries.keys import open_key


def email_of(person: str) -> str | None:
    """The confirmed address of this person's Nutzerkonto; None for a guest."""
    return Nutzerkonto.objects.filter(person=UUID(person)).values_list("email", flat=True).first()


def address_of_link(token: str, *, at: datetime) -> str | None:
    """Whom this sign-in link would sign in, without using it up; None when it is not valid. Whoever has the link has the mailbox."""
    key = open_key(token, "sign-in", at=at)
    if key is None:
        return None
    return SignInRequest.objects.filter(pk=UUID(key.subject)).values_list("email", flat=True).first()

"""Sign-in of citizens by a mailed link. Whether an address is known shows nowhere: known and unknown take the same steps."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from glueckauf.core.db import writing
from glueckauf.core.outbox import publish
from glueckauf.core.scope import Scope
from glueckauf.identity.actions.keys import KeyNotValid, consume_key, issue_key
from glueckauf.identity.events import AddressConfirmed
from glueckauf.identity.models import Nutzerkonto, SignInRequest
from glueckauf.identity.rules.actor import Actor, Citizen, Guest
from glueckauf.identity.rules.address import folded
from glueckauf.identity.rules.path import local_path

PURPOSE = "sign-in"
VALID = timedelta(minutes=20)
LONGEST_PATH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInLink:
    """What the mail needs: the secret end of the link, and the only address it may be sent to."""

    token: str = field(repr=False)
    address: str = field(repr=False)
    person: str
    expires_at: datetime


class LinkNotValid(KeyNotValid):
    """The mailed link was used, has run out, or never existed."""

    text = "Dieser Link gilt nicht mehr. Er gilt 20 Minuten und nur einmal. Lassen Sie sich einen neuen senden."


def issue_sign_in(email: str, *, next: str = "/", by: Actor, at: datetime) -> SignInLink:
    """A link for this address, valid 20 minutes, once. Raises NotAnAddress. The caller limits attempts and sends the mail."""
    address = folded(email)
    path = local_path(next)
    with writing(by):
        known = Nutzerkonto.objects.filter(email=address).values_list("person", flat=True).first()
        request = SignInRequest.objects.create(
            id=uuid4(),
            email=address,
            person=known or uuid4(),
            next=path if len(path) <= LONGEST_PATH else "/",
            requested_at=at,
        )
        token = issue_key(PURPOSE, "", str(request.id), expires_at=at + VALID, by=by, at=at)
    return SignInLink(token=token, address=address, person=str(request.person), expires_at=at + VALID)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """The citizen, and the path she was on her way to."""

    citizen: Citizen
    next: str


def sign_in_by_link(token: str, *, by: Actor, at: datetime) -> SignedIn:
    """Uses the link up; makes the Nutzerkonto at the first time. `by` is who she was in this browser. Raises LinkNotValid."""
    with writing(by):
        try:
            request = SignInRequest.objects.get(pk=UUID(consume_key(token, PURPOSE, by=by, at=at).subject))
        except (KeyNotValid, SignInRequest.DoesNotExist):
            raise LinkNotValid from None
        account, _ = Nutzerkonto.objects.get_or_create(email=request.email, defaults={"person": request.person, "confirmed_at": at})
        request.delete()
        citizen = Citizen(person=str(account.person), email=account.email)
        guest = by.person if isinstance(by, Guest) else ""
        publish(AddressConfirmed(tenant="", person=citizen.person, guest=guest), by=citizen, at=at)
    return SignedIn(citizen=citizen, next=request.next)


def forget_requests(at: datetime) -> int:
    """Deletes what was asked for and never used: an address is not kept longer than its link lives."""
    with writing(Scope()):
        return SignInRequest.objects.filter(requested_at__lt=at - VALID).delete()[0]

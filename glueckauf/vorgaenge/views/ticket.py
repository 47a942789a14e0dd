"""A form page carries a ticket: signed by the house, it says whose draft was shown. A session that ended since costs no answer.

A POST with the ticket is stored as hers: a guest goes on where she was, who was signed in signs in again and then goes
on. It is bound to one draft, opens nothing by itself, and is good for some days after the page was shown.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from glueckauf.core.clock import now
from glueckauf.identity import actions as identity
from glueckauf.identity import queries as accounts
from glueckauf.identity.rules.actor import Anonymous, Citizen, Guest, Kind

SIGNER = Signer(salt="vorgaenge.ticket")
GOOD_FOR = timedelta(days=7)

View = Callable[..., HttpResponse]


def ticket(key: str, by: Citizen | Guest, at: datetime) -> str:
    """For the hidden field of a page that shows this draft to her."""
    until = int((at + GOOD_FOR).timestamp())
    return SIGNER.sign_object([key, by.kind, by.person, until])


def ticketed(view: View) -> View:
    """Stands above @permission. Who is known is never somebody else by a ticket."""

    @wraps(view)
    def known(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            if isinstance(request.actor, (Anonymous, Guest)):  # type: ignore[attr-defined]
                admit(request, str(kwargs["key"]))
            stay(request)
        return view(request, *args, **kwargs)

    return known


def admit(request: HttpRequest, key: str) -> None:
    """Sets request.actor to whom the page was shown; nothing without a good ticket for this very draft."""
    try:
        of, kind, person, until = SIGNER.unsign_object(request.POST.get("ticket", "")[:1000])
    except (BadSignature, ValueError):
        return
    if of != key or until < now().timestamp() or getattr(request.actor, "person", "") == person:  # type: ignore[attr-defined]
        return
    if kind == Kind.GUEST:
        request.actor = identity.continue_as_guest(request.session, person)  # type: ignore[attr-defined]
    else:
        request.actor = Citizen(person=person, email="", linked=accounts.linked(person))  # type: ignore[attr-defined]
        request.must_sign_in = True  # type: ignore[attr-defined]


def stay(request: HttpRequest) -> None:
    """Who writes stays: a session ends some hours after the last answer, not after the first. Written down once an hour."""
    hour = int(now().timestamp() // 3600)
    if request.session.get("hour") != hour and not isinstance(request.actor, Anonymous):  # type: ignore[attr-defined]
        request.session["hour"] = hour


def must_sign_in(request: HttpRequest) -> bool:
    """Her answers may be stored, but she sees nothing before she has signed in again."""
    return getattr(request, "must_sign_in", False)


def sign_in_first(back: str) -> str:
    """The address of the sign-in page that says that what was typed is stored, and leads back."""
    return f"{reverse('anmelden')}?{urlencode({'next': back, 'gespeichert': '1'})}"

"""Who fills a form: the signed-in citizen, else a guest that this browser remembers."""

from uuid import uuid4

from django.http import HttpRequest

from glueckauf.identity.rules.actor import Citizen, Guest


def visitor(request: HttpRequest) -> Citizen | Guest:
    """The actor as a person; a first-time visitor becomes a guest of this session."""
    actor = request.actor  # type: ignore[attr-defined]
    if isinstance(actor, (Citizen, Guest)):
        return actor
    guest = Guest(person=str(uuid4()))
    request.session["guest"] = guest.person
    request.actor = guest  # type: ignore[attr-defined]
    return guest

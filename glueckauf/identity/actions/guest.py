"""Guests: who starts something without an account is a random person, known to this browser's session only."""

from uuid import UUID, uuid4

from django.contrib.sessions.backends.base import SessionBase

from glueckauf.identity.rules.actor import Guest


def begin_guest(session: SessionBase) -> Guest:
    """The guest of this browser; a new one at the first time. A view calls it when an anonymous visitor starts an Antrag."""
    return Guest(person=session.setdefault("guest", str(uuid4())))


def continue_as_guest(session: SessionBase, person: str) -> Guest:
    """This browser goes on with what that guest began, because it showed the link or code of it. The session gets a new key."""
    session.cycle_key()
    session["guest"] = str(UUID(person))
    return Guest(person=session["guest"])

"""The declared permission of every view: rows here and in each domain's permissions.py, a decorator, one table of all.

A view without the decorator does not exist for visitors: the test that walks all URLs fails for it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from glueckauf.core.errors import Forbidden, NotFound
from glueckauf.identity.rules.actor import Actor, Clerk, Kind, Role

View = Callable[..., HttpResponse]

_rows: dict[str, frozenset[Kind | Role]] = {}
EVERYONE = frozenset([*Kind, *Role])


def declare(name: str, *who: Kind | Role) -> None:
    """One row of a domain's permissions.py. A double name stops the start."""
    if name in _rows:
        raise ValueError(f"permission {name} is declared twice")
    _rows[name] = frozenset(who)


def table() -> dict[str, frozenset[Kind | Role]]:
    """All rows, for the command that prints them and the test that walks the URLs."""
    return dict(sorted(_rows.items()))


def holds(actor: Actor, name: str) -> bool:
    """Whether the actor is one of those the row names."""
    return not allowed_of(actor).isdisjoint(_rows[name])


def allowed_of(actor: Actor) -> frozenset[Kind | Role]:
    """Roles of a clerk, else the kind."""
    if isinstance(actor, Clerk):
        return frozenset(actor.roles)
    kind = getattr(actor, "kind", None)
    return frozenset([kind]) if kind else frozenset()


def permission(name: str) -> Callable[[View], View]:
    """Declares who may call the view. Not signed in: to the sign-in page; a clerk without the role: 403; a citizen on desk pages: 404."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor: Actor = request.actor  # type: ignore[attr-defined]
            if not holds(actor, name):
                return refuse(request, actor, name)
            return view(request, *args, **kwargs)

        checked.permission = name  # type: ignore[attr-defined]
        return checked

    return decorate


def refuse(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """A visitor who could sign in is sent there; nobody learns of a page that is not his."""
    if isinstance(actor, Clerk):
        raise Forbidden
    for_clerks = not _rows[name].isdisjoint(Role) or Kind.OPERATOR in _rows[name]
    if for_clerks and getattr(actor, "kind", None) == Kind.CITIZEN:
        raise NotFound
    return redirect(f"{'/schreibtisch/anmelden/' if for_clerks else '/anmelden/'}?next={request.get_full_path()}")


declare("public", *EVERYONE)

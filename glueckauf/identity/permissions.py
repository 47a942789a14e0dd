"""The declared permission of every view: rows here and in each domain's permissions.py, a decorator, one table of all.

A view without the decorator does not exist for visitors: the middleware answers 404, and the test that walks all URLs fails for it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from glueckauf.core.errors import Forbidden, NotFound
from glueckauf.identity.rules.actor import Actor, Anonymous, Clerk, Kind, Operator, Pending, Role

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


@dataclass(frozen=True, slots=True)
class May:
    """For templates: `{% if may.vorgaenge.quarantine %}` shows a link only to those who may follow it."""

    actor: Actor
    domain: str = ""

    def __getitem__(self, name: str) -> Any:
        """First the domain, then the verb; a permission nobody declared is nobody's."""
        if not self.domain:
            return May(self.actor, name)
        return f"{self.domain}.{name}" in _rows and holds(self.actor, f"{self.domain}.{name}")


def page(request: HttpRequest) -> dict[str, Any]:
    """A context processor: what the visitor may."""
    return {"may": May(getattr(request, "actor", Anonymous()))}


def allowed_of(actor: Actor) -> frozenset[Kind | Role]:
    """Roles of a clerk, else the kind."""
    if isinstance(actor, Clerk):
        return frozenset(actor.roles)
    kind = getattr(actor, "kind", None)
    return frozenset([kind]) if kind else frozenset()


def permission(name: str) -> Callable[[View], View]:
    """Declares who may call the view. Not signed in: to the sign-in page; a clerk without the role: 403; a citizen on desk pages: 404.

    A name that no permissions.py declares stops the start.
    """
    if name not in _rows:
        raise ValueError(f"permission {name} is not declared; is its permissions.py imported in ready()?")

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
    if isinstance(actor, (Clerk, Operator)):
        raise Forbidden
    if isinstance(actor, Pending):
        return redirect(reverse("mfa_activate_totp"))
    if not for_clerks(name):
        return redirect(with_next("/anmelden/", request))
    if actor.kind == Kind.CITIZEN:  # type: ignore[union-attr]
        raise NotFound
    return redirect(with_next(settings.LOGIN_URL, request))


def for_clerks(name: str) -> bool:
    """Whether signing in as a clerk or operator could help."""
    return not _rows[name].isdisjoint({*Role, Kind.OPERATOR, Kind.PENDING})


def with_next(url: str, request: HttpRequest) -> str:
    """The sign-in page, and back to this page afterwards; what was posted cannot be repeated."""
    return f"{url}?{urlencode({'next': request.get_full_path()})}" if request.method in ("GET", "HEAD") else url


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One URL that this installation answers. `permission` is empty when the view declares none: a fault."""

    route: str
    name: str
    parameters: tuple[str, ...]
    permission: str
    is_csrf_exempt: bool


def served() -> Iterator[Served]:
    """Every URL actually served, with what its view declares."""
    return _walk(get_resolver().url_patterns, "/", ())


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, parameters: tuple[str, ...]) -> Iterator[Served]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        names = (*parameters, *pattern.pattern.converters, *getattr(getattr(pattern.pattern, "regex", None), "groupindex", ()))
        seen = tuple(dict.fromkeys(names))
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route, seen)
        else:
            yield _served(route, seen, pattern)


def _served(route: str, parameters: tuple[str, ...], pattern: URLPattern) -> Served:
    view = pattern.callback
    return Served(
        route=route,
        name=pattern.name or "",
        parameters=parameters,
        permission=getattr(view, "permission", ""),
        is_csrf_exempt=getattr(view, "csrf_exempt", False),
    )


declare("public", *EVERYONE)
declare("identity.set_up", Kind.PENDING, Kind.OPERATOR, *Role)
declare("identity.account", Kind.OPERATOR, *Role)

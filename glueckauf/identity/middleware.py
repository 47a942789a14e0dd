"""request.actor: who acts, from the session, once per request. And: a view without a declared permission does not exist."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from glueckauf.identity import queries


class ActorMiddleware:
    """Sets request.actor to a Clerk, Operator, Pending, Citizen, Guest or Anonymous."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = queries.actor_of(request.user, request.session)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> None:
        """Closed unless declared: a view that nobody decorated is not found."""
        if not hasattr(view, "permission"):
            raise Http404

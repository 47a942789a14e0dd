"""request.actor: who acts, from the session, once per request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from glueckauf.identity import queries


class ActorMiddleware:
    """Sets request.actor to a Clerk, Operator, Citizen, Guest or Anonymous."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = queries.actor_of(request.user, request.session)  # type: ignore[attr-defined]
        return self.get_response(request)

"""Counts which kind of page was answered, after it was answered. Reads nothing of the visitor but the language of the page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from glueckauf.core.clock import local_day, now
from glueckauf.portal import actions
from glueckauf.portal.rules.feedback import COUNTED, Spot


class Usage:
    """Behind LocaleMiddleware, so that the language is that of the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or match.view_name not in COUNTED:
            return response
        is_seen = request.method == "GET" and response.status_code == 200
        is_done = request.method == "POST" and response.status_code == 302
        if is_seen or is_done:
            kommune, leistung = about(request)
            step = str(match.kwargs.get("section", "")) + ("+" if is_done else "")
            spot = Spot(page=match.view_name, kommune=kommune, leistung=leistung)
            actions.count(spot, step=step, language=get_language() or "de", day=local_day(now()))
        return response


def about(request: HttpRequest) -> tuple[str, str]:
    """City and Leistung of the page: from its address, or where that has only a key, as the view says."""
    said = getattr(request, "counted_as", None)
    kwargs = request.resolver_match.kwargs if request.resolver_match else {}
    return said or (str(kwargs.get("kommune", "")), str(kwargs.get("slug", "")))

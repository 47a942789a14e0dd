"""A number for every request, on each of its log lines and on the error page, and one line when it is answered. Ids, never values."""

import secrets
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("request")

# Easy to dictate: no 0 and O, 1 and I and L, no U.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_number() -> str:
    """4XK7-Q2MP"""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2))


def number_of(request: HttpRequest) -> str:
    """The number a person reads on the error page and an operator finds in the log."""
    return getattr(request, "number", "")


class RequestLog:
    """First of all middleware. Logs the name of the page, never its address: that may hold a number, a token, a search."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = new_number()
        request.number = number  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request=number):
            started = time.perf_counter()
            response = self.get_response(request)
            ms = round((time.perf_counter() - started) * 1000, 1)
            log.info("answered", page=page_of(request), method=request.method, status=response.status_code, ms=ms, actor=actor_of(request))
        response.headers["X-Request-Number"] = number
        return response


def page_of(request: HttpRequest) -> str:
    """Name of the URL pattern, or nothing where none matched."""
    return request.resolver_match.view_name if request.resolver_match else ""


def actor_of(request: HttpRequest) -> str:
    """Code of who asked, as the audit names it."""
    return getattr(getattr(request, "actor", None), "code", "")

"""Headers on every answer, and one place that turns a named refusal into a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from glueckauf.core.errors import Refused

Next = Callable[[HttpRequest], HttpResponse]


class SafetyHeaders:
    """What Django does not set: no sniffing of permissions, no caching of personal pages."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()")
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class RefusedPages:
    """A Refused that no view caught becomes the error page with its own words and status."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django calls this for what a view raised."""
        if not isinstance(exception, Refused):
            return None
        return render(request, "core/error.html", {"status": exception.status, "text": str(exception)}, status=exception.status)

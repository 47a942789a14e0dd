"""Headers on every answer, and one place that turns a named refusal into a page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from glueckauf.core.error_pages import error_page, said
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


class LanguageChoice:
    """`?sprache=en` chooses the language of the pages and is kept in a cookie. The desk is German: § 23(1) VwVfG, Amtssprache."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("sprache", "")
        if chosen not in dict(settings.LANGUAGES):
            return self.in_language(request)
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = chosen
        response = self.in_language(request)
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 24 * 3600, samesite="Lax", httponly=True, secure=secure)
        return response

    def in_language(self, request: HttpRequest) -> HttpResponse:
        """Below the desk the cookie and the browser's wish do not count."""
        if request.path.startswith("/schreibtisch/"):
            request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = settings.LANGUAGE_CODE
        return self.get_response(request)


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
        return error_page(request, status=exception.status, text=said(exception))

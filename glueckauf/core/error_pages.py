"""The pages for what went wrong: not found, forbidden, our own fault, a form that was open too long. Each names a way on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from glueckauf.core.clock import now
from glueckauf.core.errors import Forbidden, NotFound, TooManyAttempts
from glueckauf.core.request_log import number_of


def error_page(request: HttpRequest, *, status: int, text: str, **more: Any) -> HttpResponse:
    """One page for every refusal: its own words, and the way on. Clerks stay on their desk."""
    layout = "core/desk.html" if request.path.startswith("/schreibtisch/") else "core/base.html"
    return render(request, "core/error.html", {"status": status, "text": text, "layout": layout, **more}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, also for what belongs to another city or person."""
    return error_page(request, status=404, text=NotFound.text)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but not allowed."""
    return error_page(request, status=403, text=Forbidden.text)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: a limit of allauth, which does not say when it ends; its longest is five minutes."""
    return error_page(request, status=429, text=str(TooManyAttempts(minutes=5)))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that is too old or came from elsewhere."""
    return error_page(request, status=403, text=gettext("Öffnen Sie die Seite neu und schicken Sie sie noch einmal ab."), reason="csrf")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: nothing here may need database, session or actor, because one of them may be what broke."""
    again = request.path if request.method == "GET" else ""
    return HttpResponse(render_to_string("core/500.html", {"number": number_of(request), "at": now(), "again": again}), status=500)

"""The pages for what went wrong: not found, forbidden, our own fault, a form that was open too long. Each names a way on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext

from glueckauf.core.clock import now
from glueckauf.core.errors import Forbidden, NotFound, Refused, TooManyAttempts
from glueckauf.core.request_log import number_of

CHUNK, MOST_DRAINED = 64 * 1024, 64 * 1024 * 1024


def error_page(request: HttpRequest, *, status: int, text: str, **more: Any) -> HttpResponse:
    """One page for every refusal: its own words, and the way on. Clerks stay on their desk."""
    layout = "core/desk.html" if request.path.startswith("/schreibtisch/") else "core/base.html"
    return render(request, "core/error.html", {"status": status, "text": text, "layout": layout, **more}, status=status)


def said(refused: Refused) -> str:
    """Why not and what to do now, in the language of the page."""
    return gettext(refused.text).format(**refused.values)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: more than any form of ours has, or nothing a browser sends. What is still on its way is read, so that the answer is seen."""
    drain(request)
    text = gettext("Was ankam, können wir nicht lesen, oder es war zu viel auf einmal. Gehen Sie zurück und kürzen Sie Ihre Texte.")
    return error_page(request, status=400, text=f"{text} {gettext('Was Sie vorher gespeichert haben, ist noch da.')}")


def drain(request: HttpRequest) -> None:
    """Reads the rest of the body, within bounds: a browser shows no answer while it is still sending."""
    for _ in range(MOST_DRAINED // CHUNK):
        try:
            if not request.read(CHUNK):
                return
        except (OSError, RuntimeError):
            return


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, also for what belongs to another city or person."""
    return error_page(request, status=404, text=said(NotFound()))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but not allowed."""
    return error_page(request, status=403, text=said(Forbidden()))


def too_many(request: HttpRequest) -> HttpResponse:
    """429: a limit of allauth, which does not say when it ends; its longest is five minutes."""
    return error_page(request, status=429, text=said(TooManyAttempts(minutes=5)))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that is too old or came from elsewhere."""
    return error_page(request, status=403, text=gettext("Öffnen Sie die Seite neu und schicken Sie sie noch einmal ab."), reason="csrf")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: nothing here may need database, session or actor, because one of them may be what broke."""
    again = request.path if request.method == "GET" else ""
    return HttpResponse(render_to_string("core/500.html", {"number": number_of(request), "at": now(), "again": again}), status=500)

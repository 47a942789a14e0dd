"""A form that broke off on its way does not count: half of it would take the place of the whole one that she had before."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import LimitedStream
from django.http import HttpRequest, HttpResponse

FORMS = {"multipart/form-data", "application/x-www-form-urlencoded"}


class WholeRequests:
    """Middleware; the network's end is a short body, which Django reads as if that were all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do here."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *arguments: object) -> None:
        """Before any page acts. Raises BadRequest. Machines speak without our forms and read the body themselves; a signature covers it."""
        if getattr(view, "csrf_exempt", False):
            return
        if request.method == "POST" and request.content_type in FORMS and received(request) < announced(request):
            raise BadRequest("cut")


def announced(request: HttpRequest) -> int:
    """Bytes the browser said it would send."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isdecimal() else 0


def received(request: HttpRequest) -> int:
    """Bytes that came. Reading the answers reads all of them: files are streamed away, everything else lies in the body."""
    request.POST  # noqa: B018 - read once, by whoever comes first
    stream = getattr(request, "_stream", None)
    return int(vars(stream)["_pos"]) if isinstance(stream, LimitedStream) else len(request.body)

"""/ : what one can do here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from glueckauf.core.clock import now
from glueckauf.identity.permissions import permission
from glueckauf.portal import queries


@permission("public")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The start page."""
    at = now()
    return render(request, "portal/start.html", {"page": queries.start_page(language=get_language() or "de", at=at), "at": at})

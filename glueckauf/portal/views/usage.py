"""/<kommune>/zahlen/ : how the pages of a city are used."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from glueckauf.core.clock import local_day, now
from glueckauf.identity.permissions import permission
from glueckauf.portal import queries


@permission("public")
@require_safe
def usage(request: HttpRequest, kommune: str) -> HttpResponse:
    """Four weeks, without anybody in them."""
    page = queries.usage_page(kommune, language=get_language() or "de", day=local_day(now()))
    return render(request, "portal/usage.html", {"page": page, "kommune": page.kommune})

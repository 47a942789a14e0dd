"""What every page knows: mode, language, where it stands. A context processor; pages add their own through their query."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from glueckauf.core.clock import demo_offset, now


def page(request: HttpRequest) -> dict[str, Any]:
    """Names for base.html."""
    return {
        "actor": getattr(request, "actor", None),
        "demo": settings.GLUECKAUF.is_demo,
        "demo_now": now() if demo_offset() else None,
        "path": request.path,
        "other_language": other_language(request),
    }


def other_language(request: HttpRequest) -> dict[str, str] | None:
    """The link in the header that shows the same page in the other language; none where a form was posted to."""
    if request.method != "GET":
        return None
    code = "de" if (get_language() or "de").startswith("en") else "en"
    query = request.GET.copy()
    query["sprache"] = code
    return {"code": code, "name": dict(settings.LANGUAGES)[code], "url": f"{request.path}?{query.urlencode()}"}

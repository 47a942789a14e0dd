"""What every page knows: mode, language, where it stands. A context processor; pages add their own through their query."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Names for base.html."""
    return {"actor": getattr(request, "actor", None), "demo": settings.GLUECKAUF.is_demo, "path": request.path}

"""/health: whether this process answers and its database does. /ready: whether the installation does its work."""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from glueckauf.core.clock import now
from glueckauf.core.readiness import readiness
from glueckauf.identity.permissions import permission


@permission("public")
def health(request: HttpRequest) -> JsonResponse:
    """200 with the database's vendor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "database": connection.vendor})


@permission("public")
def ready(request: HttpRequest) -> JsonResponse:
    """200, or 503 with the kinds of problems. Numbers are on the operator's page: this one anybody may ask."""
    problems = readiness(now()).problems
    return JsonResponse({"status": "not ready" if problems else "ready", "problems": problems}, status=503 if problems else 200)

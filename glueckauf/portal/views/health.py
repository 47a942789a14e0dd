"""/health: whether this process answers and its database does."""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from glueckauf.identity.permissions import permission


@permission("public")
def health(request: HttpRequest) -> JsonResponse:
    """200 with the database's vendor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "database": connection.vendor})

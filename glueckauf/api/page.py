"""/schnittstellen/ : the endpoints explained to people, and what is served under no address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from glueckauf.api.endpoints.openapi import openapi_path
from glueckauf.api.endpoints.telemetry import PATH
from glueckauf.api.serving import ENDPOINTS, LIMIT, TITLES, NoSuchAddress, Parameter, absolute, refusal, with_headers
from glueckauf.core import error_pages
from glueckauf.identity.permissions import permission
from glueckauf.telemetry.rules.problems import TITLES as INLET_TITLES


@permission("public")
@require_safe
def interfaces(request: HttpRequest) -> HttpResponse:
    """One row per endpoint, with an example to follow."""
    rows = [(found, openapi_path(found), example(openapi_path(found), found.parameters)) for found in ENDPOINTS]
    problems = {**INLET_TITLES, **TITLES}
    names = {"endpoints": rows, "limit": LIMIT, "problems": problems.items(), "base": absolute(""), "inlet": PATH}
    return render(request, "api/interfaces.html", names)


def example(path: str, parameters: tuple[Parameter, ...]) -> str:
    """The path with the examples filled in."""
    for p in (p for p in parameters if p.place == "path"):
        path = path.replace(f"{{{p.name}}}", p.example)
    query = "&".join(f"{p.name}={p.example}" for p in parameters if p.place == "query")
    return f"{path}?{query}" if query else path


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 of the whole house: below /api/ as a problem, elsewhere as a page."""
    if request.path.startswith("/api/"):
        return with_headers(refusal(NoSuchAddress(), request.path))
    return error_pages.not_found(request, exception)

"""/impressum/, /datenschutz/, /barrierefreiheit/, /hilfe/ : what the law and good manners ask for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from glueckauf.cities import queries as cities
from glueckauf.identity.permissions import permission


@permission("public")
@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Each city answers for its own part."""
    return render(request, "portal/imprint.html", {"kommunen": cities.kommunen()})


@permission("public")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the portal itself keeps; each Leistung has its own notice."""
    return render(request, "portal/privacy.html", {"kommunen": cities.kommunen()})


@permission("public")
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement, with what no person has tested yet."""
    return render(request, "portal/accessibility.html", {"imprint_url": reverse("impressum")})


@permission("public")
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Ways to a person, and the questions that come most."""
    names = {"kommunen": cities.kommunen(), "section": "hilfe", "accessibility_url": reverse("barrierefreiheit")}
    return render(request, "portal/help.html", names)

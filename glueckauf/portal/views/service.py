"""/<kommune>/leistungen/<slug>/ : the service page, its text in Leichte Sprache, its privacy notice."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from glueckauf.catalogue.queries import remembered
from glueckauf.core import kept_page
from glueckauf.core.clock import local_day, now
from glueckauf.core.errors import NotFound
from glueckauf.identity.permissions import permission
from glueckauf.portal import queries

MOST_PAGES = 2_000  # 24 Leistungen in 53 cities, half of them in English too; 4 to 5 KiB each
CALCULATOR = frozenset(("rechnen", "add", "remove"))


@permission("public")
@require_safe
def service(request: HttpRequest, kommune: str, slug: str) -> HttpResponse:
    """What it is, costs, needs and takes. `?rechnen` asks the calculator, `add` and `remove` change its groups."""
    at, language = now(), get_language() or "de"
    if CALCULATOR.isdisjoint(request.GET):
        version = queries.page_version(kommune, slug, language=language, at=at)
        return kept_page.answer(request, unasked(version, settings.ROOT_URLCONF))
    page = queries.service_page(kommune, slug, language=language, at=at, answers=request.GET)
    return render(request, "portal/service.html", names(page, today=local_day(at).weekday()))


@remembered(most=MOST_PAGES)
def unasked(version: queries.PageVersion, addresses: str) -> kept_page.Kept:
    """Nobody asked the calculator: the page is the same for everybody. `addresses` stand in it without being given: tests change them."""
    return kept_page.without_visitor("portal/service.html", names(queries.page_of(version), today=version.day.weekday()))


@permission("public")
@require_safe
def easy(request: HttpRequest, kommune: str, slug: str) -> HttpResponse:
    """Leichte Sprache exists in German only."""
    text = queries.easy_text(kommune, slug)
    if not text:
        raise NotFound
    with override("de"):
        page = queries.service_page(kommune, slug, language="de", at=now())
        return render(request, "portal/easy.html", {**names(page), "text": text})


@permission("public")
@require_safe
def privacy(request: HttpRequest, kommune: str, slug: str) -> HttpResponse:
    """Art. 13 GDPR for this Leistung, built from its law, office and retention."""
    page = queries.service_page(kommune, slug, language=get_language() or "de", at=now())
    return render(request, "portal/service_privacy.html", names(page))


def names(page: queries.ServicePage, **more: object) -> dict[str, object]:
    """What base.html and the page want."""
    path = {"kommune": page.kommune.key, "slug": page.leistung.key}
    easy_url = reverse("leistung-leicht", kwargs=path) if page.has_easy else ""
    return {"page": page, "kommune": page.kommune, "section": "leistungen", "easy_url": easy_url, **more}

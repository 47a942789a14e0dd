"""A service page is rendered once for everybody: what it depends on changes it, and what belongs to one visitor is on her page alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import make_catalogue
import make_editing as make
import make_identity
import pytest
from django.conf import settings
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries import current
from glueckauf.core import kept_page
from glueckauf.identity.rules.actor import Anonymous
from glueckauf.portal import queries
from glueckauf.portal.views import service
from glueckauf.vorgaenge.queries import Durations

pytestmark = pytest.mark.django_db
PAGE = "/bochum/leistungen/hundesteuer-anmeldung/"
MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)


def version(kommune="bochum", slug="hundesteuer-anmeldung", language="de", at=MONDAY):
    return queries.page_version(kommune, slug, language=language, at=at)


def shown(seen, **visitor):
    """What a visitor gets; the second one, from what was kept."""
    request = RequestFactory().get(f"/{seen.kommune}/leistungen/{seen.slug}/")
    request.actor, request.user = visitor.get("actor", Anonymous()), visitor.get("user")
    with translation.override(seen.language):
        service.unasked(seen, settings.ROOT_URLCONF)
        return kept_page.answer(request, service.unasked(seen, settings.ROOT_URLCONF)).content.decode()


def test_every_page_is_the_one_its_template_makes_for_this_visitor():
    make_catalogue.publish()
    for kommune in ("bochum", "duisburg"):
        for entry in catalogue.all_of(kommune):
            for language in ("de", "en"):
                seen = version(kommune, entry.leistung.key, language)
                request = RequestFactory().get(f"/{kommune}/leistungen/{seen.slug}/")
                request.actor, request.user = Anonymous(), None
                with translation.override(language):
                    names = service.names(queries.page_of(seen), today=seen.day.weekday())
                    assert shown(seen) == render(request, "portal/service.html", names).content.decode(), (kommune, seen.slug)


NUMBERS = Durations(median_days=3, nine_of_ten_days=8, count=40, since=date(2025, 11, 30), until=date(2026, 11, 30), days=())
CHANGES = {
    "kommune and its revision": lambda seen: version("essen"),
    "slug and its revision": lambda seen: version(slug="gewerbe-anmeldung"),
    "language": lambda seen: replace(seen, language="en"),
    "durations": lambda seen: replace(seen, durations=NUMBERS, bins=((0, 30), (4, 10))),
    "median": lambda seen: replace(seen, durations=replace(NUMBERS, median_days=2), bins=((0, 30), (4, 10))),
    "first day counted": lambda seen: replace(seen, durations=replace(NUMBERS, since=date(2025, 12, 1)), bins=((0, 30), (4, 10))),
    "bins": lambda seen: replace(seen, durations=NUMBERS, bins=((0, 20), (4, 20))),
}


def test_each_thing_it_depends_on_makes_another_page():
    make_catalogue.publish()
    seen = version()
    pages = {"as it is": shown(seen)} | {name: shown(change(seen)) for name, change in CHANGES.items()}
    assert len(set(pages.values())) == len(pages), [name for name, page in pages.items() if list(pages.values()).count(page) > 1]
    assert shown(seen) == pages["as it is"]


def test_a_fee_that_a_city_releases_stands_on_its_page_and_on_no_other(client):
    make.published()
    before, essen = client.get(PAGE).content.decode(), client.get(PAGE.replace("bochum", "essen")).content.decode()
    make.with_fee(*make.pair(), "187.77")
    current.watch.forget()  # what another process published is seen after two seconds
    after = client.get(PAGE).content.decode()
    assert "187,77" in after and "187,77" not in before
    assert client.get(PAGE.replace("bochum", "essen")).content.decode() == essen


@pytest.fixture
def small(tmp_path, settings):
    """A city whose office has opening hours, and one Leistung that leads to another that is not there."""
    make_catalogue.use(settings, leistungen=tmp_path / "leistungen", kommunen=tmp_path / "kommunen")
    folder = make_catalogue.city(tmp_path / "kommunen", "bochum", name="Bochum", prefix="BO", postcode="44787")
    hours = ", ".join(f'{{day: {day}, opens: "08:00", closes: "12:00"}}' for day in ("mo", "tu"))
    file = folder / "kommune.yaml"
    file.write_text(file.read_text("utf-8").replace('year: "2026"}', f'year: "2026", hours: [{hours}]}}'), "utf-8")
    text = make_catalogue.LEISTUNG + "next: [{{text: Box kündigen, leistung: fahrradbox-ende}}]\n"
    make_catalogue.leistung(tmp_path / "leistungen", text=text)
    make_catalogue.publish()
    yield tmp_path
    make_catalogue.cities.forget()


def test_a_link_to_what_comes_next_appears_when_the_city_begins_to_offer_it(small, client):
    page, link = reverse("leistung", args=["bochum", "fahrradbox"]), "/bochum/leistungen/fahrradbox-ende/"
    before = client.get(page).content.decode()
    assert "Box kündigen" in before and link not in before
    make_catalogue.leistung(small / "leistungen", "fahrradbox-ende")
    make_catalogue.publish()
    current.watch.forget()
    assert link in client.get(page).content.decode()


def test_the_opening_hours_of_today_are_those_of_today(small):
    monday, tuesday = (shown(version(slug="fahrradbox", at=MONDAY + timedelta(days=days))) for days in (0, 1))
    today = '<tr class="ga-hours__today"><th scope="row">'
    assert f"{today}Montag" in monday and f"{today}Dienstag" in tuesday


def test_who_is_signed_in_finds_her_button_and_her_token_and_nobody_else_does():
    make_catalogue.publish()
    hers, somebody = make_identity.at_home(make_identity.citizen()), Client()
    first = somebody.get(PAGE).content.decode()
    signed_in = hers.get(PAGE).content.decode()
    assert "Abmelden" in signed_in and "csrfmiddlewaretoken" in signed_in
    assert "Abmelden" not in first and "csrfmiddlewaretoken" not in first
    assert somebody.get(PAGE).content.decode() == first


def test_what_somebody_asked_the_calculator_and_the_address_stay_with_her():
    make_catalogue.publish()
    asked = Client().get(PAGE + "?rechnen=1&hunde-0-rasse=Pudel&geheim=1").content.decode()
    other = Client().get(PAGE + "?geheim=2").content.decode()
    assert "geheim=1" in asked and "geheim=1" not in other and "geheim=2" in other
    assert "geheim" not in Client().get(PAGE).content.decode()


def test_the_language_is_the_visitors(client):
    make_catalogue.publish()
    german = client.get(PAGE).content.decode()
    english = client.get(PAGE + "?sprache=en").content.decode()
    assert '<html lang="de"' in german and '<html lang="en"' in english
    assert '<html lang="de"' in Client().get(PAGE).content.decode()

"""Every public page: answers, one h1, a title, the right language, nothing inline; and what the service page says and does not say."""

import re
from html.parser import HTMLParser

import make_national
import pytest
from make_pages import PAGES, SERVICE
from make_portal import published

pytestmark = pytest.mark.django_db


class Facts(HTMLParser):
    """What the tests ask of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(autouse=True)
def _catalogue():
    published()
    make_national.imported()


def test_every_page_is_whole(client):
    for path in PAGES.values():
        answer = client.get(path)
        text = answer.content.decode()
        page = Facts(text)
        assert answer.status_code == 200, path
        assert (len(page.all("h1")), len(page.all("main"))) == (1, 1), path
        assert page.all("html")[0]["lang"] == ("en" if "sprache=en" in path else "de"), path
        assert re.search(r"<title>\S.+ – Glückauf</title>", text), path
        ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
        assert len(ids) == len(set(ids)), path
        client.cookies.clear()


def test_nothing_is_inline_and_the_policy_says_so(client):
    for path in PAGES.values():
        answer = client.get(path)
        page = Facts(answer.content.decode())
        assert not page.all("style"), path
        assert all(attrs.get("src") for attrs in page.all("script")), path
        assert not [name for _, attrs in page.tags for name in attrs if name == "style" or name.startswith("on")], path
        assert "unsafe" not in answer.headers["Content-Security-Policy"], path


def test_no_link_leads_nowhere(client):
    links = {
        (attrs.get("href") or "").split("#")[0] for path in PAGES.values() for attrs in Facts(client.get(path).content.decode()).all("a")
    }
    for href in sorted(link for link in links if link.startswith("/")):
        assert client.get(href).status_code in (200, 302), href


def test_the_same_page_in_english_says_nothing_in_german_around_the_text(client):
    answer = client.get(f"{SERVICE}?sprache=en").content.decode()
    assert "What it costs" in answer and "Was es kostet" not in answer
    assert '<html lang="en"' in client.get("/").content.decode()  # the choice is kept


def test_the_calculator_says_what_a_dog_costs_and_how_that_is_reckoned(client):
    text = client.get(PAGES["leistung-gerechnet"]).content.decode()
    assert "28,00\xa0€" in text and "168,00\xa0€ im Jahr" in text
    assert "markierten Angaben" in client.get(PAGES["leistung-unvollstaendig"]).content.decode()


def test_a_second_dog_can_be_added_to_the_calculator_without_scripts(client):
    text = client.get(SERVICE, {"hunde-0-seit-day": "1", "andere_hunde": "nein", "add": "hunde"}).content.decode()
    assert 'name="hunde-1-seit-day"' in text and "markierten Angaben" not in text


def test_without_counted_cases_the_page_says_so(client):
    assert "noch keine Zahlen" in client.get(SERVICE).content.decode()


def test_a_leistung_in_easy_german_is_marked_as_a_draft(client):
    assert "Entwurf, noch nicht von einer Prüfgruppe gelesen" in client.get(f"{SERVICE}leicht/").content.decode()


def test_every_leistung_of_every_city_has_its_page(client):
    hrefs = {
        attrs["href"]
        for city in ("bochum", "dortmund", "duisburg", "essen", "gelsenkirchen", "muelheim")
        for attrs in Facts(client.get(f"/{city}/").content.decode()).all("a")
        if "/leistungen/" in (attrs.get("href") or "") and not attrs["href"].endswith("/leistungen/")
    }
    assert len(hrefs) >= 36
    for href in sorted(hrefs):
        for path in (href, f"{href}datenschutz/", f"{href}?sprache=en"):
            assert client.get(path).status_code == 200, path
        easy = client.get(f"{href}leicht/").status_code  # how to apply for what a city does not offer is nothing to read
        assert easy == (404 if href == "/duisburg/leistungen/baumfaellung/" else 200), href
        client.get("/?sprache=de")


@pytest.mark.parametrize("typed", ["hund anmelden bochum", "Hundesteur bochum", "dog tax 44787"])
def test_what_people_type_finds_the_dog_in_bochum(client, typed):
    assert f'href="{SERVICE}"' in client.get("/suche/", {"q": typed}).content.decode()


def test_suggestions_are_a_page_and_lead_on(client):
    found = client.get("/suche/vorschlaege/", {"q": "hund anm", "ort": "Bochum"}).content.decode()
    assert '<div id="vorschlaege">' in found and f'href="{SERVICE}"' in found
    assert "/suche/?q=Hund" in client.get("/suche/vorschlaege/", {"q": "hund anm"}).content.decode()
    assert "ga-suggest" not in client.get("/suche/vorschlaege/", {"q": "h"}).content.decode()


def test_where_nothing_is_found_the_page_says_what_it_understood_and_helps_on(client):
    page = client.get("/suche/", {"q": "gebrtsukrnd bochum"}).content.decode()
    assert "Meinten Sie" in page and "?q=geburtsurkunde&amp;ort=Bochum" in page
    assert "Als Ort haben wir „Bochum“ verstanden." in page and "Was ist bei Ihnen los?" in page and "tel:115" in page
    assert "Wir haben „hundesteur“ als „hundesteuer“ verstanden." in client.get("/suche/", {"q": "hundesteur"}).content.decode()


def test_a_municipality_that_is_not_with_us_leads_to_who_is_responsible(client):
    assert "/zustaendigkeit/?ort=Herne" in client.get("/suche/", {"q": "hund anmelden herne"}).content.decode()


def test_an_unknown_city_is_not_found_and_the_search_is_offered(client):
    answer = client.get("/koeln/")
    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht" in answer.content.decode()


def test_what_is_typed_is_escaped(client):
    assert "<script>alert" not in client.get("/suche/", {"q": "<script>alert(1)</script>", "ort": "<b>"}).content.decode()


def test_too_many_searches_are_asked_to_wait(client):
    statuses = {client.get("/suche/", {"q": "hund"}).status_code for _ in range(130)}
    assert statuses == {200, 429}


def test_city_colours_come_as_a_style_sheet_that_is_kept(client):
    answer = client.get("/staedte.css")
    assert answer.headers["Content-Type"].startswith("text/css") and "bochum" in answer.content.decode()
    assert client.get("/staedte.css", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_service_page_asks_the_database_little(client, django_assert_max_num_queries):
    client.get(SERVICE)
    with django_assert_max_num_queries(4):
        assert client.get(SERVICE).status_code == 200


def test_demo_pages_do_not_exist_outside_the_demo(client):
    assert client.get("/demo/").status_code == 404

"""The search page: what answers is marked, reasons are in the language of the page, filters narrow without scripts and count."""

import re
from html import unescape

import make_national
import pytest
from make_portal import published

from glueckauf.catalogue.queries.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(db):
    published()
    standing.settled()


def shown(client, **asked):
    """The results of a page."""
    return client.get("/suche/", asked).content.decode().partition('id="treffer"')[2].partition("</ol>")[0]


def titles(client, **asked):
    """The headlines of the results."""
    return [unescape(re.sub("<[^>]+>", "", t)) for t in re.findall(r'<h3 class="ga-row__title">(.*?)</h3>', shown(client, **asked))]


def choices(client, group, **asked):
    """Name to count of a group of filters."""
    page = client.get("/suche/", asked).content.decode()
    found = page.partition(f'id="filter-{group}"')[2].partition("</ul>")[0]
    return {unescape(name): int(count) for name, count in re.findall(r">([^<>]+) \((\d+)\)</a>", found)}


MARKED = {
    ("hund", "de"): "<mark>Hund</mark> anmelden (<mark>Hundesteuer</mark>)",
    ("hundesteuer", "de"): "Hund anmelden (<mark>Hundesteuer</mark>)",
    ("hundesteur", "de"): "Hund anmelden (<mark>Hundesteuer</mark>)",
    ("köpek", "en"): "Register a <mark>dog</mark> (<mark>dog</mark> tax)",
    ("HUND anmelden", "de"): "<mark>Hund</mark> <mark>anmelden</mark>",
}
MARKUP = ("<script>alert(1)</script> hund", "hund<mark>", "&lt;b&gt; hund", '"><img src=x> hund')


def test_the_words_that_answer_are_marked_in_title_and_text(client):
    found = {(typed, language): shown(client, q=typed, sprache=language) for typed, language in MARKED}
    assert {asked: found[asked] for asked, marked in MARKED.items() if marked not in found[asked]} == {}
    assert "Wer mit einem <mark>Hund</mark>" in found["hund", "de"]


def test_nothing_that_was_typed_becomes_markup(client):
    for typed in MARKUP:
        page = client.get("/suche/", {"q": typed}).content.decode()
        assert "<mark>Hund</mark>" in page
        assert not re.search(r"<script>alert|<img src=x|hund<mark>", page)


def test_a_reason_is_in_the_language_of_the_page(client):
    assert "passt zu „köpek“ (Hund)" in shown(client, q="köpek")
    english = shown(client, q="köpek", sprache="en")
    assert "matches “köpek” (Hund)" in english
    assert "passt zu" not in english


def test_filters_by_audience_and_way_narrow_and_keep_each_other(client):
    everything = titles(client)
    founders = titles(client, fuer="gruendung")
    assert "Gewerbe anmelden" in founders
    assert set(founders) < set(everything)
    elsewhere = titles(client, fuer="gruendung", weg="woanders")
    assert [t for t in elsewhere if "Führungszeugnis" in t] == elsewhere != []
    page = client.get("/suche/", {"fuer": "gruendung", "weg": "woanders", "q": "zeugnis"}).content.decode()
    assert 'href="/suche/?q=zeugnis&amp;weg=woanders"' in page, "the chip of the audience keeps the way"
    assert 'href="/suche/?q=zeugnis&amp;fuer=gruendung"' in page


def test_a_choice_counts_what_it_leaves(client):
    for group, name, key, value in (
        ("fuer", "Unternehmen", "fuer", "firma"),
        ("weg", "ganz online", "weg", "online"),
        ("stadt", "Essen", "ort", "Essen"),
    ):
        assert choices(client, group)[name] == len(titles(client, **{key: value})) > 0
    assert choices(client, "weg", fuer="gruendung")["ganz online"] == len(titles(client, fuer="gruendung", weg="online"))
    assert "Termin online, Antrag vor Ort" not in choices(client, "weg", q="hund"), "nothing is left of it"


def test_the_way_is_that_of_the_city_that_is_shown(client):
    assert "nicht online" in shown(client, q="baum fällen", ort="Duisburg")
    assert "ganz online" not in shown(client, q="baum fällen", ort="Duisburg")
    online = shown(client, q="baum fällen", weg="online")
    assert "/essen/leistungen/baumfaellung/" in online
    assert "/duisburg/leistungen/baumfaellung/" not in online


def test_filters_that_leave_nothing_say_so_and_lead_back(client):
    page = client.get("/suche/", {"q": "personalausweis", "fuer": "firma", "ort": "Bochum"}).content.decode()
    assert "Ohne Filter suchen" in page or "In allen Städten suchen" in page
    assert 'href="/suche/?q=personalausweis"' in page
    assert titles(client, fuer="gibt es nicht", weg="<b>") == titles(client)


def test_an_entry_of_the_national_catalogue_claims_no_audience_and_no_way(client):
    make_national.imported()
    standing.settled()
    assert "Jagdschein" in titles(client, q="jagdschein")
    assert "Jagdschein" not in titles(client, q="jagdschein", fuer="mich")
    assert "Jagdschein" not in titles(client, q="jagdschein", weg="online")
    assert "<mark>Jagdschein</mark>" in shown(client, q="jagdschein")

"""The search page in a browser: suggestions while typing that a keyboard reaches, nothing found helps on, all of it without faults."""

import re

import make_national
import pytest
from make_portal import published
from playwright.sync_api import expect

from e2e.browser import axe, sideways

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _catalogue(live_server):
    published()
    make_national.imported()


def suggested(page, typed):
    """The list under the box, once it is there."""
    page.get_by_label("Leistung oder Thema").press_sequentially(typed, delay=20)
    page.locator("#vorschlaege a").first.wait_for()
    return page.locator("#vorschlaege a")


@pytest.mark.parametrize("start", ["/", "/suche/"])
def test_suggestions_come_while_typing_and_a_keyboard_takes_one(page, start):
    page.goto(start)
    page.get_by_label("Stadt oder Postleitzahl").fill("Bochum")
    links = suggested(page, "hundesteur")
    assert "Hund" in links.first.inner_text()
    assert not axe(page)
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.locator("#vorschlaege :focus")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/bochum/leistungen/hundesteuer-anmeldung/"))


def test_suggestions_do_not_widen_a_small_page(page):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/suche/")
    suggested(page, "hund")
    assert not sideways(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_of_the_search_pass_axe(page, width):
    paths = ("?q=hund", "?q=jagdschein", "?q=baby+da", "?q=gebrtsukrnd+bochum", "?q=hund+anmelden+herne", "vorschlaege/?q=hund")
    found = {}
    for path in paths:
        page.goto(f"/suche/{path}")
        found[path] = axe(page)
    assert not {path: faults for path, faults in found.items() if faults}
    page.get_by_role("link", name="Alle Treffer zeigen").click()
    assert page.locator("h1").inner_text().endswith("für „hund“")

"""Every public page in a browser: axe at 390 and 1280 px, 320 px without sideways scroll, visible focus."""

import pytest
from make_pages import PAGES
from make_portal import published

from e2e.browser import axe, sideways, unseen_focus

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _catalogue(live_server):
    published()


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(page, width):
    found = {}
    for name, path in PAGES.items():
        page.goto(path)
        found[name] = axe(page)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        found[f"{name}, unfolded"] = axe(page)
    assert not {name: faults for name, faults in found.items() if faults}


@pytest.mark.parametrize("width", [320])
def test_nothing_scrolls_sideways(page, width):
    wide = {}
    for name, path in PAGES.items():
        page.goto(path)
        wide[name] = sideways(page)
    assert not {name: elements for name, elements in wide.items() if elements}


def test_focus_is_always_seen(page):
    unseen = {}
    for name, path in PAGES.items():
        page.goto(path)
        unseen[name] = unseen_focus(page)
    assert not {name: elements for name, elements in unseen.items() if elements}


def test_the_first_tab_offers_to_skip_to_the_content(page):
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_start_page_to_the_service_page(page, scripts):
    page.goto("/")
    page.get_by_label("Leistung oder Thema").fill("hund anmelden bochum")
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("link", name="Hund", exact=False).first.click()
    assert page.url.endswith("/bochum/leistungen/hundesteuer-anmeldung/")


def test_an_error_page_passes_axe(page, watch):
    watch.expected.add(404)
    page.goto("/gibt-es-nicht/")
    assert not axe(page)

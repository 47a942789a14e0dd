"""In Chromium against the real processes: a network over the day on map and table, a what-if, and a plan of switchings by two persons."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import context, looked_at

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.usefixtures("town")]
OPERATOR = "stadtwerke-bochum-netz"
JANUARY = "/schreibtisch/netze/strom/?tag=01-15&zeit=04:00"
LINE = (74, 85, 96)  # of a line that is not busy, in netzkarte.js


@pytest.fixture
def foreign(watch):
    """Addresses that were asked for outside of the house."""
    found: list[str] = []

    def listen(page: Page) -> Page:
        page.on("request", lambda request: None if request.url.startswith((watch.base, "data:")) else found.append(request.url))
        return page

    yield listen
    assert not found, found


def test_a_network_over_the_day_a_question_and_a_plan_by_two(browser, watch, foreign):
    max_ = foreign(story.sign_in(browser, watch, f"max.{OPERATOR}", scripts=True))
    the_day_on_map_and_table(max_)
    by_keyboard_to_an_element(max_)
    a_question(max_)
    outage = drafted(max_)
    petra = story.sign_in(browser, watch, f"petra.{OPERATOR}", scripts=False)
    petra.goto(outage)
    story.button(petra, "Freigeben").click()
    expect(petra.locator("main")).to_contain_text("angekündigt")
    max_.goto(outage)
    story.button(max_, "Geschaltet wie geplant").click()
    expect(max_.locator("main")).to_contain_text("Geschaltet:")
    looked_at(max_, "netz-schaltung-begonnen-1280")
    max_.goto("/schreibtisch/netze/strom/element/?id=s002-t")
    expect(max_.locator(".d-trace")).to_contain_text("r01-k3")
    max_.goto(outage)
    story.button(max_, "Fertig, zurückgeschaltet").click()
    expect(max_.locator("main")).to_contain_text("Es ist nichts mehr zu tun.")
    without_scripts(petra)
    on_a_phone(browser, watch, max_)


def the_day_on_map_and_table(page: Page) -> None:
    """The map is drawn, the slider moves both."""
    page.goto(JANUARY)
    expect(page.locator("#karte[data-steht=ja]")).to_be_visible()
    assert drawn(page) > 200
    expect(page.locator("svg[aria-labelledby='blatt-titel blatt-text']")).to_be_hidden()
    before = page.locator("#tabelle tbody").inner_text()
    slider = page.get_by_label("Uhrzeit schieben")
    slider.fill("77")
    expect(page.locator("#um")).to_have_text("19:15")
    expect(page.locator("#tabelle tbody tr").first).to_contain_text("Trafo s003-t")
    assert page.locator("#tabelle tbody").inner_text() != before
    expect(page).to_have_url(re.compile("zeit=19%3A15"))
    page.locator("#tabelle tbody a").first.focus()
    looked_at(page, "netz-strom-1280")
    page.keyboard.press("w")
    expect(page.locator("#um")).not_to_have_text("19:15")
    page.keyboard.press("w")


def drawn(page: Page) -> int:
    """Pixels of the map in the colour of its lines: a blank canvas has none."""
    picture = Image.open(BytesIO(page.locator("#karte canvas").screenshot())).convert("RGB")
    return sum(count for count, colour in picture.getcolors(picture.width * picture.height) or () if colour == LINE)


def by_keyboard_to_an_element(page: Page) -> None:
    """Down the rows, and in."""
    page.goto(JANUARY.replace("04:00", "19:15"))
    expect(page.locator("#regler")).to_be_visible()
    page.locator("#tabelle tbody a").first.focus()  # alarms of other stories may stand above it
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(re.compile("Trafo|Kabel"))
    page.goto("/schreibtisch/netze/strom/element/?id=r01-k2&tag=01-15")
    expect(page.locator("main")).to_contain_text("40 Anschlüsse betroffen")
    looked_at(page, "netz-element-1280")


def a_question(page: Page) -> None:
    """In words, and a place on the map."""
    page.goto(JANUARY)
    page.locator('[name="anschrift"]').fill("Testgasse 1")
    story.button(page, "Rechnen").click()
    expect(page.locator("#was")).to_contain_text("Nur mit Verstärkung")
    expect(page.locator("#was")).to_contain_text("zulässig 207 V bis 253 V")
    expect(page.locator("#karte[data-steht=ja]")).to_be_visible()
    looked_at(page, "netz-frage-1280")


def drafted(page: Page) -> str:
    """From the card of a cable to the draft; its address."""
    page.goto("/schreibtisch/netze/strom/element/?id=r01-k2&tag=01-15")
    page.get_by_role("link", name=re.compile("Freischalten planen")).click()
    expect(page.locator("main")).to_contain_text("Am Ende ist niemand ohne Strom.")
    looked_at(page, "netz-schaltung-1280")
    story.button(page, "Als Entwurf anlegen").click()
    expect(page.locator("main")).to_contain_text("Eine zweite Person gibt diesen Plan frei.")
    expect(page.locator("main")).to_contain_text("Zurück in dieser Folge")
    return page.url


def without_scripts(page: Page) -> None:
    """A form asks, the server draws."""
    page.goto(JANUARY)
    page.locator('#zeit [name="zeit"]').fill("19:15")
    story.button(page, "Anzeigen").click()
    expect(page.locator("#um")).to_have_text("19:15")
    expect(page.locator("#karte svg line").first).to_be_visible()
    expect(page.locator("#tabelle")).to_contain_text("Trafo s003-t")


def on_a_phone(browser, watch, page: Page) -> None:
    """Narrow, signed in as before."""
    with context(browser, watch.base, width=390) as opened:
        opened.add_cookies(page.context.cookies())
        phone = opened.new_page()
        watch.listen(phone)
        phone.goto(JANUARY)
        expect(phone.locator("#karte[data-steht=ja]")).to_be_visible()
        looked_at(phone, "netz-strom-390")

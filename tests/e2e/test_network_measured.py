"""In Chromium against the real processes: measured values beside computed ones on table, map and card; gas and heat as one state."""

import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import context, looked_at
from e2e.house import ROOT, environment

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
OPERATOR = "stadtwerke-bochum-netz"


@pytest.fixture
def sent(town):
    """All that the simulated sensors had to send until now."""
    variables = {**town.database, "LISTEN_PORT": str(urlsplit(town.base).port), "BASE_URL": town.base}
    command = [sys.executable, "manage.py", "demo_sensors", "--once", "0", "--history-step", "3600"]
    made = subprocess.run(command, cwd=ROOT, env=environment(town.folder, **variables), capture_output=True, timeout=180)
    assert made.returncode == 0, made.stderr.decode()[-2_000:]


@pytest.mark.usefixtures("sent")
def test_measured_stands_beside_computed_and_gas_and_heat_have_a_state(browser, watch):
    desk = story.sign_in(browser, watch, f"max.{OPERATOR}", scripts=True)
    measured_on_the_page(desk)
    measured_on_the_card(desk)
    for slug, words in (("gas", "Am wenigsten Druck"), ("waerme", "Am wenigsten Differenzdruck")):
        one_state(desk, slug, words)
    without_scripts(browser, watch, desk)
    on_a_phone(browser, watch, desk)


def measured_on_the_page(desk: Page) -> None:
    """In the table, on the map, and the slider moves what is computed only."""
    desk.goto("/schreibtisch/netze/wasser/")
    expect(desk.locator("#karte[data-steht=ja]")).to_be_visible()
    rows = desk.locator("#messwerte tbody tr")
    expect(rows).to_have_count(10)
    expect(rows.first).to_contain_text("Zufluss")
    expect(rows.nth(1)).to_contain_text(re.compile(r"gemessen \d\d:\d\d.*berechnet für \d\d:\d\d", re.S))
    before = desk.locator("#messwerte").inner_text()
    desk.get_by_label("Uhrzeit schieben").fill("20")
    expect(desk.locator("#um")).to_have_text("05:00")
    assert desk.locator("#messwerte").inner_text() == before
    looked_at(desk, "netz-gemessen-1280")
    desk.goto("/schreibtisch/netze/strom/?tag=01-15")
    expect(desk.locator("main")).to_contain_text("Messwerte stehen hier nur für heute.")


def measured_on_the_card(desk: Page) -> None:
    """The day of both, by keyboard from the table."""
    desk.goto("/schreibtisch/netze/wasser/")
    desk.locator("#messwerte tbody a").first.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_contain_text("Knoten")
    expect(desk.locator("main")).to_contain_text("heute gemessen und berechnet")
    expect(desk.locator("main svg").first).to_be_visible()
    looked_at(desk, "netz-element-gemessen-1280")


def one_state(desk: Page, slug: str, words: str) -> None:
    """No slider, a map, and the way from a house to the feed."""
    desk.goto(f"/schreibtisch/netze/{slug}/")
    expect(desk.locator("#karte[data-steht=ja]")).to_be_visible()
    expect(desk.locator("main")).to_contain_text("Ein Zustand, kein Tag.")
    expect(desk.locator("#belastung")).to_contain_text(words)
    expect(desk.locator("#regler")).to_have_count(0)
    looked_at(desk, f"netz-{slug}-1280")
    desk.locator("#tabelle tbody a").first.click()
    expect(desk.locator(".d-trace li").first).to_be_visible()
    looked_at(desk, f"netz-{slug}-element-1280")


def without_scripts(browser, watch, desk: Page) -> None:
    """The server draws sensors and numbers."""
    with context(browser, watch.base, scripts=False) as opened:
        opened.add_cookies(desk.context.cookies())
        page = opened.new_page()
        watch.listen(page)
        page.goto("/schreibtisch/netze/wasser/")
        expect(page.locator(".d-map__sensor").first).to_be_visible()
        page.goto("/schreibtisch/netze/waerme/")
        expect(page.locator("#karte svg line").first).to_be_visible()


def on_a_phone(browser, watch, desk: Page) -> None:
    """Narrow."""
    with context(browser, watch.base, width=390) as opened:
        opened.add_cookies(desk.context.cookies())
        phone = opened.new_page()
        watch.listen(phone)
        for slug in ("wasser", "waerme"):
            phone.goto(f"/schreibtisch/netze/{slug}/")
            expect(phone.locator("#karte[data-steht=ja]")).to_be_visible()
            looked_at(phone, f"netz-{slug}-390")

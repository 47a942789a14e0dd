"""In Chromium against the real processes: an operator estimates, starts, watches, cancels and resumes a study, and reads the result."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import looked_at

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.usefixtures("town")]
OPERATOR = "stadtwerke-bochum-netz"


def at_both_widths(page: Page, name: str) -> None:
    """As on a phone, and at a desk."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        looked_at(page, f"{name}-{width}")


def test_a_study_from_the_estimate_to_the_result(browser, watch):
    desk = story.sign_in(browser, watch, f"max.{OPERATOR}", scripts=True)
    desk.goto("/schreibtisch/netze/strom/")
    desk.get_by_role("link", name="Studien über das ganze Netz").click()
    expect(desk.locator("h1")).to_have_text("Studien")
    desk.get_by_role("link", name="Zufällige Rohrbrüche").first.click()
    desk.locator('[name="leaks"]').fill("120")
    story.button(desk, "Dauer schätzen").click()
    expect(desk.locator("main")).to_contain_text("12 Teile")
    at_both_widths(desk, "studie-neu")
    story.button(desk, "Studie beginnen").click()
    expect(desk.locator("main")).to_contain_text("von 12 Teilen")
    address = desk.url
    at_both_widths(desk, "studie-rechnet")
    if story.button(desk, "Abbrechen").is_visible():
        story.button(desk, "Abbrechen").click()
        at_both_widths(desk, "studie-abgebrochen")
        story.button(desk, "Fortsetzen").click()
    expect(desk.locator("main")).to_contain_text("höchstens 300 m daneben", timeout=120_000)  # by itself: the page asks every two seconds
    at_both_widths(desk, "studie-fertig")
    plain = story.sign_in(browser, watch, f"petra.{OPERATOR}", scripts=False)
    plain.goto(address)
    expect(plain.locator("main")).to_contain_text("12 von 12 Teilen")
    plain.get_by_role("link", name="Nächste").click()
    expect(plain.locator("main")).to_contain_text("Seite 2 von 3")
    with plain.expect_download() as file:
        plain.get_by_role("link", name=re.compile("als CSV")).click()
    assert file.value.path().read_text("utf-8-sig").count("\n") == 122
    finished(desk, "ausfall", "studie-ausfall")
    finished(desk, "aufnahme", "studie-aufnahme")
    desk.goto("/schreibtisch/netze/studien/")
    at_both_widths(desk, "studien")


def finished(desk: Page, kind: str, name: str) -> None:
    """With the values the form offers."""
    desk.goto(f"/schreibtisch/netze/studien/neu/{kind}/")
    story.button(desk, "Dauer schätzen").click()
    story.button(desk, "Studie beginnen").click()
    expect(desk.locator("main")).to_contain_text("als CSV", timeout=120_000)
    at_both_widths(desk, name)

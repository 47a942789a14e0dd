"""In Chromium against the real processes: what else the operator of the networks answers, by its worked examples, on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import context, looked_at, settled

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.usefixtures("town")]
LEISTUNGEN = Path(__file__).parents[2] / "leistungen"
MOST_STEPS = 8
SAID = {"yes": "ja", "no": "nein"}


@pytest.fixture
def erika(browser, watch) -> Iterator[Page]:
    """On her phone."""
    with context(browser, watch.base, width=390) as opened:
        page = opened.new_page()
        watch.listen(page)
        yield page


def example(slug: str, name: str) -> dict[str, str]:
    """Its answers by the names of the fields on the page; of the first whose name has that in it."""
    examples = yaml.safe_load((LEISTUNGEN / slug / "beispiele.yaml").read_text("utf-8"))
    values = next(one["values"] for one in examples if name in one["name"])
    return dict(pair for key, value in values.items() for pair in named(key, value))


def named(key: str, value: object) -> Iterator[tuple[str, str]]:
    """An address and a day have a field for each part."""
    if isinstance(value, dict):
        yield from ((f"{key}-{part}", str(text)) for part, text in value.items())
    elif day := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", str(value)):
        yield from zip((f"{key}-year", f"{key}-month", f"{key}-day"), day.groups(), strict=True)
    else:
        yield key, SAID.get(str(value), str(value))


def filled(page: Page, slug: str, name: str = "") -> None:
    """From the service page to the summary; fields that an answer brings are waited for."""
    page.goto(f"/bochum/leistungen/{slug}/")
    page.locator("a.ga-btn--start, a.kern-btn--primary").first.click()
    left = example(slug, name)
    for _ in range(MOST_STEPS):
        while here := [name for name in left if settled(page).locator(f'[name="{name}"]:visible').count()]:
            story.fill(page, {name: left.pop(name) for name in here[:1]})
        story.onward(page)
        if page.locator("h1").inner_text() == "Prüfen und absenden":
            break
    assert not left, left


def handed_in(page: Page) -> str:
    """Its number."""
    page.get_by_role("button", name=re.compile("bsenden")).click()
    expect(page.locator("h1")).to_have_text(re.compile("ist eingegangen"))
    return page.locator("main strong").first.inner_text()


@pytest.mark.parametrize("slug", ["pv-anlage", "waermepumpe"])
def test_a_device_is_answered_with_curves_and_a_letter(erika, slug):
    filled(erika, slug)
    looked_at(erika, f"{slug}-absenden-390")
    erika.goto(f"/vorgaenge/{handed_in(erika)}/")
    story.eventually(erika, "herunterladen")
    expect(erika.locator("main")).to_contain_text("Stadtwerke Bochum Netz")
    expect(erika.locator("main svg[role=img]:visible").first).to_be_visible()
    looked_at(erika, f"{slug}-390")
    erika.set_viewport_size({"width": 1280, "height": 900})
    looked_at(erika, f"{slug}-1280")


@pytest.mark.parametrize(
    ("name", "said"), [("", "heute seit 18:30 Uhr"), ("Wasser läuft in Bochum", "aus dem Gehweg oder aus einer Leitung")]
)
def test_a_fault_without_a_name_reaches_the_control_room(erika, browser, watch, name, said):
    filled(erika, "stoerung-melden", name)
    looked_at(erika, "stoerung-absenden-390")
    number = handed_in(erika)
    looked_at(erika, "stoerung-eingegangen-390")
    max_ = story.sign_in(browser, watch, "max.stadtwerke-bochum-netz", scripts=True)
    max_.goto(f"/schreibtisch/vorgaenge/{number}/")
    expect(max_.locator("main")).to_contain_text(said)
    looked_at(max_, "stoerung-schreibtisch-1280")

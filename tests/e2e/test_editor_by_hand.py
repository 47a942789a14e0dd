"""The editor by pointer and by key: a field is dragged, the same is done without dragging, single keys do what the help says.

And the pages that only a story reaches: two administrators in one field, nested conditions, a city's differences, release and roll back.
"""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import axe, settled, sideways
from e2e.editing import at_desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.usefixtures("town")]
WIDTHS = (390, 820, 1280)
QUESTION = '[name="label-de"]'
TALL = {"width": 1280, "height": 3_000}  # a page that scrolls between pressing and moving is dragged at another place


@pytest.fixture
def adam(browser, watch):
    """The administrator."""
    page = at_desk(browser, watch, "admin.bochum", True, "Leistungen")
    yield page
    page.context.close()


@pytest.fixture
def lea(browser, watch):
    """The head of office."""
    page = at_desk(browser, watch, "leitung.bochum", True, "Alle offenen")
    yield page
    page.context.close()


def copy(page: Page, name: str) -> str:
    """A draft of her own, as a copy; its address."""
    page.goto("/schreibtisch/leistungen/neu/")
    page.get_by_label("Kopieren von").select_option("hundesteuer-anmeldung")
    page.get_by_label("Name der neuen Leistung").fill(name)
    page.get_by_role("button", name="Kopieren").click()
    expect(page.locator("h1")).to_have_text(name)
    return settled(page).url.partition("?")[0]


def fits(page: Page) -> None:
    """Accessible, and no wider than a phone, a tablet and a desk."""
    settled(page)
    assert not axe(page), page.url
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert not sideways(page), f"{page.url} at {width}"


def part(page: Page, path: str):
    """A field or section in the tree."""
    return page.locator(f'[data-teil="{path}"] > span')


def order(page: Page, section: str) -> list[str]:
    """Fields of a section as the tree shows them."""
    found = page.locator(f'[data-teil="section:{section}"] > ul > li')
    return [li.get_attribute("data-teil") or "" for li in found.all()]


def test_a_field_is_dragged_before_another_and_the_same_goes_without_dragging(adam):
    adam.set_viewport_size(TALL)
    draft = copy(adam, "Hund, gezogen")
    adam.goto(f"{draft}formular/")
    settled(adam)
    before = order(adam, "steuer")
    last, first = before[-1], before[0]
    part(adam, last).drag_to(part(adam, first))
    expect(adam.get_by_role("status")).to_contain_text("Verschoben")
    moved = [last, *before[:-1]]
    assert order(settled(adam), "steuer") == moved
    adam.goto(f"{draft}formular/{last}/")
    adam.get_by_role("button", name="nach unten").press("Enter")
    expect(adam.get_by_role("status")).to_contain_text("Verschoben")
    assert order(settled(adam), "steuer") == [before[0], last, *before[1:-1]]
    adam.get_by_label("In einen anderen Abschnitt").select_option("hunde")
    adam.get_by_role("button", name="verschieben").press("Enter")
    expect(adam.get_by_role("status")).to_contain_text("Verschoben")
    assert last in order(settled(adam), "hunde")


def test_a_section_is_dragged_and_a_field_of_a_group_stays_in_it(adam):
    adam.set_viewport_size(TALL)
    draft = copy(adam, "Hund, Abschnitte")
    adam.goto(f"{draft}formular/")
    sections = [li.get_attribute("data-teil") for li in settled(adam).locator(".d-tree > li").all()]
    part(adam, sections[1]).drag_to(part(adam, sections[0]))
    expect(adam.get_by_role("status")).to_contain_text("Verschoben")
    now = [li.get_attribute("data-teil") for li in settled(adam).locator(".d-tree > li").all()]
    assert now == [sections[1], sections[0], *sections[2:]]
    adam.goto(f"{draft}formular/")
    part(settled(adam), "hunde.rasse").drag_to(part(adam, "section:steuer"))
    assert urlsplit(settled(adam).url).path == urlsplit(f"{draft}formular/").path, "it does not leave its group"


def test_single_keys_do_what_the_help_says_and_can_be_switched_off(adam):
    draft = copy(adam, "Hund, Tasten")
    adam.goto(f"{draft}formular/")
    settled(adam)
    adam.keyboard.press("j")
    expect(adam.locator(".d-tree [data-zeile] a").first).to_be_focused()
    adam.keyboard.press("j")
    expect(adam.locator(".d-tree [data-zeile] a").nth(1)).to_be_focused()
    adam.keyboard.press("k")
    expect(adam.locator(".d-tree [data-zeile] a").first).to_be_focused()
    adam.keyboard.press("a")
    expect(adam.get_by_role("status")).to_contain_text("Angelegt")
    field = settled(adam).locator(QUESTION)
    expect(field).to_be_focused()
    field.fill("Wie alt ist der Hund? jkaruv")
    adam.keyboard.press("Control+Enter")
    expect(adam.get_by_role("status")).to_contain_text("Gesichert")
    expect(settled(adam).locator("#feld-titel")).to_contain_text("Wie alt ist der Hund? jkaruv")
    adam.locator("h1").click()
    adam.keyboard.press("u")
    expect(adam.get_by_role("status")).to_contain_text("zurückgenommen")
    for key, heading in (("r", re.compile("beispiele/$")), ("v", re.compile("ansicht/$"))):
        settled(adam).keyboard.press(key)
        expect(adam).to_have_url(heading)
    adam.goto(f"{draft}formular/")
    settled(adam).keyboard.press("?")
    adam.locator("#tasten-aus").check()
    adam.keyboard.press("Escape")
    adam.keyboard.press("r")
    expect(adam).to_have_url(f"{draft}formular/")
    adam.get_by_role("button", name=re.compile("^Tasten")).click()  # "?" is a single key too: the way back is a button
    adam.locator("#tasten-aus").uncheck()
    adam.keyboard.press("Escape")
    adam.keyboard.press("r")
    expect(adam).to_have_url(re.compile("beispiele/$"))


def test_two_administrators_in_one_field_see_both_versions(adam, lea, watch):
    watch.expected.add(409)
    draft = copy(adam, "Hund, zu zweit")
    address = f"{draft}formular/kassenzeichen/"
    for page in (adam, lea):
        page.goto(address)
        settled(page)
    lea.locator(QUESTION).fill("Steuernummer")
    lea.keyboard.press("Control+Enter")
    expect(lea.get_by_role("status")).to_contain_text("Gesichert")
    adam.locator(QUESTION).fill("Aktenzeichen")
    settled(adam).keyboard.press("Control+Enter")
    conflict = adam.locator(".d-conflict")
    expect(conflict).to_contain_text("Steuernummer")
    expect(conflict).to_contain_text("Aktenzeichen")
    expect(adam.locator(QUESTION)).to_have_value("Aktenzeichen")
    fits(adam)
    adam.set_viewport_size({"width": 1280, "height": 900})
    adam.keyboard.press("Control+Enter")
    expect(adam.get_by_role("status")).to_contain_text("Gesichert")


def test_a_condition_in_a_condition_is_built_and_read_back(adam):
    draft = copy(adam, "Hund, verschachtelt")
    adam.goto(f"{draft}formular/kassenzeichen/")
    settled(adam)
    for _ in range(2):
        adam.get_by_role("button", name="Gruppe dazu").first.click()
        settled(adam)
    expect(adam.locator(".d-sentence--inside").first).to_be_visible()
    fits(adam)


def test_a_citys_differences_release_and_roll_back_are_accessible(adam, lea):
    adam.goto("/schreibtisch/leistungen/")
    adam.get_by_role("button", name=re.compile("Bearbeiten.*Sperrmüll")).first.click()
    expect(adam.locator("main")).to_contain_text("gemeinsame Leistung, eigene Änderungen")
    draft = settled(adam).url.partition("?")[0]
    adam.get_by_label("Absatz der Stadt auf der Seite", exact=True).fill("Der Wertstoffhof ist samstags geöffnet.")
    adam.keyboard.press("Control+Enter")
    expect(adam.get_by_role("status")).to_contain_text("Gesichert")
    for path in ("", "formular/", "gebuehr/", "fristen/", "briefe/", "texte/", "veroeffentlichung/"):
        adam.goto(f"{draft}{path}")
        fits(adam)
    adam.get_by_role("button", name="Freigabe anfragen").click()
    expect(adam.locator("main")).to_contain_text("bittet seit")
    fits(adam)
    lea.goto(f"{draft}veroeffentlichung/")
    fits(lea)
    lea.get_by_role("button", name="Freigeben").click()
    expect(lea.get_by_role("status")).to_contain_text("Freigegeben")
    fits(lea)
    lea.get_by_role("button", name="Zur gemeinsamen Vorlage zurück").click()
    expect(lea.get_by_role("status")).to_contain_text("gilt wieder")
    fits(lea)

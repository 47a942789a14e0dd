"""Questions come and go while Erika fills, in real Chromium: focus, what she types meanwhile, picked files and the place stay."""

import re

import pytest
from playwright.sync_api import expect

from e2e.browser import axe, reload, settled, sideways
from glueckauf.forms import inputs
from tests import make

pytestmark = [pytest.mark.django_db(transaction=True)]
START = "/bochum/leistungen/hundesteuer-anmeldung/antrag/"


@pytest.fixture(autouse=True)
def _published(live_server):
    make.publish()


def place_of_focus(page):
    """Where on the screen the focused element stands."""
    return page.evaluate("document.activeElement.getBoundingClientRect().top")


def at_tax(page):
    """Through the first two steps, by keyboard's own means: filled inputs and Weiter."""
    form = make.catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.form
    values = make.values("hundesteuer-anmeldung")
    page.goto(START)
    for section in form.sections[:2]:
        for name, texts in inputs.of_section(section, values).items():
            field = page.locator(f'[name="{name}"]:visible')
            if not texts or not field.count():
                continue
            kind = field.first.evaluate("e => e.type")
            if kind == "radio":
                settled(page).check(f'[name="{name}"][value="{texts[0]}"]', force=True)
            elif kind == "select-one":
                field.select_option(texts[0])
            else:
                field.fill(texts[0])
        page.get_by_role("button", name="Weiter", exact=True).last.click()
    expect(page.locator("h1")).to_have_text("Steuer und Ermäßigung")


def until(page, true):
    """Playwright's own waiting would evaluate text inside of the page, which its policy forbids."""
    for _ in range(100):
        if page.evaluate(true):
            return
        page.wait_for_timeout(50)
    raise AssertionError(true)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_question_appears_and_nothing_else_moves(page, watch, width):
    watch.expected.add(422)  # Weiter at the end, with answers still missing
    page.emulate_media(reduced_motion="reduce")  # else the browser is still scrolling to the focus
    at_tax(page)
    settled(page).get_by_label("Ja, aus einem anderen Grund").focus()
    before = place_of_focus(page)
    page.keyboard.press("Space")
    expect(page.get_by_label("Welcher Grund?")).to_be_visible()
    expect(page.locator("#ermaessigung-anderer_grund")).to_be_focused()
    assert place_of_focus(page) == before
    expect(page.locator("#neues")).to_contain_text("Welcher Grund?")
    assert not page.locator(".kern-error, [role=alert]").count()
    assert not axe(page) and not sideways(page)
    settled(page).get_by_label("Ja, der Hund kommt aus einem Tierheim").check(force=True)
    expect(page.get_by_label("Welcher Grund?")).to_have_count(0)
    # htmx listens to what came in a moment later; nobody picks a file faster
    until(page, "Boolean((document.getElementById('feld-tierheimvertrag')['htmx-internal-data'] || {}).initHash)")
    page.locator("#tierheimvertrag").set_input_files({"name": "vertrag.jpg", "mimeType": "image/jpeg", "buffer": make.photo().read()})
    expect(page.locator("#feld-tierheimvertrag").get_by_text("angekommen")).to_be_visible()
    settled(page).locator("#zahlweise-lastschrift").check(force=True)
    expect(page.get_by_label("IBAN")).to_be_visible()
    assert not axe(page) and not sideways(page)
    page.get_by_role("button", name="Weiter", exact=True).last.click()
    expect(page.get_by_text("vertrag.jpg").first).to_be_visible()


def test_what_she_types_while_the_answer_is_on_its_way_stays(page):
    at_tax(page)
    settled(page).locator("#zahlweise-lastschrift").check(force=True)
    page.get_by_label("IBAN").fill("DE02 1203 0000 0000 2020 51")
    held = []
    page.route("**/schritte/steuer/", lambda route: held.append(route))
    page.locator("#frueher_angemeldet-ja").check(force=True)
    page.get_by_label("Kontoinhaberin oder Kontoinhaber").fill("Erika Mustermann")
    page.wait_for_timeout(100)
    assert len(held) == 1
    held.pop().continue_()
    expect(page.get_by_label("In welcher Stadt?")).to_be_visible()
    expect(page.get_by_label("Kontoinhaberin oder Kontoinhaber")).to_have_value("Erika Mustermann")
    expect(page.locator("#kontoinhaber")).to_be_focused()


def test_weiter_before_the_answer_is_there_leads_on_and_to_no_second_tab(page):
    at_tax(page)
    for answer in ("frueher_angemeldet-nein", "zahlweise-ueberweisung", "ermaessigung-keine"):
        page.evaluate("id => document.getElementById(id).click()", answer)
    page.evaluate("document.querySelector('.ga-actions [type=submit]').click()")
    expect(page.locator("h1")).to_have_text("Prüfen und absenden")


def test_the_first_step_of_a_new_application_has_an_address_of_its_own_after_the_first_answer(page):
    page.goto("/bochum/leistungen/gewerbe-anmeldung/antrag/")
    decider = page.locator("[hx-post] input[type=radio]").first
    assert decider.count(), "no question of the first step hangs on another: choose another Leistung"
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        decider.check(force=True)
    expect(page).to_have_url(re.compile("/antraege/[0-9a-f-]{36}/schritte/"))
    reload(page)
    expect(decider).to_be_checked()

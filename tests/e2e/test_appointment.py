"""In Chromium against the real processes: an appointment is booked, moved and cancelled; a street party goes to four offices."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import axe, context, sideways

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.usefixtures("town")]

CASE = {"art": "regulaer", "anlass": "abgelaufen", "alter": "ab_24", "foto": "amt", "zusendung": "nein"}
WHO = {"vorname": "Erika", "nachname": "Mustermann", "email": "erika@mustermann.example"}
PARTY = {
    "titel": "Sommerfest",
    "art": "nachbarschaft",
    "stelle-street": "Musterstraße",
    "stelle-number_from": "1",
    "stelle-number_to": "20",
    "stelle-length_m": "120",
    "stelle-width_m": "8",
    "zeitraum-first-day": "12",
    "zeitraum-first-month": "6",
    "zeitraum-first-year": "2027",
    "zeitraum-last-day": "12",
    "zeitraum-last-month": "6",
    "zeitraum-last-year": "2027",
    "zeiten": "Samstag 14 bis 22 Uhr",
    "aufbau": "ab 10 Uhr, abgebaut bis 24 Uhr",
    "besucher": "120",
}
EVENING = {"musik": "laut", "nach_22": "nein", "feuer": "nein", "strom": "nein", "toiletten": "Hausnummer 4", "abfall": "Wir selbst"}
HOST = {
    "vorname": "Erika",
    "nachname": "Mustermann",
    "anschrift-street": "Musterstraße",
    "anschrift-house_number": "12",
    "anschrift-postcode": "44787",
    "anschrift-city": "Bochum",
    "email": "erika@mustermann.example",
    "telefon": "0170 1234567",
}


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request):
    """Both work without JavaScript."""
    return request.param


@pytest.fixture
def erika(browser, watch, scripts):
    """Her own browser."""
    with context(browser, watch.base, scripts=scripts, width=390) as opened:
        page = opened.new_page()
        watch.listen(page)
        yield page


def looked_at(page: Page, scripts: bool) -> None:
    """axe needs scripts; both need no sideways scroll."""
    if scripts:
        assert not axe(page), page.url
        assert not sideways(page), page.url


def pick(page: Page, nth: int) -> str:
    """Unfolds the first day and takes one of its times; its words."""
    day = page.locator(".ga-termin__tag").first
    if day.get_attribute("open") is None:
        day.locator("summary").click()
    chosen = day.locator("label").nth(nth)
    words = chosen.inner_text()
    chosen.click()
    return words


def test_an_appointment_is_booked_moved_and_cancelled(erika, scripts):
    erika.goto("/bochum/leistungen/personalausweis/")
    looked_at(erika, scripts)
    erika.get_by_role("link", name="Termin buchen").first.click()
    story.answer(erika, CASE)
    story.onward(erika)
    expect(erika.locator("h1")).to_have_text("Ihr Termin")
    looked_at(erika, scripts)
    first = pick(erika, 0)
    story.onward(erika)
    story.fill(erika, WHO)
    story.onward(erika)
    expect(erika.locator("main")).to_contain_text(first)
    looked_at(erika, scripts)
    erika.get_by_role("button", name="Termin buchen").click()
    expect(erika.locator("h1")).to_have_text("Ihr Termin ist gebucht")
    expect(erika.locator("main")).to_contain_text("Der bisherige Personalausweis oder ein Reisepass")
    looked_at(erika, scripts)
    erika.get_by_role("link", name="Termin verschieben oder absagen").click()
    looked_at(erika, scripts)
    second = pick(erika, 1)
    erika.get_by_role("button", name="Auf diesen Termin verschieben").click()
    expect(erika.locator("main")).to_contain_text("Unten steht, was jetzt gilt.")
    expect(erika.locator(".ga-summary").first).to_contain_text(second.partition(",")[0])
    erika.get_by_role("button", name="Auf die Warteliste setzen").click()
    expect(erika.locator("main")).to_contain_text("Sie stehen auf der Warteliste")
    erika.get_by_role("button", name="Termin absagen").click()
    expect(erika.locator("h1")).to_have_text("Der Termin ist abgesagt")
    looked_at(erika, scripts)


def test_a_street_party_goes_to_four_offices(erika, scripts, watch):
    if not scripts:
        watch.expected.add(422)  # questions that an answer brings are asked for with the next POST
    erika.goto("/bochum/leistungen/strassenfest/")
    looked_at(erika, scripts)
    erika.get_by_role("link", name="Fest anmelden").first.click()
    story.answer(erika, PARTY)
    story.onward(erika)
    story.answer(erika, {"sperrung": "ja", "bus": "nein", "rettung": "ja", "anlieger": "alle", "lageplan-later": "ja"})
    story.onward(erika)
    story.answer(erika, {"speisen": "ja", "alkohol": "ja", "jugendschutz": "Max Beispiel", **EVENING, "versicherung-later": "ja"})
    story.onward(erika)
    story.fill(erika, HOST)
    story.onward(erika)
    expect(erika.locator("main")).to_contain_text("Ihr Antrag hat 4 Teile")
    looked_at(erika, scripts)
    erika.get_by_role("button", name=re.compile("bsenden")).click()
    expect(erika.locator("h1")).to_have_text("Ihr Antrag ist eingegangen")
    expect(erika.locator("main")).to_contain_text("Musik und Nachtruhe")
    looked_at(erika, scripts)
    erika.get_by_role("link", name="Stand ansehen").click()
    expect(erika.locator("main")).to_contain_text("Noch offen: 4")
    looked_at(erika, scripts)
    erika.goto("/vorgaenge/")
    expect(erika.locator("main")).to_contain_text("4 Teile, 4 noch offen")
    looked_at(erika, scripts)

"""In Chromium against the real processes: a wallbox is answered while she waits, a neighbour sees it, giving it back frees it."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import context, looked_at

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.usefixtures("town")]
BOX = {
    "hersteller": "Muster Charge 11",
    "zahl": "1",
    "leistung": "11",
    "phasen": "drei",
    "steuerbar": "ja",
    "inbetriebnahme-day": "15",
    "inbetriebnahme-month": "1",
    "inbetriebnahme-year": "2027",
}


def person(name: str, street: str, number: str) -> dict[str, str]:
    """Somebody who lives where the wallbox comes."""
    place = {"street": street, "house_number": number, "postcode": "44787", "city": "Bochum"}
    return {"vorname": name, "nachname": "Mustermann", **{f"anschrift-{key}": value for key, value in place.items()}}


def ask(page: Page, name: str, street: str, number: str) -> str:
    """Fills the form and hands it in; the Vorgangsnummer."""
    page.goto("/bochum/leistungen/wallbox-netzanschluss/")
    page.locator("a.ga-btn--start, a.kern-btn--primary").first.click()
    place = {"objekt-street": street, "objekt-house_number": number, "objekt-postcode": "44787", "objekt-city": "Bochum"}
    story.answer(page, place | {"zaehler": "1ITR0012345678", "eigentum": "ich", "altanlage": "nein"})
    story.onward(page)
    story.answer(page, BOX)
    story.onward(page)
    expect(page.locator("h1")).to_have_text("Wer sie einbaut")
    story.onward(page)
    story.fill(page, person(name, street, number) | {"email": f"{name.lower()}@mustermann.example"})
    story.onward(page)
    expect(page.locator("h1")).to_have_text("Prüfen und absenden")
    page.get_by_role("button", name=re.compile("bsenden")).click()
    expect(page.locator("h1")).to_have_text("Ihr Antrag ist eingegangen")
    return page.locator("main strong").first.inner_text()


@pytest.fixture
def somebody(browser, watch):
    """Each in a browser of their own."""
    opened = []

    def begin(*, width: int = 390) -> Page:
        opened.append(context(browser, watch.base, width=width))
        page = opened[-1].new_page()
        watch.listen(page)
        return page

    yield begin
    for one in opened:
        one.close()


def test_a_wallbox_is_answered_with_reasons_curves_and_a_letter(somebody, tmp_path):
    erika = somebody()
    number = ask(erika, "Erika", "Probeallee", "1")
    erika.goto(f"/vorgaenge/{number}/")
    story.eventually(erika, "trägt die Wallbox mit 11 kW")
    expect(erika.locator("main")).to_contain_text("nie unter 4,2 kW")
    expect(erika.locator("main svg[role=img]:visible").first).to_be_visible()
    expect(erika.locator("main")).to_contain_text("synthetischen Netz")
    expect(erika.locator("main")).to_contain_text("Stadtwerke Bochum Netz")
    assert number.startswith("SB-")
    looked_at(erika, "wallbox-390")
    erika.set_viewport_size({"width": 1280, "height": 900})
    looked_at(erika, "wallbox-1280")
    story.eventually(erika, "herunterladen")
    with erika.expect_download() as download:
        erika.get_by_role("link", name=re.compile("herunterladen")).first.click()
    download.value.save_as(tmp_path / "antwort.pdf")
    erika.goto("/pruefung/")
    erika.set_input_files("input[type=file]", tmp_path / "antwort.pdf")
    story.button(erika, "Datei prüfen").click()
    expect(erika.locator("h1")).to_have_text(re.compile("echt", re.IGNORECASE))


def test_who_mistyped_the_street_is_asked_corrects_it_and_is_answered(somebody):
    erika = somebody()
    number = ask(erika, "Erika", "Musterstrase", "18")
    erika.goto(f"/vorgaenge/{number}/")
    story.eventually(erika, "Meinten Sie „Musterstraße 18, 44787“?")
    looked_at(erika, "wallbox-tippfehler-390")
    story.button(erika, "Angaben korrigieren").click()
    erika.get_by_role("link", name=re.compile("Ändern.*Wo kommt die Wallbox hin", re.DOTALL)).first.click()
    story.fill(erika, {"objekt-street": "Musterstraße"})
    story.onward(erika)
    erika.get_by_role("button", name="Korrektur absenden").click()
    erika.goto(f"/vorgaenge/{number}/")
    story.eventually(erika, "trägt die Wallbox mit 11 kW.")
    expect(erika.locator("main")).not_to_contain_text("Meinten Sie")


def test_a_neighbour_sees_what_was_promised_until_it_is_given_back(browser, watch, somebody):
    erika, otto, anna = somebody(), somebody(), somebody()
    first = promised(erika, "Erika", "Modellpfad", "3")
    number = ask(otto, "Otto", "Modellpfad", "5")
    max_ = story.sign_in(browser, watch, "max.stadtwerke-bochum-netz", scripts=True)
    max_.goto(f"/schreibtisch/vorgaenge/{number}/")
    story.eventually(max_, "nicht möglich")
    looked_at(max_, "schreibtisch-wallbox-1280")
    expect(max_.locator("main")).to_contain_text("trägt die Wallbox mit 11 kW so noch nicht")
    otto.goto(f"/vorgaenge/{number}/")
    expect(otto.locator("main")).not_to_contain_text("so noch nicht")  # a no comes from a person
    give_back(erika, first)
    promised(anna, "Anna", "Modellpfad", "3")


def promised(page: Page, name: str, street: str, number: str) -> str:
    """Asked, and answered with yes while she waits."""
    found = ask(page, name, street, number)
    page.goto(f"/vorgaenge/{found}/")
    story.eventually(page, "trägt die Wallbox mit 11 kW.")
    return found


def give_back(page: Page, number: str) -> None:
    """Once the letter is there."""
    page.goto(f"/vorgaenge/{number}/")
    story.eventually(page, "Zusage zurückgeben")
    page.get_by_role("link", name="Zusage zurückgeben").click()
    looked_at(page, "zurueckgeben-390")
    story.button(page, "Zusage zurückgeben").click()
    expect(page.locator("main")).to_contain_text(re.compile("zurückgezogen", re.IGNORECASE))

"""In Chromium against the real processes: an Aufgrabung is asked for, the city reads what lies there, the operator gets the plan."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import context, looked_at

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.usefixtures("town")]
OPERATOR = "stadtwerke-bochum-netz"
PLANS = {
    "art": "privat",
    "zweck": "Neuer Anschluss an den Kanal",
    "stoerung": "nein",
    "verfahren": "offen",
    "bauzeit-first-day": "4",
    "bauzeit-first-month": "1",
    "bauzeit-first-year": "2027",
    "bauzeit-last-day": "15",
    "bauzeit-last-month": "1",
    "bauzeit-last-year": "2027",
}
PLACE = {
    "stelle-street": "Musterstraße",
    "stelle-number_from": "12",
    "stelle-number_to": "20",
    "stelle-side": "even",
    "stelle-length_m": "35",
    "stelle-width_m": "0,6",
    "tiefe": "0,8",
    "oberflaeche": "pflaster",
    "verkehr": "gehweg",
    "baeume": "nein",
    "plan-later": "on",
    "verkehrszeichenplan-later": "on",
}
PEOPLE = {
    "traeger": "Erika Mustermann",
    "firma": "Tiefbau Beispiel GmbH",
    "fachnachweis-later": "on",
    "bauleitung": "Max Beispiel",
    "bauleitung_telefon": "0151 0000000",
    "vorname": "Erika",
    "nachname": "Mustermann",
    "anschrift-street": "Probeallee",
    "anschrift-house_number": "1",
    "anschrift-postcode": "44787",
    "anschrift-city": "Bochum",
    "wiederherstellung": "on",
}


def test_what_lies_in_the_trench_is_words_for_the_city_and_a_plan_for_the_operator(browser, watch, tmp_path):
    with context(browser, watch.base, width=390) as opened:
        erika = opened.new_page()
        watch.listen(erika)
        number = ask(erika)
    city = story.sign_in(browser, watch, "max.bochum", scripts=True)
    city.goto(f"/schreibtisch/vorgaenge/{number}/")
    story.eventually(city, "Was im Graben liegt")
    for word in ("Strom", "Gas", "Wasser", "Fernwärme"):
        expect(city.locator("main")).to_contain_text(
            re.compile(rf"{word}: \d+ m (Kabel|Rohr)[a-z0-9, ]*, \d+ Anschlüsse hängen daran\. Netz: Stadtwerke Bochum Netz\.")
        )
    expect(city.locator("main")).not_to_contain_text("s001-")
    looked_at(city, "aufgrabung-stadt-1280")
    operator = story.sign_in(browser, watch, f"max.{OPERATOR}", scripts=True)
    operator.goto("/schreibtisch/netze/strom/")
    operator.get_by_role("link", name="Aufgrabungen in Ihren Netzen").click()
    looked_at(operator, "aufgrabungen-1280")
    operator.get_by_role("link", name="Musterstraße 12 bis 20").first.click()
    expect(operator.locator("main svg[role=img]").first).to_be_visible()
    expect(operator.locator("main")).to_contain_text("Synthetisches Netz")
    looked_at(operator, "aufgrabung-1280")
    operator.set_viewport_size({"width": 390, "height": 844})
    looked_at(operator, "aufgrabung-390")
    plans(operator, number, tmp_path)
    assert city.request.get(operator.url).status == 404, "a plan is not for the city"


def ask(page: Page) -> str:
    """The form, filled and handed in; the Vorgangsnummer."""
    page.goto("/bochum/leistungen/aufgrabung/")
    page.locator("a.ga-btn--start, a.kern-btn--primary").first.click()
    story.answer(page, PLANS)
    story.onward(page)
    expect(page.locator('[name="flaeche"]')).to_be_visible()
    looked_at(page, "aufgrabung-ort-390")
    story.fill(page, PLACE)
    story.onward(page)
    story.answer(page, {"auskunft": "nein"})
    story.onward(page)
    story.fill(page, PEOPLE)
    story.onward(page)
    expect(page.locator("h1")).to_have_text("Prüfen und absenden")
    page.get_by_role("button", name=re.compile("bsenden")).click()
    expect(page.locator("h1")).to_have_text("Ihr Antrag ist eingegangen")
    return page.locator("main strong").first.inner_text()


def plans(page: Page, number: str, folder: Path) -> None:
    """Both files, as they arrive."""
    for name, file in (("GeoJSON", "plan.geojson"), ("Plan als PDF", "plan.pdf")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        download.value.save_as(folder / file)
    found = json.loads((folder / "plan.geojson").read_text("utf-8"))
    assert {one["properties"].get("network") for one in found["features"]} == {None, "power", "gas", "water", "heat"}
    assert found["features"][0]["properties"]["number"] == number
    assert (folder / "plan.pdf").read_bytes().startswith(b"%PDF")

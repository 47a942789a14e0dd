"""The story of an application, driven like a person would: by Erika at home, by two clerks, by e-mail. Used with and without scripts."""

import re
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from e2e.browser import Watch, context
from e2e.house import ROOT, environment

ERIKA = "erika@mustermann.example"
PERSON = {
    "vorname": "Erika",
    "nachname": "Mustermann",
    "geburtsdatum-day": "12",
    "geburtsdatum-month": "8",
    "geburtsdatum-year": "1984",
    "anschrift-street": "Musterstraße",
    "anschrift-house_number": "12",
    "anschrift-postcode": "44787",
    "anschrift-city": "Bochum",
    "email": ERIKA,
}
DOG = {
    "hunde-0-rufname": "Flöz",
    "hunde-0-rasse": "labrador_retriever",
    "hunde-0-mischling": "nein",
    "hunde-0-seit-day": "14",
    "hunde-0-seit-month": "11",
    "hunde-0-seit-year": "2026",
    "hunde-0-geboren": "5/2024",
    "hunde-0-geschlecht": "huendin",
    "hunde-0-herkunft": "privat",
    "hunde-0-gefaehrlich": "nein",
    "andere_hunde": "nein",
}


def prepare(folder: Path) -> None:
    """Tables, cities, services, clerks and a handful of cases in a folder of its own."""
    for command in (["migrate", "-v0"], ["cities_sync"], ["catalogue_publish"], ["demo_data", "--cases", "6"]):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment(folder), check=True, capture_output=True, timeout=110
        )


def fill(page: Page, answers: dict[str, str]) -> None:
    """Types into text fields, picks options; a field the page does not show is a fault of the story."""
    for name, value in answers.items():
        field = page.locator(f'[name="{name}"]:visible')
        expect(field.first).to_be_visible()
        kind = field.first.evaluate("e => e.type || ''")
        if kind == "radio":
            page.check(f'[name="{name}"][value="{value}"]', force=True)
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


def onward(page: Page) -> None:
    """Weiter."""
    page.get_by_role("button", name="Weiter", exact=True).last.click()


def find(page: Page) -> None:
    """From everyday words to the form."""
    page.goto("/")
    page.locator('main [name="q"]').fill("hund anmelden bochum")
    page.locator('main [name="q"]').press("Enter")
    page.locator("main").get_by_role("link", name=re.compile("Bochum|Hund anmelden")).first.click()
    if not page.url.endswith("/hundesteuer-anmeldung/"):
        page.goto("/bochum/leistungen/hundesteuer-anmeldung/")
    page.locator("a.ga-btn--start, a.kern-btn--primary").first.click()
    expect(page.locator("h1")).to_have_text("Über Sie")


def apply(page: Page, *, relief: str) -> str:
    """Fills all steps and hands in, twice; the Vorgangsnummer."""
    fill(page, PERSON)
    onward(page)
    fill(page, DOG)
    onward(page)
    fill(page, {"frueher_angemeldet": "nein", "ermaessigung": relief, "zahlweise": "ueberweisung"})
    onward(page)
    if relief == "tierheim" and page.locator('[name="tierheimvertrag-later"]').count():
        page.check('[name="tierheimvertrag-later"]', force=True)
        onward(page)
    expect(page.locator("h1")).to_have_text("Prüfen und absenden")
    address = page.url
    page.get_by_role("button", name=re.compile("bsenden")).click()
    expect(page.locator("h1")).to_have_text("Ihr Antrag ist eingegangen")
    page.goto(address)
    expect(page.locator("h1")).to_have_text("Ihr Antrag ist eingegangen")
    return page.locator("main strong").first.inner_text()


def sign_in(browser: Browser, watch: Watch, username: str, *, scripts: bool) -> Page:
    """A clerk with password and second factor, in a browser of his own."""
    opened = context(browser, watch.base, scripts=scripts).new_page()
    watch.listen(opened)
    opened.goto("/demo/")
    row = opened.locator("tr", has_text=username)
    opened_code = row.locator("td").last.inner_text()
    password = opened.locator("code").first.inner_text()
    opened.goto("/schreibtisch/")
    opened.locator('[name="login"]').fill(username)
    opened.locator('[name="password"]').fill(password)
    opened.locator("main button[type=submit]").first.click()
    opened.locator('[name="code"]').fill(re.sub(r"\D", "", opened_code))
    opened.locator("main button[type=submit]").first.click()
    expect(opened.locator("h1")).to_have_text("Eingang")
    return opened


def eventually(page: Page, text: str, *, seconds: int = 25) -> None:
    """The worker is another process: loads the page again until it says so."""
    for _ in range(seconds * 2):
        page.reload()
        if text in page.locator("main").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{page.url} never said: {text}\n{page.locator('main').inner_text()[:1500]}")


def photos(folder: Path) -> list[Path]:
    """Two photos as a phone takes them."""
    made = []
    for name in ("vertrag-seite-1.jpg", "vertrag-seite-2.jpg"):
        Image.new("RGB", (900, 1200), "white").save(folder / name, "JPEG")
        made.append(folder / name)
    return made

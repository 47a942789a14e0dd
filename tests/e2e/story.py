"""The story of an application, driven like a person would: by Erika at home, by two clerks, by e-mail. Used with and without scripts."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect
from real_mail import database_of_its_own

from e2e.browser import Watch, context, reload, settled
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

USED_CODES: set[str] = set()
PATIENCE_S = 75  # a load flow or a letter on a machine that runs two databases, a browser and their houses at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A running house: its address, its folder, and on PostgreSQL the database that is its own."""

    base: str
    folder: Path
    database: dict[str, str]


def prepare(folder: Path, *, cases: int = 6) -> dict[str, str]:
    """Tables, cities, services, clerks and a handful of cases, in a folder and a database of their own; the settings that lead there."""
    variables = {name.removeprefix("GLUECKAUF_"): value for name, value in database_of_its_own(folder).items()}
    grids = ["grid", "demo", "--operator", "stadtwerke-bochum-netz"]
    for command in (["cities_sync"], ["catalogue_publish"], grids, ["demo_data", "--cases", str(cases)]):
        made = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment(folder, **variables), capture_output=True, timeout=300
        )
        assert made.returncode == 0, made.stderr.decode()[-2_000:]
    return variables


def fill(page: Page, answers: dict[str, str]) -> None:
    """Types into text fields, picks options; a field the page does not show is a fault of the story."""
    for name, value in answers.items():
        settled(page)
        field = page.locator(f'[name="{name}"]:visible')
        expect(field.first).to_be_visible()
        kind = field.first.evaluate("e => e.type || ''")
        if kind == "radio":
            page.check(f'[name="{name}"][value="{value}"]', force=True)
        elif kind == "checkbox":
            field.check(force=True)
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


def answer(page: Page, answers: dict[str, str]) -> None:
    """The same for questions that appear through an answer: at once with htmx, else with the next POST."""
    for name, value in answers.items():
        try:
            page.locator(f'[name="{name}"]:visible').first.wait_for(timeout=1_500)
        except TimeoutError:
            onward(page)
        fill(page, {name: value})


def button(page: Page, name: str) -> Locator:
    """By its words, whether or not it also shows its key. The last one: the form's own default stands before all others."""
    return page.locator("main").get_by_role("button", name=re.compile(rf"^{re.escape(name)}(\s+(Strg ↵|\S))?$")).last


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
    contract = {"tierheimvertrag-later": "ja"} if relief == "tierheim" else {}
    answer(page, {"frueher_angemeldet": "nein", "zahlweise": "ueberweisung", "ermaessigung": relief, **contract})
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
    code, password = fresh_code(opened, username), opened.locator("code").first.inner_text()
    opened.goto("/schreibtisch/")
    opened.locator('[name="login"]').fill(username)
    opened.locator('[name="password"]').fill(password)
    opened.locator("main button[type=submit]").first.click()
    opened.locator('[name="code"]').fill(code)
    opened.locator("main button[type=submit]").first.click()
    expect(opened.locator("h1")).to_have_text("Alle offenen")
    return opened


def fresh_code(page: Page, username: str) -> str:
    """What the demo page shows for a clerk. A code counts once: a used one is waited out."""
    for _ in range(70):
        code = re.sub(r"\D", "", page.locator("tr", has_text=username).locator("td").last.inner_text())
        if code not in USED_CODES:
            USED_CODES.add(code)
            return code
        page.wait_for_timeout(500)
        reload(page)
    raise AssertionError(f"the demo page shows no new code for {username}")


def eventually(page: Page, text: str, *, seconds: int = PATIENCE_S) -> None:
    """The worker is another process: loads the page again until it says so."""
    for _ in range(seconds * 2):
        reload(page)
        if text in page.locator("main").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{page.url} never said: {text}\n{page.locator('main').inner_text()[:1500]}")


def gone(page: Page, text: str, *, seconds: int = PATIENCE_S) -> None:
    """And the other way round."""
    for _ in range(seconds * 2):
        reload(page)
        if text not in page.locator("main").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{page.url} still says: {text}")


def eventually_there(page: Page, what: Locator, *, seconds: int = PATIENCE_S) -> None:
    """The same for something on the page."""
    for _ in range(seconds * 2):
        if what.count():
            return
        page.wait_for_timeout(500)
        reload(page)
    raise AssertionError(f"{page.url} never had {what}")


def set_fee(page: Page, amount: str, reason: str) -> None:
    """On the page of the case."""
    amount_field = page.locator('[name="amount"]')
    if not amount_field.is_visible():
        page.locator("#gebuehr summary").click()
    amount_field.fill(amount)
    page.locator('form:has([name="amount"]) [name="reason"]').fill(reason)
    button(page, "Festsetzen").click()


def decide(page: Page, number: str, ending: str) -> None:
    """On the page for it."""
    page.goto(f"/schreibtisch/vorgaenge/{number}/bescheid/")
    page.check(f'[name="ending"][value="{ending}"]', force=True)
    button(page, "Entscheiden").click()


def photos(folder: Path) -> list[Path]:
    """Two photos as a phone takes them."""
    made = []
    for name in ("vertrag-seite-1.jpg", "vertrag-seite-2.jpg"):
        Image.new("RGB", (900, 1200), "white").save(folder / name, "JPEG")
        made.append(folder / name)
    return made

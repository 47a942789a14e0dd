"""`make screenshots`: starts a demo of its own and takes every page at 390 and 1280 px into var/screenshots.

Public pages by address; the form as Erika fills it, up to her Vorgang; what a clerk and the operator see: the links of
the desk, and the first case with its own pages. Ends with an error when a page had a fault. With an address as argument
it takes the pictures of that installation. `make pictures` also renews those of the README.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from e2e import story
from e2e.browser import Watch, context, launch
from e2e.house import environment, house
from make_pages import PAGES
from national_rows import table
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parents[1] / "var" / "screenshots"
WIDTHS = (390, 1280)
OPEN = {
    **PAGES,
    "anmelden": "/anmelden/",
    "antrag-fortsetzen": "/antrag-fortsetzen/",
    "bescheid-pruefen": "/pruefung/",
    "demo": "/demo/",
    "demo-postfach": "/demo/postfach/",
    "schreibtisch-anmelden": "/schreibtisch/anmelden/",
    "vorgaenge-leer": "/vorgaenge/",
    "fehler-404": "/gibt-es-nicht/",
}
README = {  # of docs/pictures: what is taken, and how much of its height
    "leistung": ("leistung-1280", 900),
    "antrag": ("antrag-schritt-2-390", 844),
    "vorgang": ("desk-ansicht-nachweis-erste-1280", 900),
    "entscheiden": ("desk-ansicht-nachweis-erste-vorgaenge-bescheid-1280", 900),
}
STAFF = {"desk": "max.bochum", "betrieb": "betrieb", "leistungen": "admin.bochum"}
EDITOR = (
    *(
        "",
        "formular/",
        "formular/ermaessigung/",
        "formular/hunde.rasse/",
        "nachweise/",
        "nachweise/erlaubnis/",
        "gebuehr/",
        "gebuehr/jahr/",
    ),
    *("fristen/", "briefe/", "briefe/bescheid.typ/", "texte/", "beispiele/", "beispiele/0/", "veroeffentlichung/", "dateien/", "ansicht/"),
)
STARTS = {"desk": "/schreibtisch/", "betrieb": "/schreibtisch/betrieb/", "leistungen": "/schreibtisch/leistungen/"}


def main(address: str | None) -> int:
    """0 when all pages were without fault."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    run = FOLDER / "run"
    shutil.rmtree(run, ignore_errors=True)
    faults: list[str] = []
    with nullcontext(address) if address else house(run) as base, sync_playwright() as playwright:
        if not address:
            import_catalogue(run)
        browser = launch(playwright)
        staff = {name: signed_in(browser, base, account) for name, account in STAFF.items()}
        for width in WIDTHS:
            with watched(browser, base, width, faults) as page:
                for name, path in OPEN.items():
                    take(page, name, width, path)
            with watched(browser, base, width, faults) as page:
                erika(page, width)
            for name, cookies in staff.items():
                with watched(browser, base, width, faults) as page:
                    page.context.add_cookies(cookies)
                    behind(page, name, width)
                    if name == "leistungen":
                        editor(page, width)
        browser.close()
    shutil.rmtree(run, ignore_errors=True)
    sys.stdout.write(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}\n")
    sys.stderr.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


def import_catalogue(run: Path) -> None:
    """A few lines of the national catalogue, as an operator imports it."""
    file = run / "leika.csv"
    file.write_bytes(table())
    words = [sys.executable, "-m", "glueckauf", "catalogue", "import", str(file)]
    subprocess.run(words, cwd=FOLDER.parents[1], env=environment(run), check=True)


@contextmanager
def watched(browser: Browser, base: str, width: int, faults: list[str]) -> Iterator[Page]:
    """A fresh visitor. 404 and 422 are pages too."""
    watch = Watch(base=base, expected={404, 422})
    with context(browser, base, width=width) as opened:
        page = opened.new_page()
        watch.listen(page)
        yield page
    faults += watch.faults


def take(page: Page, name: str, width: int, path: str = "") -> None:
    """One picture of the whole page, as it stands or at an address."""
    if path:
        page.goto(path)
    page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)


def erika(page: Page, width: int) -> None:
    """From the first step to her Vorgang, with an error on the way and a Nachweis that comes later."""
    page.goto("/bochum/leistungen/hundesteuer-anmeldung/antrag/")
    take(page, "antrag-schritt", width)
    story.onward(page)
    take(page, "antrag-fehler", width)
    relief = {"frueher_angemeldet": "nein", "ermaessigung": "tierheim", "zahlweise": "ueberweisung"}
    for number, answers in enumerate((story.PERSON, story.DOG, relief), 1):
        story.fill(page, answers)
        take(page, f"antrag-schritt-{number}", width)
        story.onward(page)
    if page.locator('[name="tierheimvertrag-later"]').count():
        page.check('[name="tierheimvertrag-later"]', force=True)
        story.onward(page)
    take(page, "antrag-pruefen", width)
    page.get_by_role("button", name=re.compile("bsenden")).click()
    take(page, "antrag-eingegangen", width)
    page.locator('main a[href^="/vorgaenge/"]').first.click()
    take(page, "vorgang", width)
    for path in below(page, page.url):
        take(page, name_of("vorgang", path), width, path)
    take(page, "vorgaenge", width, "/vorgaenge/")


def behind(page: Page, name: str, width: int) -> None:
    """What staff sees: each entry of its menus, the first row of each list, and the pages below that."""
    page.goto(STARTS[name])
    take(page, name, width)
    seen: set[str] = set()
    for link in page.eval_on_selector_all(".d-nav a, .d-views a", "links => links.map((a) => a.href)"):
        take(page, name_of(name, link), width, link)
        for first in page.eval_on_selector_all("[data-zeile] a", "links => links.slice(0, 1).map((a) => a.href)"):
            if first not in seen:
                page.goto(first)
                seen.add(first)
                take(page, name_of(name, link) + "-erste", width)
                for path in below(page, first):
                    take(page, name_of(name_of(name, link) + "-erste", path), width, path)


def editor(page: Page, width: int) -> None:
    """A copy of a service in the editor, tab by tab."""
    page.goto("/schreibtisch/leistungen/neu/")
    take(page, "leistungen-neu", width)
    page.get_by_label("Kopieren von").select_option("hundesteuer-anmeldung")
    page.get_by_label("Name der neuen Leistung").fill(f"Hund anmelden, Kopie {width}")
    page.get_by_role("button", name="Kopieren", exact=True).click()
    page.wait_for_load_state()
    draft = page.url.partition("?")[0]
    for path in EDITOR:
        take(page, f"editor-{re.sub('[^a-z]+', '-', path).strip('-') or 'angaben'}", width, draft + path)


def below(page: Page, address: str) -> list[str]:
    """Pages, not files, whose address begins with this one."""
    found = page.eval_on_selector_all("main a", "links => links.map((a) => a.href.replace(/#.*/, ''))")
    inside = [link for link in dict.fromkeys(found) if link.startswith(address) and link != address]
    return [link for link in inside if page.context.request.get(link).headers["content-type"].startswith("text/html")]


def name_of(name: str, address: str) -> str:
    """Of the picture: the path without numbers and keys."""
    path = re.sub(r"^https?://[^/]+/(schreibtisch/)?", "", address)
    plain = re.sub(r"[A-Z]{2}-\d{4}-\d+-?\w?|[0-9a-f-]{36}|\d+", "", path).lower()
    return "-".join(filter(None, (name, re.sub(r"[^a-zäöü]+", "-", plain).strip("-"))))


def signed_in(browser: Browser, base: str, account: str) -> list:
    """Cookies of a clerk, with the password and code that the demo page shows. A code counts once: both widths share the session."""
    with context(browser, base) as opened:
        page = opened.new_page()
        page.goto("/demo/")
        row = page.locator("table tbody tr", has_text=account)
        code, password = row.locator(".ga-code").inner_text(), page.locator("p code").first.inner_text()
        page.goto("/schreibtisch/anmelden/")
        page.locator("input[name=login]").fill(account)
        page.locator("input[name=password]").fill(password)
        page.locator("main .kern-btn--primary").click()
        page.locator("input[name=code]").fill(code)
        page.locator("main .kern-btn--primary").click()
        return opened.cookies()


def renew_readme() -> None:
    """The upper part of a few, small enough for a page that loads at once."""
    folder = FOLDER.parents[1] / "docs" / "pictures"
    folder.mkdir(exist_ok=True)
    for name, (taken, height) in README.items():
        with Image.open(FOLDER / f"{taken}.png") as picture:
            picture.convert("RGB").crop((0, 0, picture.width, height)).save(folder / f"{name}.webp", quality=80, method=6)


if __name__ == "__main__":
    addresses = [word for word in sys.argv[1:] if not word.startswith("--")]
    outcome = main(addresses[0] if addresses else None)
    if "--readme" in sys.argv and not outcome:
        renew_readme()
    raise SystemExit(outcome)

"""`make screenshots`: starts a demo of its own and takes every page at 390 and 1280 px into var/screenshots.

Public pages by address; then what a clerk sees: the links of the desk, and the first case with its own pages. Ends with an error when a
page had a fault. With an address as argument it takes the pictures of that installation.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from e2e.browser import Watch, context, launch
from e2e.house import house
from make_pages import PAGES
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parents[1] / "var" / "screenshots"
WIDTHS = (390, 1280)
OPEN = {
    **PAGES,
    "anmelden": "/anmelden/",
    "demo": "/demo/",
    "demo-postfach": "/demo/postfach/",
    "schreibtisch-anmelden": "/schreibtisch/anmelden/",
}
MOST_DESK_PAGES = 20


def main(address: str | None) -> int:
    """0 when all pages were without fault."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    run = FOLDER / "run"
    shutil.rmtree(run, ignore_errors=True)
    faults: list[str] = []
    with nullcontext(address) if address else house(run) as base, sync_playwright() as playwright:
        browser = launch(playwright)
        for width in WIDTHS:
            with watched(browser, base, width, faults) as page:
                for name, path in OPEN.items():
                    take(page, name, path, width)
            with watched(browser, base, width, faults) as page:
                desk(page, width)
        browser.close()
    shutil.rmtree(run, ignore_errors=True)
    sys.stdout.write(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}\n")
    sys.stderr.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


@contextmanager
def watched(browser: Browser, base: str, width: int, faults: list[str]) -> Iterator[Page]:
    """A fresh visitor."""
    watch = Watch(base=base)
    with context(browser, base, width=width) as opened:
        page = opened.new_page()
        watch.listen(page)
        yield page
    faults += watch.faults


def take(page: Page, name: str, path: str, width: int) -> None:
    """One picture of the whole page."""
    page.goto(path)
    page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)


def desk(page: Page, width: int) -> None:
    """Signs in as the first clerk of the demo page and takes what hangs on the desk; nothing when the demo has no clerks."""
    if not sign_in(page):
        return
    seen: list[str] = []
    for path in [*desk_links(page), *first_case(page)]:
        if path not in seen and len(seen) < MOST_DESK_PAGES:
            seen.append(path)
            take(
                page,
                "desk-" + (re.sub(r"[^a-z]+", "-", re.sub(r"[A-Z]{2}-\d{4}-\d+-?\w?", "vorgang", path).lower()).strip("-")),
                path,
                width,
            )


def sign_in(page: Page) -> bool:
    """With the password and code that the demo page shows."""
    page.goto("/demo/")
    row = page.locator("table tbody tr").first
    if not row.count():
        return False
    name, code = row.locator("code").inner_text(), row.locator(".ga-code").inner_text()
    password = page.locator("p code").first.inner_text()
    page.goto("/schreibtisch/anmelden/")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("main button[type=submit]").click()
    page.locator("input[name=code]").fill(code)
    page.locator("main button[type=submit]").click()
    return page.url.rstrip("/").endswith("/schreibtisch")


def desk_links(page: Page) -> list[str]:
    """The entries of the desk's own menu."""
    return page.eval_on_selector_all(".d-nav a, .d-views a", "links => links.map((a) => a.pathname + a.search)")


def first_case(page: Page) -> list[str]:
    """The first case of the list and the pages below it."""
    first = page.eval_on_selector_all("[data-zeile] a", "links => links.slice(0, 1).map((a) => a.pathname)")
    if not first:
        return []
    page.goto(first[0])
    below = page.eval_on_selector_all("main a", "links => links.map((a) => a.pathname)")
    return [*first, *(path for path in below if path.startswith(first[0]) and not path.endswith((".pdf", "/datei/")))]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else None))

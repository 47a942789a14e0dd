"""`make screenshots`: every page of a running installation at 390 and 1280 px into var/screenshots.

Usage: screenshots.py [BASE_URL] [name=/path …]. Without names: all public pages. Signed-in pages: see tests/e2e.
"""

import sys
from pathlib import Path

from e2e.browser import Watch, context, launch
from make_pages import PAGES
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parents[1] / "var" / "screenshots"


def main(base: str, pages: dict[str, str]) -> int:
    """Takes the pictures; ends with an error when a page had a fault."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    watch = Watch(base=base)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for width in (390, 1280):
            with context(browser, base, width=width) as opened:
                page = opened.new_page()
                watch.listen(page)
                for name, path in pages.items():
                    page.goto(path)
                    page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)
        browser.close()
    sys.stdout.write(f"{2 * len(pages)} pictures in {FOLDER}\n")
    sys.stderr.write("".join(f"{fault}\n" for fault in watch.faults))
    return 1 if watch.faults else 0


if __name__ == "__main__":
    base, *named = sys.argv[1:] or ["http://127.0.0.1:8000"]
    raise SystemExit(main(base, dict(n.split("=", 1) for n in named) or PAGES))

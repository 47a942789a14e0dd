"""What a browser test may ask: a watched page, axe, sideways scroll, visible focus. Used by the fixtures in conftest.py."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Response, expect

AXE = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",  # maps are WebGL: drawn by the processor
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SEEN = """() => {
  const el = document.activeElement;
  if (!el || el === document.body || el.matches(".ga-skip, .d-skip a")) return "";
  const marked = [el, el.closest(".ga-card--link, .ga-task, .ga-choice, .d-choice")].filter(Boolean).map((e) => getComputedStyle(e));
  const shown = marked.some((s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== "none");
  return shown ? "" : el.outerHTML.slice(0, 160);
}"""


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium; Playwright's own cannot be downloaded everywhere."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        raise RuntimeError("Chromium is missing: apt-get install chromium")
    return playwright.chromium.launch(executable_path=found, args=FLAGS)


@dataclass
class Watch:
    """Collects what must not happen on a page: console errors, exceptions, answers of 400 and more that were not expected."""

    base: str
    faults: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def listen(self, page: Page) -> None:
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))
        page.on("response", self.response)

    def console(self, message: ConsoleMessage) -> None:
        """Chromium repeats a failed answer as a console error; that one is judged by its status."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status}: {response.url}")


def context(browser: Browser, base: str, *, width: int = 1280, scripts: bool = True) -> BrowserContext:
    """A German browser of this width; scripts=False for the story without JavaScript."""
    opened = browser.new_context(
        base_url=base,
        locale="de-DE",
        timezone_id="Europe/Berlin",
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
        reduced_motion="reduce",  # nothing moves while it is clicked
    )
    opened.set_default_timeout(90_000)
    return opened


def axe(page: Page) -> list[str]:
    """Violations as "rule: target (what)"; the page's own CSP stays on."""
    page.wait_for_load_state()
    page.evaluate(AXE.read_text())
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    result = page.evaluate("(options) => axe.run(document, options)", options)
    return [f"{v['id']}: {node['target']} {node['failureSummary'][:300]}" for v in result["violations"] for node in v["nodes"]]


def sideways(page: Page) -> list[str]:
    """Elements that make the page scroll sideways; empty when it does not."""
    page.wait_for_load_state()
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
          [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
            .slice(-4).map((e) => e.outerHTML.slice(0, 140))"""
    )


def unseen_focus(page: Page, steps: int = 60) -> list[str]:
    """Tabs through the page; elements whose focus cannot be seen."""
    missing: list[str] = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        if fault := page.evaluate(SEEN):
            missing.append(fault)
        if page.evaluate("document.activeElement === document.body"):
            break
    return missing


def reload(page: Page) -> None:
    """Once more, when it is there: a click returns with the first bytes of the next page, and a page that still loads cannot be."""
    page.wait_for_load_state()
    page.reload()


def settled(page: Page) -> Page:
    """The page and its scripts are there and no answer is on its way: questions that come or go move what stands below them."""
    page.wait_for_load_state()
    expect(page.locator(".htmx-request")).to_have_count(0)
    return page


def looked_at(page: Page, name: str) -> None:
    """Nothing to complain of; PICTURES=FOLDER keeps a picture for whoever wants to look."""
    settled(page)
    assert not axe(page), axe(page)
    assert not sideways(page), sideways(page)
    if folder := os.environ.get("PICTURES", ""):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

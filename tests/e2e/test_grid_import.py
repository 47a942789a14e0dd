"""In Chromium against the real processes: a stronger grid comes in by browser, counts once a second person says so, and goes again."""

import re
from dataclasses import replace
from functools import cache

import make_imports
import make_supply
import pytest
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import context, looked_at
from e2e.test_wallbox import ask, give_back
from glueckauf.supply.engine.exports import own as exports
from glueckauf.supply.engine.imports import own
from glueckauf.supply.engine.imports.own_archive import archived

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.usefixtures("town")]
OPERATOR = make_supply.OPERATOR
PAGE = "/schreibtisch/netze/importe/"
TIMES = 4


@cache
def stronger() -> bytes:
    """The invented town with thicker cables and larger transformers."""
    found = own.zipped(make_supply.files()[0])
    lines, units = found.grid.lines, found.grid.transformers
    cables = replace(lines, r_ohm=lines.r_ohm / TIMES, x_ohm=lines.x_ohm / TIMES, rated_a=lines.rated_a * TIMES)
    return exports.zipped(
        replace(found.grid, lines=cables, transformers=replace(units, rated_kva=units.rated_kva * TIMES)), found.connections
    )


def wrong() -> bytes:
    """A length in words, and a node nobody has."""
    files = {name: content.decode("utf-8-sig") for name, content in archived(make_supply.files()[0]).items()}
    head, first, *rest = files["loads.csv"].split("\r\n")
    cells = first.split(";")
    cells[1] = "nirgends"
    files["loads.csv"] = "\r\n".join([head, ";".join(cells), *rest])
    return make_imports.archive(**files | {"grid.csv": "frequency_hz\nfünfzig\n"})


def bring(page: Page, name: str, content: bytes, *, series: bytes = b"") -> None:
    """The form, until the engine has looked."""
    page.goto(PAGE)
    page.locator('[name="file"]').set_input_files({"name": name, "mimeType": "application/zip", "buffer": content})
    if series:
        page.locator('[name="profiles"]').set_input_files({"name": "profile.npz", "mimeType": "application/zip", "buffer": series})
        page.locator('[name="profile_year"]').fill("dasselbe synthetische Jahr")
    story.button(page, "Einlesen und durchsehen").click()
    expect(page.locator("h1")).to_have_text(name)


def at_both_widths(page: Page, name: str) -> None:
    """As on a phone, and at a desk."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        looked_at(page, f"{name}-{width}")


@pytest.fixture
def otto(browser, watch):
    """On his phone."""
    with context(browser, watch.base, width=390) as opened:
        page = opened.new_page()
        watch.listen(page)
        yield page


def test_a_grid_comes_in_counts_and_goes_again(browser, watch, otto):
    number = ask(otto, "Otto", "Testgasse", "1")
    max_ = story.sign_in(browser, watch, f"max.{OPERATOR}", scripts=True)
    max_.goto(f"/schreibtisch/vorgaenge/{number}/")
    story.eventually(max_, "nicht möglich")
    a_bad_file_says_where(max_)
    brought(max_)
    address = max_.url
    expect(max_.locator("main")).to_contain_text("Sie haben sie eingelesen")
    at_both_widths(max_, "netz-fassung-wartet")
    petra = story.sign_in(browser, watch, f"petra.{OPERATOR}", scripts=False)
    petra.goto(address)
    petra.set_viewport_size({"width": 390, "height": 900})
    petra.get_by_label(re.compile("Durchsicht gelesen")).check()
    story.button(petra, "In Kraft setzen").click()
    expect(petra.locator(".d-lead")).to_contain_text("in Kraft")
    max_.goto(f"/schreibtisch/vorgaenge/{number}/")
    story.eventually(max_, "trägt die Wallbox mit 11 kW", seconds=60)
    max_.goto(PAGE)
    at_both_widths(max_, "netz-importe")
    back(max_)
    give_back(otto, number)  # the first grid does not carry it, and the next story stands on that one


def a_bad_file_says_where(page: Page) -> None:
    """Every place at once; the revision in force stays."""
    bring(page, "kaputt.zip", wrong())
    expect(page.locator("main")).to_contain_text("loads.csv, Zeile 2, Spalte node", timeout=60_000)
    expect(page.locator("main")).to_contain_text("grid.csv, Zeile 2, Spalte frequency_hz")
    at_both_widths(page, "netz-import-fehler")
    story.button(page, "Datei verwerfen").click()
    expect(page.locator("h1")).to_have_text("Netzmodelle")


def brought(page: Page) -> None:
    """Preview by itself, then the revision."""
    bring(page, "verstaerkt.zip", stronger(), series=make_supply.files()[1])
    expect(page.locator("main")).to_contain_text("Was die Datei enthält", timeout=60_000)
    expect(page.locator("main")).to_contain_text("gegenüber Fassung 1 ändert")
    expect(page.locator("main")).to_contain_text(re.compile(r"\d+ unentschiedene[r]? Antr"))
    at_both_widths(page, "netz-import-durchsicht")
    story.button(page, "Als Fassung übernehmen").click()
    expect(page.locator("h1")).to_have_text("Netz Strom, Fassung 2")


def back(page: Page) -> None:
    """The first again, for whoever comes next."""
    page.get_by_role("link", name="Fassung 1 Strom").click()
    page.get_by_label(re.compile("Durchsicht gelesen")).check()
    at_both_widths(page, "netz-fassung-zurueck")
    story.button(page, "Wieder in Kraft setzen").click()
    expect(page.locator(".d-lead")).to_contain_text("in Kraft")

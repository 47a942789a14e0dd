"""In Chromium against the real processes: a pipe bursts and a fuse blows in the demo, and an operator finds both from values alone.

The sensors are simulated and synthetic; their values come over HTTP with the times of the last minutes, so that nobody waits for them.
"""

import re
import subprocess
import sys
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import context, looked_at
from e2e.house import ROOT, environment
from glueckauf.core.clock import BERLIN, now

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
OPERATOR = "stadtwerke-bochum-netz"


def send(town: story.Town, minutes_ago: int) -> None:
    """All that the simulated sensors had to send until then."""
    variables = {**town.database, "LISTEN_PORT": str(urlsplit(town.base).port), "BASE_URL": town.base}
    command = [sys.executable, "manage.py", "demo_sensors", "--once", str(minutes_ago), "--history-step", "3600"]
    made = subprocess.run(command, cwd=ROOT, env=environment(town.folder, **variables), capture_output=True, timeout=180)
    assert made.returncode == 0, made.stderr.decode()[-2_000:]


def switch(page: Page, *, burst: str = "", fuse: str = "") -> None:
    """On the page of the demo."""
    page.goto("/demo/netz/")
    page.select_option('[name="haus"]', burst)
    page.select_option('[name="strang"]', fuse)
    story.button(page, "Schalten").click()
    expect(page.locator("main")).to_contain_text("Geschaltet.")


def alarm_of(desk: Page, network: str, words: str) -> None:
    """Is there after the next job; opens it, having said who sees to it."""
    desk.goto(f"/schreibtisch/netze/{network}/")
    alarms = desk.locator("section", has=desk.get_by_role("heading", name="Meldungen", exact=True))
    row = alarms.locator("tr[data-zeile]", has_text=words)
    story.eventually_there(desk, row)
    row.get_by_role("button", name=re.compile("Übernehmen")).click()
    expect(row).to_contain_text("übernommen, Max Beispiel")
    looked_at(desk, f"meldungen-{network}-1280")
    row.get_by_role("link").first.click()
    expect(desk.locator("svg").first).to_be_visible()
    looked_at(desk, f"meldung-{network}-1280")


@pytest.fixture
def phone(browser, watch):
    """Somebody on the way."""
    with context(browser, watch.base, width=390) as opened:
        page = opened.new_page()
        watch.listen(page)
        yield page


def test_from_the_switch_to_the_closure_and_to_the_page_of_the_city(browser, watch, town, phone):
    send(town, 5)
    switch(phone, burst="Probeallee|3|44787", fuse="s001-f1")
    looked_at(phone, "demo-netz-390")
    send(town, 0)
    desk = story.sign_in(browser, watch, f"max.{OPERATOR}", scripts=True)
    closure_of_the_leak(desk, phone)
    outage_of_the_fuse(desk, phone)
    switch(phone)
    send(town, 0)
    desk.goto("/schreibtisch/netze/strom/meldungen/")
    story.eventually_there(desk, desk.locator("tr[data-zeile]", has_text="Musterstraße").filter(has_text="von selbst"))


def closure_of_the_leak(desk: Page, phone: Page) -> None:
    """Alarm, place, plan, draft."""
    alarm_of(desk, "wasser", "Wasser geht verloren")
    desk.get_by_role("link", name="Ort schätzen").click()
    first = desk.locator("tr[data-zeile]").first
    expect(first).to_contain_text("Probeallee")
    looked_at(desk, "ort-1280")
    phone.context.add_cookies(desk.context.cookies())
    phone.goto(desk.url)
    looked_at(phone, "ort-390")
    phone.goto("/schreibtisch/netze/wasser/")
    looked_at(phone, "meldungen-390")
    first.get_by_role("link", name=re.compile("Absperrung planen")).click()
    expect(desk.locator('form[method="get"] [name="street"]')).to_have_value("Probeallee")
    expect(desk.locator("main")).to_contain_text("Schieber schließen")
    start = (now() - timedelta(minutes=2)).astimezone(BERLIN)
    desk.locator('[name="begins_at"]').fill(f"{start:%d.%m.%Y %H:%M}")
    story.button(desk, "Als Entwurf anlegen").click()
    expect(desk.locator("main")).to_contain_text("Eine zweite Person gibt diesen Plan frei.")
    story.button(desk, "Entwurf verwerfen").click()
    expect(desk.locator("main")).to_contain_text("abgesagt")


def outage_of_the_fuse(desk: Page, phone: Page) -> None:
    """Alarm, section, draft, page of the city, end."""
    alarm_of(desk, "strom", "Musterstraße")
    desk.get_by_role("link", name="Abschnitt bestimmen").click()
    expect(desk.locator("main")).to_contain_text("Sicherung oder Schalter s001-f1")
    looked_at(desk, "abschnitt-1280")
    story.button(desk, "Störung als Entwurf anlegen").click()
    story.button(desk, "Freigeben und ankündigen").click()
    expect(desk.locator("main")).to_contain_text("angekündigt")
    phone.goto("/bochum/stoerungen/?strasse=Musterstra%C3%9Fe")
    expect(phone.locator("#jetzt ~ ul").first).to_contain_text("Musterstraße")
    looked_at(phone, "stoerung-strom-390")
    story.button(desk, "Ausfall bestätigen").click()
    looked_at(desk, "stoerung-strom-1280")
    story.button(desk, "Repariert, alle wieder versorgt").click()
    expect(desk.locator("main")).to_contain_text("Es ist nichts mehr zu tun.")

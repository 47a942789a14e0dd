"""In Chromium against the real processes: a burst pipe is planned, released by two, told by mail, shown to the city, and repaired."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import context, looked_at
from glueckauf.core.clock import BERLIN, now

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.usefixtures("town")]
OPERATOR = "stadtwerke-bochum-netz"


@pytest.fixture
def erika(browser, watch):
    """On her phone."""
    with context(browser, watch.base, width=390) as opened:
        page = opened.new_page()
        watch.listen(page)
        yield page


def test_a_burst_pipe_from_the_plan_to_the_repair(browser, watch, erika):
    order_messages(erika)
    max_ = story.sign_in(browser, watch, f"max.{OPERATOR}", scripts=True)
    outage = plan(max_)
    petra = story.sign_in(browser, watch, f"petra.{OPERATOR}", scripts=False)
    petra.goto(outage)
    story.button(petra, "Freigeben und ankündigen").click()
    expect(petra.locator("main")).to_contain_text("angekündigt")
    told(erika, "Musterstraße: Wasser fällt aus")
    erika.goto("/bochum/stoerungen/?strasse=Musterstr.")
    expect(erika.locator("#jetzt + ul, #jetzt ~ ul").first).to_contain_text("Ein Wasserwagen steht bereit.")
    expect(erika.locator(".netzkarte--steht canvas")).to_be_visible()
    looked_at(erika, "stoerungen-390")
    max_.goto(outage)
    story.button(max_, "Schieber sind geschlossen").click()
    expect(max_.locator("main")).to_contain_text("Geschlossen:")
    looked_at(max_, "netz-stoerung-1280")
    story.button(max_, "Repariert, alles wieder offen").click()
    expect(max_.locator("main")).to_contain_text("Es ist nichts mehr zu tun.")
    told(erika, "Musterstraße: Wasser ist wieder da")
    erika.goto("/bochum/stoerungen/?strasse=Musterstra%C3%9Fe")
    expect(erika.locator("main")).to_contain_text("ist keine Störung bekannt")
    expect(erika.locator("#vorbei + ul")).to_contain_text("Musterstraße")


def order_messages(erika: Page) -> None:
    """From the page of the city, confirmed from the demo's mailbox."""
    erika.goto("/bochum/")
    erika.get_by_role("link", name=re.compile("Wo gerade Strom")).click()
    expect(erika.locator("main")).to_contain_text("Zurzeit ist keine Störung bekannt.")
    looked_at(erika, "stoerungen-leer-390")
    erika.locator("#nachrichten ~ form [name=strasse]").fill("Musterstraße")
    erika.locator('[name="email"]').fill(story.ERIKA)
    story.button(erika, "Nachrichten bestellen").click()
    expect(erika.locator("main")).to_contain_text("Bestätigen Sie dort")
    told(erika, "Nachrichten zu: Musterstraße")
    erika.locator("main a[href*='/stoerungen/nachrichten/']").first.click()
    story.button(erika, "Ja, Nachrichten bestellen").click()
    expect(erika.locator("main")).to_contain_text("Bestätigt.")
    looked_at(erika, "abo-390")


def told(page: Page, subject: str) -> None:
    """The mail is in the demo's mailbox; opens it."""
    page.goto("/demo/postfach/")
    link = page.get_by_role("link", name=re.compile(re.escape(subject))).first
    story.eventually_there(page, link)
    link.click()
    expect(page.locator("main")).to_contain_text(subject)


def plan(desk: Page) -> str:
    """Where it leaks, what to close; the address of the draft."""
    desk.get_by_role("link", name="Netz", exact=True).click()
    desk.get_by_role("link", name=re.compile("^Wasser")).click()
    expect(desk.locator("h1")).to_have_text("Netz Wasser")
    looked_at(desk, "netz-wasser-1280")
    desk.get_by_role("link", name=re.compile("Absperrung planen")).click()
    for name, value in (("street", "Musterstraße"), ("house_number", "3"), ("postcode", "44787")):
        desk.locator(f'form[method="get"] [name="{name}"]').fill(value)
    story.button(desk, "Plan rechnen").click()
    expect(desk.locator("main")).to_contain_text("Schieber schließen")
    looked_at(desk, "absperrung-1280")
    start = (now() - timedelta(minutes=2)).astimezone(BERLIN)
    desk.locator('[name="begins_at"]').fill(f"{start:%d.%m.%Y %H:%M}")
    desk.locator('[name="expected_end"]').fill(f"{start + timedelta(hours=5):%d.%m.%Y %H:%M}")
    desk.locator('[name="note"]').fill("Ein Wasserwagen steht bereit.")
    story.button(desk, "Als Entwurf anlegen").click()
    expect(desk.locator("main")).to_contain_text("Eine zweite Person gibt diesen Plan frei.")
    return desk.url

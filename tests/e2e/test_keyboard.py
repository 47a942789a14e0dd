"""The story by keyboard alone, on a phone's width, and every page of it at 200 %: of zoom, and of letters only."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import context
from e2e.hands import Hands
from e2e.looks import tight

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("town")]

WISH = {"frueher_angemeldet": "nein", "ermaessigung": "tierheim"}


@pytest.fixture
def looked():
    """What was wrong with the looks of any page, once per kind of page."""
    found: dict[str, list[str]] = {}
    yield found
    assert not {page: faults for page, faults in found.items() if faults}


@pytest.fixture
def hands(browser, watch, looked):
    """Somebody's hands in a browser of their own."""
    opened = []

    def begin() -> Hands:
        opened.append(context(browser, watch.base, width=320))
        page = opened[-1].new_page()
        watch.listen(page)
        return Hands(page, looks)

    def looks(page: Page) -> None:
        name = f"{re.sub(r'[0-9a-f-]{36}|[A-Z]{2}-[0-9]{4}-[0-9A-Z-]+|[0-9]+', '…', page.url.removeprefix(watch.base))} {page.title()[:40]}"
        if name not in looked:
            looked[name] = tight(page)

    yield begin
    for context_ in opened:
        context_.close()


def test_the_story_by_keyboard_alone(hands, watch, tmp_path):
    erika = hands()
    find(erika)
    number = apply(erika, watch)
    max_ = hands()
    sign_in(max_)
    ask_for_the_contract(max_, number)
    answer_by_mail(erika, number, story.photos(tmp_path))
    erika.open(f"/vorgaenge/{number}/")
    story.eventually(erika.page, "1 von 1 angekommen")
    decide(max_, number)
    receive(erika, number, tmp_path / "bescheid.pdf")


def find(erika: Hands) -> None:
    """Past the navigation, to the search, to the form."""
    page = erika.page
    erika.open("/")
    page.keyboard.press("Tab")
    expect(page.locator(".ga-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#inhalt")).to_be_focused()
    erika.write(page.locator('main [name="q"]'), "hund anmelden bochum")
    erika.leave()
    erika.press(page.locator("main").get_by_role("link", name=re.compile("Hund anmelden|Hundesteuer")))
    if not page.url.endswith("/bochum/leistungen/hundesteuer-anmeldung/"):
        erika.open("/bochum/leistungen/hundesteuer-anmeldung/")
    erika.press(page.locator("a.ga-btn--start, a.kern-btn--primary").first)
    expect(page.locator("h1")).to_have_text("Über Sie")


def apply(erika: Hands, watch) -> str:
    """An empty step first: the summary has the focus and leads to the fields. The Vorgangsnummer."""
    page = erika.page
    watch.expected.add(422)
    erika.press(story.button(page, "Weiter"))
    expect(page.locator("#fehler")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('[name="vorname"]')).to_be_focused()
    for answers in (story.PERSON, story.DOG):
        erika.fill(answers)
        erika.press(story.button(page, "Weiter"))
    erika.fill(WISH)
    contract = page.locator('[name="tierheimvertrag-later"]')
    expect(contract).to_be_visible()  # the answer brought the question, and the focus stayed where it was
    expect(page.locator('[name="ermaessigung"][value="tierheim"]')).to_be_focused()
    erika.pick(contract)
    erika.fill({"zahlweise": "ueberweisung"})
    erika.press(story.button(page, "Weiter"))
    expect(page.locator("h1")).to_have_text("Prüfen und absenden")
    erika.press(page.get_by_role("button", name=re.compile("bsenden")))
    expect(page.locator("h1")).to_have_text("Ihr Antrag ist eingegangen")
    return page.locator("main strong").first.inner_text()


def sign_in(max_: Hands, username: str = "max.bochum") -> None:
    """Password and second factor."""
    page = max_.page
    page.goto("/demo/")
    code, password = story.fresh_code(page, username), page.locator("code").first.inner_text()
    max_.open("/schreibtisch/")
    max_.write(page.locator('[name="login"]'), username)
    max_.write(page.locator('[name="password"]'), password)
    max_.press(page.locator("main button[type=submit]"))
    max_.write(page.locator('[name="code"]'), code)
    max_.press(page.locator("main button[type=submit]"))
    expect(page.locator("h1")).to_have_text("Alle offenen")


def ask_for_the_contract(max_: Hands, number: str) -> None:
    """From the worklist to the case, taken and asked."""
    page = max_.page
    max_.write(page.locator("main input[type=search]").first, number)
    max_.leave()
    max_.press(page.locator(f"main a[href*='{number}']"))
    expect(page).to_have_url(re.compile(number))
    max_.press(story.button(page, "Vorgang nehmen"))
    max_.press(page.locator("a[href$='/nachforderung/']"))
    max_.pick(page.locator('[name="ask-tierheimvertrag"]'))
    max_.press(story.button(page, "Nachfordern"))
    expect(page.locator("main")).to_contain_text("wartet auf Bürger")


def answer_by_mail(erika: Hands, number: str, photos) -> None:
    """In the demo's mailbox."""
    page = erika.page
    erika.open("/demo/postfach/")
    link = page.get_by_role("link", name=re.compile(f"{re.escape(number)}.*fehlt"))
    story.eventually_there(page, link)
    erika.press(link)
    erika.write(page.locator("textarea"), "Anbei der Vertrag. Viele Grüße")
    erika.attach(page.locator('[name="dateien"]'), photos)
    erika.press(page.locator("main form button[type=submit]"))


def decide(max_: Hands, number: str) -> None:
    """Looks at the document, sets the fee, forgets the reason of a refusal, grants."""
    page = max_.page
    max_.open(f"/schreibtisch/vorgaenge/{number}/")
    story.eventually(page, "Nachweis neu")
    max_.press(page.locator("a[href*='/dokumente/']"))
    max_.press(story.button(page, "In Ordnung"))
    if not page.locator('[name="amount"]').is_visible():
        max_.unfold(page.locator("#gebuehr summary"))
    max_.write(page.locator('[name="amount"]'), "14,00")
    max_.write(page.locator('form:has([name="amount"]) [name="reason"]'), "Hälfte der Steuer, Hund aus dem Tierheim")
    max_.press(story.button(page, "Festsetzen"))
    max_.press(page.locator("main a[href$='/bescheid/']"))
    max_.press(story.button(page, "Entscheiden"))
    expect(page.locator("[role=alert]")).to_be_focused()
    max_.pick(page.locator('[name="ending"][value="grant"]'))
    max_.press(story.button(page, "Entscheiden"))
    expect(page.locator("main")).to_contain_text(re.compile("entschieden|bekannt gegeben"))


def receive(erika: Hands, number: str, letter) -> None:
    """Downloads the letter and has it checked."""
    page = erika.page
    erika.open(f"/vorgaenge/{number}/")
    story.eventually(page, "Bescheid herunterladen")
    erika.reach(page.get_by_role("link", name=re.compile("Bescheid herunterladen")))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(letter)
    erika.open("/pruefung/")
    erika.attach(page.locator("input[type=file]"), [letter])
    erika.press(story.button(page, "Datei prüfen"))
    expect(page.locator("h1")).to_have_text(re.compile("echt", re.IGNORECASE))


def test_the_skip_link_of_the_desk_leads_past_its_header(hands):
    max_ = hands()
    max_.open("/schreibtisch/anmelden/")
    max_.page.keyboard.press("Tab")
    expect(max_.page.locator('a[href="#inhalt"]').first).to_be_focused()
    max_.page.keyboard.press("Enter")
    expect(max_.page.locator("#inhalt")).to_be_focused()


def test_tab_leads_forth_and_back_through_every_stop_of_the_form(hands):
    erika = hands()
    erika.open("/bochum/leistungen/hundesteuer-anmeldung/antrag/")
    erika.reach(erika.page.locator("footer a").last)
    erika.reach(erika.page.locator('[name="vorname"]'), key="Shift+Tab")

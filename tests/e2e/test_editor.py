"""docs/howto/add-a-leistung-in-the-editor.md, its steps followed in Chromium with the words that stand there, with scripts and without.

Adam makes a service and Lea releases it, Erika uses it at once; it is changed and rolled back; a fee changed for Bochum is another in
Bochum only. Every page of the editor is looked at by axe and fits a phone, a tablet and a desk.
"""

import re

import howto
import pytest
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import axe, context, settled, sideways
from e2e.editing import DOC, at_desk, follow, press, said

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.usefixtures("town")]
STEPS = howto.steps(DOC)
NAME, (QUESTION, KIND) = howto.typed(STEPS[2])[0], howto.typed(STEPS[4])
PUBLIC = "/bochum/leistungen/"


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request):
    """Both ways."""
    return request.param


@pytest.fixture
def adam(browser, watch, scripts):
    """The administrator."""
    page = at_desk(browser, watch, "admin.bochum", scripts, "Leistungen")
    yield page
    page.context.close()


@pytest.fixture
def lea(browser, watch, scripts):
    """The head of office."""
    page = at_desk(browser, watch, "leitung.bochum", scripts, "Alle offenen")
    yield page
    page.context.close()


def ask(page: Page) -> None:
    """Step 8."""
    follow(page, "Veröffentlichen", within=".d-tabs")
    press(page, "Freigabe anfragen")
    expect(page.locator("main")).to_contain_text("bittet seit")


def let_go(page: Page, name: str) -> None:
    """Step 9, by the second person."""
    follow(page, "Leistungen", within=".d-nav")
    follow(page, "Warten auf Freigabe")
    page.locator("main").get_by_role("link", name=name, exact=True).click()
    follow(page, "Veröffentlichen", within=".d-tabs")
    press(page, "Freigeben")
    expect(page.locator("main")).to_contain_text("gilt")


def begin(page: Page, name: str) -> None:
    """Steps 1 to 3."""
    follow(page, "Leistungen", within=".d-nav")
    follow(page, "Neue Leistung")
    page.get_by_label("Name der Leistung").fill(name)
    press(page, "Beginnen")
    expect(page.locator("h1")).to_have_text(name)
    page.get_by_label("Ein Satz dazu", exact=True).fill("Eine abschließbare Box für Ihr Fahrrad.")
    page.get_by_label("Suchworte").fill("fahrradbox\nbike box")
    press(page, "Sichern")
    expect(page.get_by_role("status")).to_contain_text("Gesichert")


def ask_for_boxes(page: Page) -> None:
    """Step 4."""
    follow(page, "Formular", within=".d-tabs")
    press(page, "Feld")
    page.get_by_label("Frage", exact=True).fill(QUESTION)
    page.get_by_label(said("Art"), exact=True).select_option(label=KIND)
    press(page, "Sichern")
    expect(page.get_by_role("status")).to_contain_text("Gesichert")
    expect(page.locator("#vorschau")).to_contain_text(QUESTION)


def charge(page: Page, amount: str) -> None:
    """Step 5, first half: the amount."""
    follow(page, "Gebühr", within=".d-tabs")
    row = page.locator(".d-numbers > li").first
    row.get_by_label(re.compile("^Name")).fill("Miete im Monat")
    row.get_by_label(re.compile("^Betrag")).fill(amount)
    row.get_by_label(re.compile("^Quelle")).fill("Satzung über Fahrradboxen")
    row.get_by_label(re.compile("^Jahr")).fill("2026")
    press(page, "Beträge sichern")
    expect(page.get_by_role("status")).to_contain_text("Gesichert")


def by_the_box(page: Page) -> None:
    """Step 5, second half: the line, and the calculator."""
    press(page, "Position")
    page.get_by_label("Wofür die Gebühr ist", exact=True).fill("Miete")
    page.get_by_label("Rechtsgrundlage").fill("Satzung über Fahrradboxen")
    page.locator("#e-amount-otherwise").select_option(label="Miete im Monat (7,50 €)")
    page.get_by_label(said("mal"), exact=True).select_option(label=f"„{QUESTION}“")
    press(page, "Sichern")
    expect(page.locator("#betrag")).to_contain_text(f"Miete im Monat (7,50 €) × „{QUESTION}“")
    page.locator(f"#{said('Rechner').lower()}").get_by_label(QUESTION).fill("3")
    press(page, "Rechnen")
    expect(page.locator("#rechner")).to_contain_text("22,50 €")


def with_example(page: Page) -> None:
    """Step 7."""
    follow(page, "Beispiele", within=".d-tabs")
    press(page, "Beispiel")
    page.get_by_label("Was geschieht").fill("Erika Mustermann mietet zwei Boxen")
    for label, words in (("Vorname", "Erika"), ("Nachname", "Mustermann"), (QUESTION, "2")):
        page.get_by_label(label).fill(words)
    press(page, "Sichern und Ergebnis übernehmen")
    expect(page.locator("main")).to_contain_text("grün")


def apply_for_boxes(browser, watch, scripts, slug: str, total: str) -> str:
    """Step 10, by a citizen: reads, fills in, hands in; her number."""
    with context(browser, watch.base, scripts=scripts) as opened:
        page = opened.new_page()
        watch.listen(page)
        watch.expected.add(404)  # a running process knows what another published after two seconds
        for _ in range(20):
            if page.goto(f"{PUBLIC}{slug}/").status == 200:
                break
            page.wait_for_timeout(500)
        page.locator("a.ga-btn--start, a.kern-btn--primary").first.click()
        expect(page.locator("h1")).to_have_text("Über Sie")
        story.fill(page, {"vorname": "Erika", "nachname": "Mustermann", "wie_viele_boxen": "2"})
        story.onward(page)
        expect(page.locator("h1")).to_have_text("Prüfen und absenden")
        expect(page.locator("main")).to_contain_text(total)
        page.get_by_role("button", name=re.compile("bsenden")).click()
        expect(page.locator("h1")).to_have_text("Ihr Antrag ist eingegangen")
        return page.locator("main strong").first.inner_text()


def named(scripts) -> tuple[str, str]:
    """Both ways make a service of their own."""
    name = f"{NAME} {'mit' if scripts else 'ohne'}"
    return name, name.casefold().replace(" ", "-")


def test_a_service_is_made_released_and_used_at_once(browser, watch, adam, lea, scripts):
    name, slug = named(scripts)
    begin(adam, name)
    ask_for_boxes(adam)
    charge(adam, "7,50")
    by_the_box(adam)
    with_example(adam)
    ask(adam)
    let_go(lea, name)
    number = apply_for_boxes(browser, watch, scripts, slug, "15,00 €")
    assert re.match(r"BO-\d{4}-", number)


def test_then_it_is_changed_and_rolled_back(browser, watch, adam, lea, scripts):
    name, slug = named(scripts)
    follow(adam, "Leistungen", within=".d-nav")
    adam.get_by_role("button", name=re.compile(rf"{said('Bearbeiten')}.*{name}")).click()
    charge(adam, "9,00")
    follow(adam, "Beispiele", within=".d-tabs")
    expect(adam.locator("main")).to_contain_text("erwartet 15,00 €, gerechnet 18,00 €")
    adam.locator("main table a").first.click()
    press(adam, "Sichern und Ergebnis übernehmen")
    ask(adam)
    let_go(lea, name)
    adam.wait_for_timeout(2_500)
    apply_for_boxes(browser, watch, scripts, slug, "18,00 €")
    follow(adam, "Leistungen", within=".d-nav")
    adam.get_by_role("link", name=re.compile(rf"^{said('Fassungen')}\s*:\s*{name}$")).click()
    press(adam, "Zurückholen")
    expect(adam.locator("main")).to_contain_text("wie 1")
    adam.wait_for_timeout(2_500)
    apply_for_boxes(browser, watch, scripts, slug, "15,00 €")


def test_a_fee_changed_for_one_city_shows_in_that_city_only(browser, watch, adam, lea, scripts):
    amount = "177,00" if scripts else "178,00"
    follow(adam, "Leistungen", within=".d-nav")
    adam.get_by_role("button", name=re.compile(rf"{said('Bearbeiten')}.*Hund anmelden")).first.click()
    follow(adam, "Gebühr", within=".d-tabs")
    row = adam.locator(".d-numbers > li", has_text="ein Hund").first
    row.get_by_label(re.compile("^Betrag")).fill(amount)
    press(adam, "Beträge sichern")
    expect(adam.locator("main")).to_contain_text(f"jetzt {amount}")
    follow(adam, "Beispiele", within=".d-tabs")
    expect(adam.locator("main")).to_contain_text("rot")
    if adam.get_by_role("button", name="Eigene Beispiele").count():  # the second time they are there already
        press(adam, "Eigene Beispiele")
    press(adam, "Ergebnisse aller roten übernehmen")
    expect(adam.locator("main")).not_to_contain_text("rot,")
    dortmund = reckoned(browser, watch, scripts, "dortmund")
    ask(adam)
    let_go(lea, "Hund anmelden (Hundesteuer)")
    adam.wait_for_timeout(2_500)
    assert amount in reckoned(browser, watch, scripts, "bochum")
    assert reckoned(browser, watch, scripts, "dortmund") == dortmund
    assert reckoned(browser, watch, scripts, "bochum") != reckoned(browser, watch, scripts, "dortmund")


def reckoned(browser, watch, scripts, city: str) -> str:
    """What the calculator of the service page says for a dog since November."""
    with context(browser, watch.base, scripts=scripts) as opened:
        page = opened.new_page()
        watch.listen(page)
        page.goto(
            f"/{city}/leistungen/hundesteuer-anmeldung/?andere_hunde=nein&hunde-0-seit-day=1&hunde-0-seit-month=11&hunde-0-seit-year=2026&rechnen=1"
        )
        return page.locator(".ga-calc__result").inner_text()


TABS = ("", "formular/", "formular/section:hunde/", "formular/ermaessigung/", "formular/hunde.rasse/", "nachweise/", "nachweise/erlaubnis/")
MORE = ("gebuehr/", "gebuehr/jahr/", "fristen/", "briefe/", "briefe/bescheid.typ/", "texte/", "beispiele/", "beispiele/0/")
LAST = ("veroeffentlichung/", "dateien/", "ansicht/")


@pytest.mark.parametrize("scripts", [True], ids=["scripts"], indirect=True)
def test_every_page_of_the_editor_is_accessible_and_fits_phone_tablet_and_desk(adam):
    follow(adam, "Leistungen", within=".d-nav")
    follow(adam, "Neue Leistung")
    adam.get_by_label("Kopieren von").select_option("hundesteuer-anmeldung")
    adam.get_by_label("Name der neuen Leistung").fill("Hund, Kopie")
    press(adam, "Kopieren")
    draft = adam.url.partition("?")[0]
    pages = ["/schreibtisch/leistungen/", "/schreibtisch/leistungen/neu/", "/schreibtisch/leistungen/ausgaben/hundesteuer-anmeldung/"]
    for address in [*pages, *(draft + path for path in (*TABS, *MORE, *LAST))]:
        adam.goto(address)
        settled(adam)
        assert not axe(adam), address
        for width in (390, 768, 1280):
            adam.set_viewport_size({"width": width, "height": 900})
            assert not sideways(adam), f"{address} at {width}"

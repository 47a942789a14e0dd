"""Other ways through the town hall, in Chromium against the real processes: pay first, four eyes, a letter that is not what it seems."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e import story
from e2e.browser import axe, context, sideways

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("town")]

BIRTH = {
    "hier_geboren": "ja",
    "kind_vornamen": "Erika",
    "kind_nachname": "Mustermann",
    "geburtstag-day": "12",
    "geburtstag-month": "8",
    "geburtstag-year": "1984",
}
CERTIFICATE = {"art": "mehrsprachig", "anzahl": "2", "zweck": "ausweis"}
BUYER = {**story.PERSON, "verwandtschaft": "selbst", "vertretung": "nein"}
SCAFFOLD = {
    "art": "geruest",
    "grund": "Die Fassade wird gestrichen.",
    "privatgrund": "nein",
    "zeitraum-first-day": "10",
    "zeitraum-first-month": "12",
    "zeitraum-first-year": "2027",
    "zeitraum-last-day": "20",
    "zeitraum-last-month": "12",
    "zeitraum-last-year": "2027",
}
PLACE = {
    "stelle-street": "Musterstraße",
    "stelle-number_from": "12",
    "stelle-number_to": "14",
    "stelle-side": "even",
    "stelle-length_m": "5",
    "stelle-width_m": "2",
    "oertlichkeit": "gehweg",
    "halteverbot": "nein",
    "restbreite": "1,80",
}
RESPONSIBLE = {
    **{name: value for name, value in story.PERSON.items() if not name.startswith("geburtsdatum")},
    "verantwortlich": "Max Beispiel",
    "verantwortlich_telefon": "0151 0000000",
    "rechnung": "ich",
}


@pytest.fixture
def erika(browser, watch):
    """Her own browser."""
    with context(browser, watch.base) as opened:
        page = opened.new_page()
        watch.listen(page)
        yield page


def order_certificate(page: Page) -> str:
    """Two copies of her birth certificate; she stands on the receipt, unpaid. The Vorgangsnummer."""
    page.goto("/bochum/leistungen/geburtsurkunde/antrag/")
    for answers in (BIRTH, CERTIFICATE, BUYER):
        story.answer(page, answers)
        story.onward(page)
    expect(page.locator("h1")).to_have_text("Prüfen und absenden")
    page.get_by_role("button", name="Absenden und 15,00 € bezahlen").click()
    expect(page.locator("h1")).to_have_text("Ihr Antrag ist eingegangen")
    return page.locator("main strong").first.inner_text()


def at_the_provider(page: Page) -> None:
    """Her way to the page where one pays."""
    page.get_by_role("button", name="Jetzt bezahlen").click()
    expect(page.locator("h1")).to_have_text("15,00 € bezahlen")


def test_a_certificate_is_paid_first_cancelled_once_and_sent_on_paper(browser, erika, watch):
    number = order_certificate(erika)
    at_the_provider(erika)
    assert not axe(erika)
    erika.get_by_role("button", name="Abbrechen", exact=True).click()
    expect(erika.locator("h1")).to_have_text("Geburtsurkunde")
    expect(erika).to_have_url(re.compile(f"/vorgaenge/{number}/"))
    story.eventually(erika, "Die Zahlung ist nicht zustande gekommen")
    assert not axe(erika) and not sideways(erika)
    at_the_provider(erika)
    erika.get_by_role("button", name="Bezahlen", exact=True).click()
    expect(erika).to_have_url(re.compile(f"/vorgaenge/{number}/"))
    story.gone(erika, "Jetzt bezahlen")
    max_ = story.sign_in(browser, watch, "max.bochum", scripts=True)
    max_.goto(f"/schreibtisch/vorgaenge/{number}/")
    story.button(max_, "Vorgang nehmen").click()
    story.decide(max_, number, "grant")
    story.eventually(max_, "Abgeschickt am")
    post_today(max_, number)
    erika.goto(f"/vorgaenge/{number}/")
    story.eventually(erika, "Abgeschickt am")


def post_today(page: Page, number: str) -> None:
    """The clerk says when the paper went out."""
    form = page.locator(f'form[action$="/vorgaenge/{number}/versand/"]')
    form.locator("button[type=submit]").click()
    expect(form).to_have_count(0)


def test_a_payment_whose_notification_is_late_or_lost_counts_all_the_same(erika):
    numbers = []
    for choice in ("Bezahlen, die Meldung kommt eine Minute später", "Bezahlen, die Meldung geht verloren"):
        numbers.append(order_certificate(erika))
        at_the_provider(erika)
        erika.get_by_text("Was schiefgehen kann").click()
        erika.get_by_role("button", name=choice).click()
        expect(erika.locator("main")).to_contain_text("Wir warten auf die Bestätigung der Zahlung")
    erika.goto("/demo/")
    erika.get_by_role("button", name="Uhr vorstellen").click()
    for number in numbers:
        erika.goto(f"/vorgaenge/{number}/")
        story.gone(erika, "Jetzt bezahlen", seconds=45)


def test_another_amount_is_cleared_by_a_person_and_not_paid_twice(erika):
    number = order_certificate(erika)
    at_the_provider(erika)
    erika.get_by_text("Was schiefgehen kann").click()
    erika.get_by_role("button", name="Einen anderen Betrag bezahlen").click()
    story.eventually(erika, "Bezahlen Sie nicht noch einmal")
    expect(erika).to_have_url(re.compile(f"/vorgaenge/{number}/"))
    assert erika.get_by_role("button", name="Jetzt bezahlen").count() == 0


def test_four_eyes_sign_a_scaffold_and_the_closure_is_shown(browser, erika, watch, tmp_path):
    erika.goto("/bochum/leistungen/sondernutzung-strasse/antrag/")
    for answers in (SCAFFOLD, PLACE, RESPONSIBLE):
        story.answer(erika, answers)
        story.onward(erika)
    expect(erika.locator("h1")).to_have_text("Pläne")
    for later in erika.locator('[name$="-later"]').all():
        later.check(force=True)
    story.onward(erika)
    expect(erika.locator("h1")).to_have_text("Prüfen und absenden")
    erika.get_by_role("button", name=re.compile("bsenden")).click()
    expect(erika.locator("h1")).to_have_text("Ihr Antrag ist eingegangen")
    number = erika.locator("main strong").first.inner_text()
    max_ = story.sign_in(browser, watch, "max.bochum", scripts=True)
    max_.goto(f"/schreibtisch/vorgaenge/{number}/")
    story.button(max_, "Vorgang nehmen").click()
    story.set_fee(max_, "75,00", "Tarif der Satzung, 10 m² für elf Tage")
    story.decide(max_, number, "grant")
    expect(max_.locator("main")).to_contain_text("Eine zweite Person zeichnet mit")
    assert story.button(max_, "Mitzeichnen").count() == 0
    petra = story.sign_in(browser, watch, "petra.bochum", scripts=True)
    petra.goto(f"/schreibtisch/vorgaenge/{number}/")
    assert not axe(petra)
    story.button(petra, "Mitzeichnen").click()
    story.eventually(petra, "Sperrung im Straßenraum: Musterstraße 12 bis 14, 5 × 2 m")
    check_the_letter(erika, number, tmp_path / "bescheid.pdf", watch)


def check_the_letter(page: Page, number: str, letter: Path, watch) -> None:
    """By file: as it is, one byte changed, one that we never wrote. By code: that of the letter, and another."""
    page.goto(f"/vorgaenge/{number}/")
    story.eventually(page, "Bescheid herunterladen")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Bescheid herunterladen")).click()
    download.value.save_as(letter)
    changed, foreign = letter.with_name("changed.pdf"), letter.with_name("foreign.pdf")
    content = bytearray(letter.read_bytes())
    content[content.index(b"stream\n") + 60] ^= 1
    changed.write_bytes(content)
    foreign.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    watch.expected.add(422)
    for file, verdict in (
        (letter, "Echt und unverändert"),
        (changed, "Die Datei wurde verändert"),
        (foreign, "Wir kennen diese Datei nicht"),
    ):
        page.goto("/pruefung/")
        page.get_by_label("PDF auswählen").set_input_files(file)
        page.get_by_role("button", name="Datei prüfen").click()
        expect(page.locator("h1")).to_have_text(re.compile(verdict))
        assert not axe(page)
    for code, verdict in (
        (code_of(letter), "Dieses Schreiben gibt es, und es gilt"),
        ("7kdm q2xt 93pa v6hn", "Diesen Code kennen wir nicht"),
    ):
        page.goto("/pruefung/")
        page.get_by_label("Prüfcode").fill(code)
        page.get_by_role("button", name="Code prüfen").click()
        expect(page.locator("h1")).to_have_text(re.compile(verdict))


def code_of(letter: Path) -> str:
    """As printed."""
    text = subprocess.run(["pdftotext", letter, "-"], capture_output=True, check=True, text=True).stdout
    return re.search(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b", text)[0]

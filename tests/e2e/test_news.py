"""A citizen half way in her browser while two administrators release a new state: she reads what it means and goes on."""

import make_editing as make
import pytest
import test_rebase
from test_rebase import FIELDS, release

from e2e.browser import axe, sideways
from glueckauf.core import clock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_she_reads_what_changed_and_is_led_to_the_new_question(live_server, page, width):
    make.published(clock.now())
    two = make.pair()
    test_rebase.box(two)
    page.goto("/bochum/leistungen/fahrradbox/antrag/")
    for label, text in (("Vorname", "Erika"), ("Nachname", "Mustermann"), ("Wie viele Boxen?", "2")):
        page.get_by_label(label).fill(text)
    page.get_by_label("klein").check()
    page.get_by_role("button", name="Weiter", exact=True).last.click()
    page.get_by_role("heading", name="Zum Schluss").wait_for()
    page.get_by_label("Noch etwas?").fill("Nahe am Bahnhof, bitte.")

    release(
        two,
        ("leistung.values.miete.amount", "9.00"),
        (f"{FIELDS}.groesse.label", {"de": "Welche Boxengröße?", "en": "Which size of box?"}),
        (f"{FIELDS}.5", {"key": "strasse", "type": "text", "label": {"de": "In welcher Straße?", "en": "In which street?"}}),
    )
    page.get_by_role("button", name="Weiter", exact=True).last.click()

    page.get_by_role("heading", name="Das hat sich geändert, seit Sie angefangen haben").wait_for()
    assert page.get_by_text("In welcher Straße?").is_visible()
    assert page.get_by_text("18,00").is_visible()
    assert axe(page) == []
    assert sideways(page) == []
    page.get_by_role("button", name="Weiter mit meinem Antrag").click()
    page.get_by_label("In welcher Straße?").fill("Musterstraße")
    assert page.get_by_label("Nachname").input_value() == "Mustermann"
    page.get_by_role("button", name="Weiter", exact=True).last.click()
    assert page.get_by_label("Noch etwas?").input_value() == "Nahe am Bahnhof, bitte."

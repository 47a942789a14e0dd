"""Bescheid prüfen in a browser: by keyboard, on a phone, without JavaScript, with nothing for axe to say."""

import pytest
from make_letters import letter
from playwright.sync_api import expect

from e2e.browser import axe, sideways, unseen_focus
from glueckauf.core.files import read_blob
from glueckauf.identity.rules.actor import Clerk
from glueckauf.letters import actions

pytestmark = pytest.mark.django_db(transaction=True)

CLERK = Clerk(id=1, tenant="bochum", offices=frozenset(), roles=frozenset())


@pytest.fixture
def issued():
    return letter()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [1280, 320])
def test_a_letter_is_checked_by_file(page, issued, width, scripts):
    page.goto("/pruefung/")
    faultless(page, scripts)
    page.get_by_label("PDF auswählen").set_input_files({"name": "b.pdf", "mimeType": "application/pdf", "buffer": read_blob(issued.sha256)})
    page.get_by_role("button", name="Datei prüfen").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Echt und unverändert"
    faultless(page, scripts)


def test_a_changed_file_and_a_wrong_code_say_what_to_do(page, issued, watch):
    page.goto("/pruefung/")
    content = bytearray(read_blob(issued.sha256))
    content[content.index(b"stream\n") + 60] ^= 1
    page.get_by_label("PDF auswählen").set_input_files({"name": "b.pdf", "mimeType": "application/pdf", "buffer": bytes(content)})
    page.get_by_role("button", name="Datei prüfen").click()
    assert "verändert" in page.get_by_role("heading", level=1).inner_text()
    faultless(page, True)
    page.get_by_role("link", name="Code eingeben").click()
    page.get_by_label("Prüfcode").fill("7kdm q2xt 93pa v6hn")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Diesen Code kennen wir nicht")  # Enter does not wait for the answer
    faultless(page, True)


def test_a_withdrawn_letter_is_said_to_be_withdrawn(page, issued, as_tenant):
    actions.withdraw(issued.pk, by=CLERK, at=issued.issued_at)
    page.goto("/pruefung/")
    page.get_by_label("PDF auswählen").set_input_files({"name": "b.pdf", "mimeType": "application/pdf", "buffer": read_blob(issued.sha256)})
    page.get_by_role("button", name="Datei prüfen").click()
    assert "Zurückgenommen" in page.get_by_role("heading", level=1).inner_text()
    faultless(page, True)


def test_an_empty_form_leads_to_its_field(page, watch):
    watch.expected.add(422)
    page.goto("/pruefung/")
    page.get_by_role("button", name="Code prüfen").click()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("#code")).to_be_focused()
    faultless(page, True)
    assert unseen_focus(page) == []


def faultless(page, scripts):
    """axe needs scripts; the layout does not."""
    assert sideways(page) == []
    if scripts:
        assert axe(page) == []

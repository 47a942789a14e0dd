"""The form in the browser's words: GET and POST, no script, from the service page to the receipt."""

import pytest
from django.test import Client
from django.urls import reverse

from glueckauf.catalogue import queries as catalogue
from glueckauf.forms import inputs
from tests import make

pytestmark = pytest.mark.django_db
START = "/bochum/leistungen/hundesteuer-anmeldung/antrag/"


@pytest.fixture(autouse=True)
def _published():
    make.publish()


def posted(section, values):
    """What a browser would send for a section filled with these values."""
    return dict(inputs.of_section(section, values))


def fill(client, values):
    """Fills section after section; the address of the check page."""
    form = catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.form
    url = START
    for section in form.sections:
        page = client.get(url)
        assert page.status_code == 200
        answer = client.post(url, posted(section, values) | {"version": page.context["version"]})
        assert answer.status_code == 302, answer.context["errors"]
        url = answer.url
    return url


def test_erika_fills_the_form_and_hands_it_in_once():
    client = Client()
    url = fill(client, make.values("hundesteuer-anmeldung"))
    page = client.get(url)
    assert "28,00" in page.content.decode()
    first = client.post(url, {"channel": "portal"})
    again = client.post(url, {"channel": "portal"})
    assert first.url == again.url
    receipt = client.get(first.url).content.decode()
    assert "BO-20" in receipt
    assert len(client.get(reverse("vorgaenge")).context["mine"].done + client.get(reverse("vorgaenge")).context["mine"].waiting) == 1


def test_a_wrong_answer_is_kept_and_named_and_comes_back_after_a_reload():
    client = Client()
    form = catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.form
    answer = client.post(START, posted(form.sections[0], make.values("hundesteuer-anmeldung")) | {"geburtsdatum-day": "40"})
    assert answer.status_code == 422
    assert 'value="40"' in answer.content.decode()
    drafts = make_drafts(client)
    assert 'value="40"' in client.get(drafts).content.decode()


def make_drafts(client):
    """The address of the first section of the only draft."""
    mine = client.get(reverse("vorgaenge")).context["mine"]
    return reverse(
        "antrag-schritt", args=[mine.drafts[0].key, catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.form.sections[0].key]
    )


def test_two_tabs_are_compared_and_nothing_is_lost():
    client = Client()
    form = catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.form
    values = make.values("hundesteuer-anmeldung")
    client.post(START, posted(form.sections[0], values))
    url = make_drafts(client)
    client.post(url, posted(form.sections[0], values | {"vorname": "Anna"}) | {"version": 1})
    other = client.post(url, posted(form.sections[0], values | {"vorname": "Berta"}) | {"version": 1})
    page = client.get(other.url).content.decode()
    assert "Anna" in page
    assert "Berta" in page
    client.post(other.url, {"version": 3})
    assert "Berta" in client.get(url).content.decode()


def test_a_saved_draft_opens_elsewhere_with_its_code():
    client = Client()
    form = catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.form
    saved = client.post(START, posted(form.sections[0], make.values("hundesteuer-anmeldung")) | {"later": "1"})
    code = client.get(saved.url).context["code"]
    phone = Client()
    assert phone.post(reverse("antrag-weiter"), {"code": "0000-0000-0000-0000"}).status_code == 422
    there = phone.post(reverse("antrag-weiter"), {"code": code.lower()})
    assert "Erika" in phone.get(there.url).content.decode()


def test_somebody_elses_draft_does_not_exist():
    client = Client()
    form = catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.form
    client.post(START, posted(form.sections[0], make.values("hundesteuer-anmeldung")))
    url = make_drafts(client)
    stranger = Client()
    stranger.post(START, posted(form.sections[0], make.values("hundesteuer-anmeldung")))
    assert stranger.get(url).status_code == 404

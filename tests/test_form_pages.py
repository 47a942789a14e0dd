"""The form in the browser's words: GET and POST, no script, from the service page to the receipt."""

import pytest
from django.test import Client
from django.urls import reverse

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.clock import now
from glueckauf.forms import inputs
from glueckauf.mail.actions import send_due
from glueckauf.mail.models import OutgoingMail
from glueckauf.vorgaenge.models import Document
from glueckauf.vorgaenge.queries.draft import upload
from tests import make, make_identity

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


def test_the_code_of_somebody_signed_in_opens_nothing_before_signing_in():
    erika = make_identity.citizen("erika@mustermann.example")
    other = make.antrag(by=erika)
    form = catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.form
    client = make_identity.at_home(erika)
    saved = client.post(START, posted(form.sections[0], make.values("hundesteuer-anmeldung")) | {"later": "1"})
    helper = Client()
    there = helper.post(reverse("antrag-weiter"), {"code": client.get(saved.url).context["code"]})
    assert there.url.startswith(reverse("anmelden"))
    assert "citizen" not in helper.session
    assert "guest" not in helper.session
    assert helper.get(reverse("antrag-pruefen", args=[other.key])).status_code in (302, 404)


def test_who_filled_the_form_in_english_gets_the_link_in_english(as_tenant):
    client = Client()
    form = catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.form
    saved = client.post(f"{START}?sprache=en", posted(form.sections[0], make.values("hundesteuer-anmeldung")) | {"later": "1"})
    client.post(saved.url, {"email": "erika@mustermann.example"})
    with as_tenant("bochum"):
        assert OutgoingMail.objects.get().subject == "Your saved application"
    wrong = client.post(reverse("antrag-weiter"), {"code": "0000-0000-0000-0000"})
    assert "We do not know this code" in wrong.content.decode()


def test_somebody_elses_draft_does_not_exist():
    client = Client()
    form = catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.form
    client.post(START, posted(form.sections[0], make.values("hundesteuer-anmeldung")))
    url = make_drafts(client)
    stranger = Client()
    stranger.post(START, posted(form.sections[0], make.values("hundesteuer-anmeldung")))
    assert stranger.get(url).status_code == 404


@pytest.mark.parametrize(
    ("size", "pages", "problems", "words"),
    [
        (1_240_000, 2, [], ("1,2 MB", "2 Seiten · noch nicht auf Schadsoftware geprüft")),
        (1_300, 1, [], ("2 KB", "1 Seite · noch nicht auf Schadsoftware geprüft")),
        (260_000, 0, [], ("0,3 MB", "noch nicht auf Schadsoftware geprüft")),  # a Word file: nobody counted
        (0, 0, ["unreadable"], ("0 KB", "")),
    ],
)
def test_what_is_said_of_a_file_is_true(size, pages, problems, words):
    said = upload(Document(filename="mietvertrag.pdf", size=size, pages=pages, problems=problems, scan="not_scanned"))
    assert (said.size_text, said.detail) == words


def test_a_mailed_link_to_a_draft_leaves_the_table_with_its_mail(settings, as_tenant):
    client = Client()
    client.post(
        START, posted(catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.form.sections[0], make.values("hundesteuer-anmeldung"))
    )
    client.post(make_drafts(client).replace("schritte/person", "gespeichert"), {"email": "erika@mustermann.example"})
    settings.EMAIL_HOST = "relay.example"
    with as_tenant("bochum"):
        assert "antrag-fortsetzen" in OutgoingMail.objects.get().text
    send_due(now())
    with as_tenant("bochum"):
        assert (OutgoingMail.objects.get().text, OutgoingMail.objects.get().html) == ("", "")

"""A seventh Leistung needs no Python: a folder of data, written here, goes through the whole house in three languages."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from make_letters import text_of

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries.examples import wrong_examples
from glueckauf.catalogue.queries.folders import everything
from glueckauf.core.outbox.dispatch import drain
from glueckauf.forms import inputs
from glueckauf.letters import queries as letters
from glueckauf.mail import queries as mail
from glueckauf.mail.actions import receive
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.rules.stage import Ending, Stage
from tests import make, make_catalogue, make_mail, make_uploads
from tests.make_seventh import KEY, seventh

pytestmark = pytest.mark.django_db
LATER, DAY_AFTER = make.NOON + timedelta(minutes=11), make.NOON + timedelta(days=1)
START = f"/bochum/leistungen/{KEY}/antrag/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """The catalogue of this test: this one Leistung."""
    found = seventh(tmp_path)
    make_catalogue.use(settings, leistungen=tmp_path)
    make.publish()
    with time_machine.travel(make.NOON):
        yield found


def test_its_folder_and_its_example_are_right(folder):
    offers = {(o.leistung.key, o.kommune.key): o for o in everything().offers}
    assert len(offers) == 6
    assert [p for p in everything().problems if KEY in p.file] == []
    assert list(wrong_examples(folder, offers)) == []


@pytest.mark.parametrize("words", ["strassenfest bochum", "Straßenfest", "street party", "mahalle senligi", "nachbarschaftsfset"])
def test_everyday_words_find_it(words):
    assert START.removesuffix("antrag/") in Client().get("/suche/", {"q": words}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("path", "said"),
    [("", "12,50"), ("?sprache=en", "celebrates together"), ("leicht/", "Sie wollen ein Fest machen"), ("datenschutz/", "für das Fest")],
)
def test_its_pages_say_it_in_three_languages(path, said):
    assert said in Client().get(START.removesuffix("antrag/") + path).content.decode()


def fill(client, values):
    """All steps as a browser sends them, with the plan as a file and the instruction promised for later; where it led."""
    form, url = catalogue.leistung("bochum", KEY).leistung.form, START
    for section in form.sections:
        page = client.get(url)
        posted = dict(inputs.of_section(section, values)) | {"version": page.context["version"], "page": page.context["page_token"]}
        if section.key == "person":
            posted |= {"plan": file("plan.jpg"), "plan-later": ""}
        answer = client.post(url, posted)
        assert answer.status_code == 302, answer.context["errors"]
        url = answer.url
    return url


def file(name):
    found = BytesIO(make_uploads.photo(size=(640, 480)))
    found.name = name
    return found


def handed_in():
    """Erika's browser, and her Vorgang."""
    client = Client()
    check = fill(client, make.values(KEY))
    assert "25,00" in client.get(check).content.decode()
    receipt = client.post(check, {"channel": "portal"})
    number = client.get(receipt.url).context["receipt"].number
    drain(make.NOON + timedelta(minutes=1))
    return client, number


def test_from_the_form_to_the_revoked_letter():
    client, number = handed_in()
    erika, clerk = make.guest(client.session["guest"]), make.clerk()
    case = queries.case(clerk, number, at=make.NOON)
    assert [p.filename for p in case.papers] == ["plan.jpg"] and [key for key, _label in case.missing] == ["belehrung"]
    assert {f.key: f.result for f in case.findings} == {"anschrift": "ok", "pflichtnachweise": "conditions"}
    actions.take(number, by=clerk, at=make.NOON)
    asked = [actions.Asked(nachweis="belehrung", label="Belehrung über Hygiene", reason="Max kocht.")]
    actions.request_documents(number, asked=asked, by=clerk, at=make.NOON)
    drain(make.NOON)
    address = mail.reply_address("bochum", f"vorgang:{queries.matter(erika, number, at=make.NOON).id}")
    answer = make_mail.with_photo(make_mail.mail("Anbei."), "belehrung.jpg", make_uploads.photo(size=(640, 480)))
    receive(make_mail.raw(answer), [address], at=LATER)
    drain(LATER)
    found = queries.case(clerk, number, at=LATER)
    assert found.stage is Stage.ARRIVED and found.missing == ()
    decide(clerk, number)
    check_letter(erika, number)
    revoke(clerk, number)


def decide(clerk, number):
    actions.decide(number, ending=Ending.CONDITIONS, conditions=["Ab 22 Uhr ist es leise."], by=clerk, at=LATER)
    drain(LATER + timedelta(minutes=11))
    effects = queries.case(clerk, number, at=DAY_AFTER).effects
    assert [(e.label, str(e.starts_on), str(e.ends_on)) for e in effects] == [("Sperrung im Straßenraum", "2026-12-05", "2026-12-06")]
    assert "Musterstraße" in effects[0].where and "12a" in effects[0].where


def check_letter(erika, number):
    """Sealed, with her words and the remedy; the first retrieval starts the Frist."""
    decision = queries.matter(erika, number, at=DAY_AFTER).decisions[0]
    actions.retrieve(decision.id, by=erika, at=DAY_AFTER)
    assert queries.matter(erika, number, at=DAY_AFTER).decisions[0].appeal_until is not None
    pdf = queries.letter(erika, number, decision.id)
    text = " ".join(text_of(pdf).split())
    for words in ("Fest der Musterstraße", "Max Beispiel", "Ab 22 Uhr ist es leise.", "25,00", "Verwaltungsgericht Gelsenkirchen"):
        assert words in text, words
    assert letters.verify_upload(BytesIO(pdf), at=DAY_AFTER).outcome == letters.Outcome.GENUINE


def revoke(clerk, number):
    actions.revoke(number, reason="Die Straße wird gebaut.", by=clerk, at=DAY_AFTER)
    found = queries.case(clerk, number, at=DAY_AFTER)
    assert found.stage is Stage.IN_REVIEW and found.effects[0].cancelled_at is not None


def test_the_clerk_sees_it_and_another_revision_leaves_it_as_it_was(folder):
    client, number = handed_in()
    definition = folder / "leistung.yaml"
    definition.write_text(definition.read_text("utf-8").replace("Wie heißt das Fest?", "Wie heißt Ihre Feier?"), "utf-8")
    catalogue.forget()
    make.publish()
    assert "Ihre Feier" in client.get(START).content.decode()
    page = client.get(reverse("vorgang", args=[number])).content.decode()
    assert "Wie heißt das Fest?" in page

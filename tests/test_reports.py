"""A report finds its office by category and place; about what is not the city's the answer comes by itself, else a person looks."""

from datetime import timedelta
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from make_letters import text_of

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.by_office import applying
from glueckauf.core.db import reading
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.scope import Scope
from glueckauf.mail.models import OutgoingMail
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.models import Bescheid, Vorgang
from glueckauf.vorgaenge.rules.stage import Ending, Stage
from tests import make, make_identity

pytestmark = pytest.mark.django_db
SLUG = "maengelmeldung"
LATER = make.NOON + timedelta(minutes=11)
HOLE = {"kategorie": "strasse", "stelle": "stadt", "strasse": "Musterstraße"}
MOTORWAY = {**HOLE, "stelle": "autobahn", "strasse": "A 40"}


@pytest.fixture(autouse=True)
def _published():
    make.publish()


def reported(**changes):
    """By somebody without a name unless they say one."""
    case = make.vorgang(SLUG, answers=HOLE | changes)
    drain(LATER)
    return make.again(case)


def mails():
    with reading(Scope(tenant="bochum")):
        return [m.subject for m in OutgoingMail.objects.order_by("pk")]


def options(leistung, key):
    return [o.key for s in leistung.form.sections for f in s.fields if f.key == key for o in f.options]


@pytest.mark.parametrize("city", ["bochum", "dortmund", "duisburg", "essen", "gelsenkirchen", "muelheim"])
def test_every_report_has_exactly_one_office(city):
    leistung = catalogue.leistung(city, SLUG).leistung
    for kind, place in product(options(leistung, "kategorie"), options(leistung, "stelle")):
        assert len(applying(leistung, {"kategorie": kind, "stelle": place})) == 1, (kind, place)


@pytest.mark.parametrize(
    ("kind", "office"),
    [("strasse", "tiefbauamt"), ("ampel", "tiefbauamt"), ("muell", "abfall"), ("ratten", "ordnungsamt"), ("gruen", "umweltamt")],
)
def test_it_lies_at_the_office_that_answers_for_it_and_a_person_ends_it(kind, office):
    case = reported(kategorie=kind)
    assert (case.office, case.stage) == (office, Stage.NEW)
    actions.decide(case.number, ending=Ending.GRANT, reasons="Erledigt.", by=make.clerk(), at=make.NOON)
    drain(LATER)
    assert make.again(case).stage == Stage.CLOSED


def test_the_receipt_says_which_office_has_it_and_that_a_person_looks():
    case = reported(name="Erika Mustermann", email="erika@mustermann.example")
    page = make_identity.as_guest(str(case.person)).get(reverse("antrag-eingegangen", args=[make.key_of(case)])).content.decode()
    assert "Ihre Meldung ist gegeben an: Tiefbauamt" in page and "sieht sich ein Mensch an" in page
    assert "Teile" not in page and case.number in page
    pdf = " ".join(text_of(queries.receipt_letter(make.guest(case.person), str(make.key_of(case)))[1]).split())
    assert "Ihre Meldung ist gegeben an: Tiefbauamt." in pdf
    assert mails() == [f"Danke, Ihre Meldung {case.number} ist eingegangen"]


def test_about_a_motorway_the_answer_comes_at_once_without_a_person_and_without_a_name():
    case = make.again(make.vorgang(SLUG, answers=MOTORWAY))
    with reading(Scope(tenant="bochum")):
        assert Bescheid.objects.get(vorgang_id=case.pk).actor.startswith("rule:")
    receipt = make_identity.as_guest(str(case.person)).get(reverse("antrag-eingegangen", args=[make.key_of(case)])).content.decode()
    assert "Unsere Antwort kommt von selbst" in receipt and "Mensch" not in receipt
    drain(LATER)
    found = queries.matter(make.guest(case.person), case.number, at=LATER)
    assert (found.stage, found.decisions[0].word) == (Stage.CLOSED, "beantwortet")
    text = " ".join(text_of(queries.letter(make.guest(case.person), case.number, found.decisions[0].id)).split())
    assert "die Autobahn GmbH des Bundes" in text and "110" in text
    assert "Dieses Schreiben ist automatisch erstellt." in text
    assert "Bescheid" not in text and "Rechtsbehelf" not in text


def test_who_left_an_address_hears_of_both():
    case = reported(**MOTORWAY, email="erika@mustermann.example")
    assert mails() == [f"Danke, Ihre Meldung {case.number} ist eingegangen", f"Antwort zu Ihrem Vorgang {case.number}"]


@pytest.mark.parametrize(("kind", "ends"), [("gruen", True), ("schild", True), ("ratten", False), ("muell", False), ("schrottauto", False)])
def test_on_private_ground_the_machine_answers_only_what_the_owner_has_to_mend(kind, ends):
    case = reported(kategorie=kind, stelle="privat")
    assert (case.stage == Stage.CLOSED) is ends


def test_who_chose_the_wrong_place_corrects_it_and_the_answer_follows():
    case = reported()
    guest = make.guest(case.person)
    actions.start_correction(case.number, by=guest, at=LATER)
    actions.save(str(make.key_of(case)), section="kontakt", seen=1, values=MOTORWAY, errors=[], by=guest, at=LATER)
    actions.send_correction(case.number, by=guest, at=LATER)
    drain(LATER)
    with reading(Scope(tenant="bochum")):
        rows = Vorgang.objects.order_by("pk").values_list("part", "stage")
        assert list(rows) == [("strassen", Stage.WITHDRAWN), ("nicht-stadt", Stage.CLOSED)]


def test_the_page_says_who_looks_after_what(client: Client):
    page = client.get(reverse("leistung", args=["bochum", SLUG])).content.decode()
    assert "Wer sich darum kümmert" in page and "Diese Ämter entscheiden mit" not in page
    assert "Straße, Licht und Schilder" in page and "Tiefbauamt" in page


@pytest.mark.parametrize("slug", ["maengelmeldung", "sperrmuell", "meldebescheinigung", "melderegisterauskunft"])
def test_where_a_person_looks_the_page_says_so_in_every_language(client: Client, slug):
    url = reverse("leistung", args=["essen", slug])
    assert "ein mensch</strong>" in client.get(url).content.decode().lower()
    assert "erson</strong>" in client.get(url, headers={"accept-language": "en"}).content.decode()
    assert "Computer" in client.get(reverse("leistung-leicht", args=["essen", slug])).content.decode()

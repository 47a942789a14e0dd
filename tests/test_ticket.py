"""A session that ends while a form is open costs no answer; and the ticket that sees to it opens nothing else."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.clock import now
from glueckauf.core.db import reading
from glueckauf.forms import inputs
from glueckauf.identity.rules.actor import Guest
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.models import Antrag, Submission
from glueckauf.vorgaenge.views.ticket import GOOD_FOR, ticket
from tests import make, make_identity

pytestmark = pytest.mark.django_db
SERVICE = "hundesteuer-anmeldung"


@pytest.fixture(autouse=True)
def _published():
    make.publish()


def typed(number=0, **changes):
    """A section as a browser would send it."""
    section = catalogue.leistung("bochum", SERVICE).leistung.form.sections[number]
    return dict(inputs.of_section(section, make.values(SERVICE))) | changes


def step(draft, number=0):
    section = catalogue.leistung("bochum", SERVICE).leistung.form.sections[number]
    return reverse("antrag-schritt", args=[draft.key, section.key])


def opened(client, url):
    """What the page would send along."""
    page = client.get(url)
    assert page.status_code == 200
    return {"version": page.context["version"], "ticket": page.context["ticket"]}


def answers(draft, person):
    return queries.draft(Guest(person=person), str(draft.key)).values


@pytest.fixture
def guest():
    return make.guest()


@pytest.fixture
def draft(guest):
    return make.antrag(by=guest, at=now())


def test_a_guest_whose_session_ended_goes_on_in_the_same_draft(guest, draft):
    client = make_identity.as_guest(guest.person)
    sent = typed(vorname="Erika-Maria") | opened(client, step(draft))
    Session.objects.all().delete()
    answer = client.post(step(draft), sent)
    assert answer.status_code == 302
    assert answers(draft, guest.person)["vorname"] == "Erika-Maria"
    assert client.get(answer.url).status_code == 200


def test_handing_in_after_the_session_ended_is_handed_in_once(guest, draft):
    client = make_identity.as_guest(guest.person)
    url = reverse("antrag-pruefen", args=[draft.key])
    held = client.get(url).context["ticket"]
    Session.objects.all().delete()
    for _ in range(2):
        assert client.post(url, {"channel": "portal", "ticket": held}).url == reverse("antrag-eingegangen", args=[draft.key])
    with reading(guest):
        assert Submission.objects.count() == 1


def test_who_was_signed_in_finds_her_answers_after_signing_in_again():
    erika = make_identity.citizen()
    draft = make.antrag(by=erika, at=now())
    client = make_identity.at_home(erika)
    sent = typed(vorname="Erika-Maria") | opened(client, step(draft))
    Session.objects.all().delete()
    answer = client.post(step(draft), sent)
    assert answer.status_code == 302
    assert answer.url.startswith("/anmelden/?next=")
    assert "ist gespeichert" in client.get(answer.url).content.decode()
    assert queries.draft(erika, str(draft.key)).values["vorname"] == "Erika-Maria"
    assert client.get(step(draft)).status_code == 302  # the ticket signed nobody in


def test_a_ticket_is_no_way_to_hand_in_for_somebody_who_is_signed_out():
    erika = make_identity.citizen()
    draft = make.antrag(by=erika, at=now())
    url = reverse("antrag-pruefen", args=[draft.key])
    held = make_identity.at_home(erika).get(url).context["ticket"]
    answer = Client().post(url, {"channel": "portal", "ticket": held})
    assert answer.url.startswith("/anmelden/?next=")
    with reading(erika):
        assert not Submission.objects.exists()


@pytest.mark.parametrize("bad", ["", "x", "a:b:c", "WyJhIl0:xxxx", "\x00", "W" * 5000])
def test_a_forged_ticket_opens_nothing(draft, guest, bad):
    before = answers(draft, guest.person)
    assert Client().post(step(draft), typed(vorname="Max") | {"ticket": bad}).status_code in {302, 404}
    assert answers(draft, guest.person) == before


def test_a_ticket_is_for_one_draft_and_a_week(guest, draft):
    other = make.antrag(by=guest, at=now())
    before = answers(draft, guest.person)
    for held in (ticket(str(other.key), guest, now()), ticket(str(draft.key), guest, now() - GOOD_FOR - timedelta(seconds=2))):
        assert Client().post(step(draft), typed(vorname="Max") | {"ticket": held}).status_code in {302, 404}
    assert answers(draft, guest.person) == before


def test_somebody_signed_in_is_not_turned_into_a_guest_by_a_page_that_was_left_open(guest, draft):
    max_ = make_identity.at_home(make_identity.citizen("max@beispiel.example"))
    sent = typed(vorname="Max") | {"ticket": ticket(str(draft.key), guest, now())}
    assert max_.post(step(draft), sent).status_code == 404
    assert "Anmelden" not in max_.get("/vorgaenge/").content.decode().partition("<main")[0]


def test_a_draft_that_is_handed_in_takes_no_more_answers_by_ticket(guest, draft):
    held = ticket(str(draft.key), guest, now())
    actions.submit(str(draft.key), channel="portal", by=guest, at=now())
    Client().post(step(draft), typed(vorname="Max") | {"ticket": held})
    with reading(guest):
        assert Antrag.objects.get().current == 1

"""Enquiries about other people: one person asks a few times a day, one address not without end; nothing typed is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from glueckauf.core import clock, ratelimit
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.views.rates import ENQUIRIES
from tests import make

pytestmark = pytest.mark.django_db
SLUG = "melderegisterauskunft"
NOON = make.NOON
MOST = 5


@pytest.fixture(autouse=True)
def _published():
    make.publish()


def ask(by, *, at=NOON, kommune="bochum"):
    row = make.antrag(SLUG, by=by, at=at, kommune=kommune)
    actions.submit(str(row.key), channel="portal", by=by, at=at)
    return row


def test_the_sixth_enquiry_of_a_day_is_refused_in_whatever_city_and_stays_as_it_was_typed():
    erika = make.guest()
    first = [ask(erika, kommune=city) for city in ("bochum", "essen", "bochum", "dortmund", "bochum")]
    assert len(first) == MOST
    sixth = make.antrag(SLUG, by=erika)
    with pytest.raises(actions.TooManyToday) as refused:
        actions.submit(str(sixth.key), channel="portal", by=erika, at=NOON)
    assert str(MOST) in str(refused.value)
    assert queries.check(erika, str(sixth.key), at=NOON).missing == ()
    actions.submit(str(sixth.key), channel="portal", by=erika, at=NOON + timedelta(days=1, minutes=1))


def test_what_was_handed_in_before_answers_again_and_others_may_ask():
    erika = make.guest()
    rows = [ask(erika) for _ in range(MOST)]
    assert actions.submit(str(rows[0].key), channel="portal", by=erika, at=NOON).antrag_id == rows[0].pk
    ask(make.guest())


def test_what_is_no_enquiry_has_no_limit():
    erika = make.guest()
    made = [make.vorgang("maengelmeldung", by=erika) for _ in range(MOST + 1)]
    assert len({vorgang.number for vorgang in made}) == MOST + 1


def test_the_page_says_why_and_keeps_the_answers(client: Client):
    erika = make.guest()
    session = client.session
    session["guest"] = erika.person
    session.save()
    for _ in range(MOST):
        ask(erika, at=clock.now())
    row = make.antrag(SLUG, by=erika, at=clock.now())
    page = client.post(reverse("antrag-pruefen", args=[row.key]), {"channel": "portal"})
    assert page.status_code == 429
    assert "senden Sie diese Anfrage morgen ab" in page.content.decode()


def test_one_address_with_many_browsers_is_slowed_down_too(client: Client):
    erika = make.guest()
    session = client.session
    session["guest"] = erika.person
    session.save()
    row = make.antrag(SLUG, by=erika, at=clock.now())
    for _ in range(ENQUIRIES["limit"]):
        ratelimit.hit("enquiry", "127.0.0.1", **ENQUIRIES, at=clock.now())
    assert client.post(reverse("antrag-pruefen", args=[row.key]), {"channel": "portal"}).status_code == 429
    other = make.antrag("maengelmeldung", by=erika, at=clock.now())
    assert client.post(reverse("antrag-pruefen", args=[other.key]), {"channel": "portal"}).status_code == 302

"""Paying through the simulated provider over real HTTP: good days, bad days, and notifications that somebody else wrote."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from glueckauf.core import clock
from glueckauf.identity.rules.actor import Guest
from glueckauf.payments import actions, queries
from glueckauf.payments.actions import simulator
from glueckauf.payments.models import Payment
from glueckauf.payments.providers.simulator import HEADER, secret
from glueckauf.payments.rules.signature import sign
from glueckauf.payments.rules.state import Reason, State
from tests import make_identity as make
from tests import make_payments as pay

pytestmark = pytest.mark.django_db(transaction=True)
ERIKA = Guest(person=pay.ERIKA)
NOTIFY = "/zahlungen/meldungen/"


@pytest.fixture
def house(live_server, settings):
    """The house, reachable under its own address."""
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"base_url": live_server.url})
    return live_server.url


@pytest.fixture
def choose(house):
    """Erika is sent to the provider and chooses; the answer of its page."""

    def run(choice):
        started = pay.start(at=clock.now())
        browser = Client(enforce_csrf_checks=True)
        page = browser.get(started.redirect_url.removeprefix(house))
        assert "Dies ist eine Test-Bezahlseite" in page.content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
        return browser.post(f"/zahlung-simulator/{started.key}/", {"wahl": choice, "csrfmiddlewaretoken": token})

    return run


def state():
    (payment,) = queries.of_reference(ERIKA, "antrag-7")
    return payment.state


def later(**more):
    return clock.now() + timedelta(**more)


@pytest.mark.parametrize("choice", ["bezahlen", "doppelt"])
def test_the_notification_is_there_before_the_person_is_back(choose, house, choice):
    assert choose(choice).url == f"{house}/antraege/antrag-7/zahlung/"
    assert state() == State.CONFIRMED


def test_cancelling_comes_back_with_nothing_paid(choose, house):
    assert choose("abbrechen").url == f"{house}/antraege/antrag-7/zahlung/"
    assert state() == State.FAILED


def test_a_lost_notification_is_found_by_asking(choose):
    choose("verloren")
    assert state() == State.OPEN
    actions.ask_due(later(minutes=2))
    assert state() == State.CONFIRMED


def test_a_late_notification_settles_it_later(choose):
    choose("spaeter")
    assert simulator.deliver(clock.now()) == 0
    assert state() == State.OPEN
    assert simulator.deliver(later(minutes=1)) == 1
    assert state() == State.CONFIRMED
    assert simulator.deliver(later(days=1)) == 0


def test_another_amount_goes_to_a_person_and_is_not_reported_again(choose):
    choose("anderer-betrag")
    (question,) = queries.questions(make.clerk())
    assert (question.reason, question.received_cents) == (Reason.OTHER_AMOUNT, 1600)
    assert simulator.deliver(later(days=1)) == 0


def test_clicking_twice_at_the_provider_pays_once(choose):
    choose("bezahlen")
    key = simulator.SimulatedPayment.objects.get().key
    assert Client().post(f"/zahlung-simulator/{key}/", {"wahl": "abbrechen"}).status_code == 302
    assert state() == State.CONFIRMED
    assert "Zurück zum Antrag" in Client().get(f"/zahlung-simulator/{key}/").content.decode()


def test_a_notification_that_nobody_took_is_delivered_when_the_house_is_back(choose, settings, house):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"base_url": "http://127.0.0.1:9"})
    started = pay.start(at=clock.now())
    Client().get(started.redirect_url.removeprefix("http://127.0.0.1:9"))
    Client().post(f"/zahlung-simulator/{started.key}/", {"wahl": "bezahlen"})
    assert state() == State.OPEN
    simulator.SimulatedPayment.objects.update(notify_url=f"{house}{NOTIFY}")
    assert simulator.deliver(later(seconds=30)) == 1
    assert state() == State.CONFIRMED


def test_when_the_provider_cannot_be_reached_nothing_is_decided(choose, settings):
    choose("verloren")
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"base_url": "http://127.0.0.1:9"})
    for hours in range(1, 20):
        actions.ask_due(later(hours=hours))
    assert state() == State.OPEN


def test_an_order_whose_page_was_never_opened_expires(house):
    pay.start(at=clock.now())
    for moment in [later(minutes=minutes) for minutes in range(0, 120, 2)]:
        with time_machine.travel(moment):
            actions.ask_due(clock.now())
    assert state() == State.FAILED


def test_money_goes_back_over_http(choose):
    choose("bezahlen")
    (payment,) = queries.of_reference(ERIKA, "antrag-7")
    actions.refund(payment.id, by=make.clerk(), at=clock.now())
    actions.ask_due(later(seconds=1))
    assert state() == State.REFUNDED
    assert simulator.SimulatedPayment.objects.get().refunded_cents == 1500


def body(**changed):
    """What the provider would report about Erika's payment."""
    row = Payment.objects.get()
    report = {"key": row.key, "transaction": row.transaction, "status": "paid", "amount_cents": row.amount_cents}
    return json.dumps(report | changed).encode()


def notify(content, header):
    return Client(enforce_csrf_checks=True).post(NOTIFY, content, content_type="application/json", headers={HEADER: header})


def signed(content, key=None, at=None):
    return sign(key or secret(), content, int((at or clock.now()).timestamp()))


@pytest.fixture
def report(as_tenant):
    """The bytes of a true report about an open payment."""
    pay.start(at=clock.now())
    with as_tenant("bochum"):
        return body()


def test_a_notification_nobody_signed_or_somebody_else_signed_changes_nothing(report):
    forged = [
        "",
        "t=1,v1=00",
        signed(report, key="guessed"),
        signed(b"{}"),
        signed(report, at=later(minutes=-6)),
        signed(report, at=later(minutes=6)),
    ]
    assert [notify(report, header).status_code for header in forged] == [401] * len(forged)
    assert state() == State.OPEN


def test_one_changed_byte_is_noticed(report):
    assert notify(report.replace(b"1500", b"1501"), signed(report)).status_code == 401
    assert state() == State.OPEN


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{}", b'{"key":1}', b"\xff", b"[" * 5000, b"x" * 20_000])
def test_signed_nonsense_is_refused_without_a_fault(content):
    assert notify(content, signed(content)).status_code == 401


def test_a_signed_order_of_somebody_else_is_unknown(report):
    content = json.dumps(json.loads(report) | {"key": "AAAA-BBBB-CCCC-DDDD"}).encode()
    assert notify(content, signed(content)).status_code == 404


def test_the_provider_hears_that_the_wrong_amount_was_refused(report):
    content = json.dumps(json.loads(report) | {"amount_cents": 1}).encode()
    assert notify(content, signed(content)).status_code == 409
    assert state() == State.QUESTIONED


def test_a_notification_is_a_post(client):
    assert client.get(NOTIFY).status_code == 405


def test_a_changed_order_in_the_link_to_the_provider_opens_nothing(house):
    started = pay.start(at=clock.now())
    path = started.redirect_url.removeprefix(house)
    assert Client().get(path.replace("siegel=", "siegel=0")).status_code == 404
    assert Client().get(path.split("?")[0]).status_code == 404
    assert Client().post(path.split("?")[0], {"wahl": "bezahlen"}).status_code == 404


@pytest.mark.parametrize("path", ["status", "erstattung"])
def test_only_the_house_asks_the_provider(house, path):
    started = pay.start(at=clock.now())
    assert Client().post(f"/zahlung-simulator/{started.key}/{path}/", b"{}", content_type="application/json").status_code == 401

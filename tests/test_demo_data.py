"""demo_data: an empty installation is filled through the actions, once; a filled one stays as it is."""

from pathlib import Path
from random import Random

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries.examples import examples
from glueckauf.cities.models import Booking
from glueckauf.cities.queries import kommunen, operators
from glueckauf.core import clock
from glueckauf.core.db import reading
from glueckauf.core.models import Delivery, Event
from glueckauf.core.outbox.chain import seal_chains, verify
from glueckauf.core.scope import Scope
from glueckauf.identity.models import ClerkAccount
from glueckauf.identity.queries import demo_clerks
from glueckauf.identity.rules.actor import Operator
from glueckauf.mail.queries import quarantine, sent_to_demo
from glueckauf.portal.actions.demo_appointments import book, enter_hours
from glueckauf.portal.actions.demo_courses import World, reasons_for
from glueckauf.portal.queries import feedback_page
from glueckauf.vorgaenge.models import Bescheid, Vorgang
from glueckauf.vorgaenge.rules.appointment import must_book
from glueckauf.vorgaenge.rules.stage import Ending
from tests import make_catalogue, make_identity
from tests.make_catalogue import everything

# Clerks work in scopes of their own and settings change the relay: real transactions, as the command has them.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
STARTED = [o for o in everything().offers if o.leistung.can_be_started]
OFFERED = {(o.owner.key, o.leistung.key): must_book(o.leistung.form) for o in STARTED}
BY_APPOINTMENT = {offer for offer, appointment in OFFERED.items() if appointment}  # those come on top, on days to come
CASES = sum(not must_book(o.leistung.form) for o in STARTED) + 12


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    """Demo mode, with a relay that must not see a single mail."""
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"mode": "demo", "var": tmp_path})
    settings.EMAIL_HOST = "relay.invalid"
    make_catalogue.publish(clock.now())


def test_a_clerk_of_the_demo_writes_what_a_letter_needs_whatever_the_ending():
    for leistung in (o.leistung for o in everything().offers if o.leistung.can_be_started):
        for ending in (Ending.GRANT, Ending.CONDITIONS, Ending.REFUSE, Ending.CLOSE):
            needed = ending in {Ending.REFUSE, Ending.CLOSE} or leistung.text_to_write({}) is not None
            assert bool(reasons_for(Random(1784), leistung, ending, {})) is needed


def rows(model):
    found = []
    for one in (*kommunen(), *operators()):
        with reading(Scope(tenant=one.key)):
            found += list(model.objects.filter(tenant_id=one.key) if model is not Event else Event.objects.filter(tenant=one.key))
    return found


def test_it_fills_every_city_once_and_in_the_order_of_time(capsys):
    began = clock.now()
    call_command("demo_data", cases=CASES)
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines() if "Vorgänge" in line] == ["inventing", "invented"]
    at, invented = clock.now(), rows(Vorgang)
    assert {(c.tenant_id, c.leistung) for c in invented} == set(OFFERED)
    cases = [c for c in invented if (c.tenant_id, c.leistung) not in BY_APPOINTMENT]
    assert len({c.antrag_id for c in cases}) == CASES
    assert {"announced", "approval", "asked", "closed", "decided"} <= {c.stage for c in cases}
    assert all(c.submitted_at <= at for c in cases)
    assert all(b.at <= at for b in rows(Bescheid))
    for city in kommunen():
        times = [e.at for e in sorted(rows(Event), key=lambda e: e.pk) if e.tenant == city.key and e.kind == "vorgaenge.AntragSubmitted"]
        assert times
        assert times == sorted(times), city.key
    assert not Delivery.objects.filter(done_at=None, due_at__lte=began).exists()  # fresh decisions fall due minutes later

    seal_chains(at)
    assert [verify(k.key) for k in kommunen()] == [None] * len(kommunen())

    mails = sent_to_demo(limit=5_000)
    assert mails
    assert {m.state for m in mails} == {"kept"}
    assert all(m.to.endswith((".example", "@example.org")) for m in mails)
    assert django_settings.EMAIL_HOST == "relay.invalid"

    of_cities = ClerkAccount.objects.filter(tenant__in=[k.key for k in kommunen()])
    clerks = [make_identity.queries.clerk(account) for account in of_cities if "max" in account.username]
    assert [len(quarantine(clerk)) for clerk in clerks] == [3] * len(kommunen())
    assert len(quarantine(Operator(id=1))) == 1

    heads = [make_identity.queries.clerk(account) for account in ClerkAccount.objects.filter(username__startswith="leitung.")]
    assert [len(feedback_page(head, at=at).voices) for head in heads] == [8] * len(kommunen())

    assert {"max.bochum", "petra.muelheim", "betrieb"} <= {c.username for c in demo_clerks(at)}
    call_command("demo_data", cases=CASES)
    assert len(rows(Vorgang)) == len(invented)


def test_it_leaves_an_installation_with_a_clerk_alone(capsys):
    make_identity.account("essen")
    call_command("demo_data", cases=6)
    assert rows(Vorgang) == []
    assert capsys.readouterr().out == ""


def test_it_refuses_outside_the_demo(settings):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"mode": "test"})
    with pytest.raises(CommandError):
        call_command("demo_data")


def test_families_come_to_the_demo_too_and_no_counter_is_given_twice():
    folder, service = Path(django_settings.GLUECKAUF.leistungen), catalogue.leistung("bochum", "reisepass")
    templates = {"reisepass": tuple(e for _, _, e in examples(folder / "reisepass") if e.expect.decision != "incomplete")}
    world = World(rng=Random(7), now=clock.now(), clerks={}, received=None, templates=templates)
    enter_hours("bochum", world.now)
    for number in range(30):
        book(world, service, number)
    taken = [booking.slot_id for booking in rows(Booking)]
    assert world.made == 30 < len(taken) == len(set(taken))

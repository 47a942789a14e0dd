"""demo_data: an empty installation is filled through the actions, once; a filled one stays as it is."""

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from glueckauf.cities.queries import kommunen
from glueckauf.core import clock
from glueckauf.core.db import reading
from glueckauf.core.models import Delivery, Event
from glueckauf.core.outbox.chain import seal_chains, verify
from glueckauf.core.scope import Scope
from glueckauf.identity.queries import demo_clerks
from glueckauf.mail.queries import sent_to_demo
from glueckauf.vorgaenge.models import Bescheid, Vorgang
from tests import make_catalogue, make_identity

# Clerks work in scopes of their own and settings change the relay: real transactions, as the command has them.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CASES = 72


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    """Demo mode, with a relay that must not see a single mail."""
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"mode": "demo", "var": tmp_path})
    settings.EMAIL_HOST = "relay.invalid"
    make_catalogue.publish(clock.now())


def rows(model):
    found = []
    for city in kommunen():
        with reading(Scope(tenant=city.key)):
            found += list(model.objects.filter(tenant_id=city.key) if model is not Event else Event.objects.filter(tenant=city.key))
    return found


def test_it_fills_every_city_once_and_in_the_order_of_time():
    call_command("demo_data", cases=CASES)
    at, cases = clock.now(), rows(Vorgang)
    assert len(cases) == CASES
    assert {(c.tenant_id, c.leistung) for c in cases} == {(k.key, slug) for k in kommunen() for slug in {c.leistung for c in cases}}
    assert len({c.leistung for c in cases}) == 6
    assert {"announced", "approval", "asked", "closed", "decided"} <= {c.stage for c in cases}
    assert all(c.submitted_at <= at for c in cases)
    assert all(b.at <= at for b in rows(Bescheid))
    for city in kommunen():
        times = [e.at for e in sorted(rows(Event), key=lambda e: e.pk) if e.tenant == city.key and e.kind == "vorgaenge.AntragSubmitted"]
        assert times
        assert times == sorted(times), city.key
    assert not Delivery.objects.filter(done_at=None, due_at__lte=at).exists()

    seal_chains(at)
    assert [verify(k.key) for k in kommunen()] == [None] * len(kommunen())

    mails = sent_to_demo(limit=5_000)
    assert mails
    assert {m.state for m in mails} == {"kept"}
    assert all(m.to.endswith((".example", "@example.org")) for m in mails)
    assert django_settings.EMAIL_HOST == "relay.invalid"

    assert {"max.bochum", "petra.muelheim", "betrieb"} <= {c.username for c in demo_clerks(at)}
    call_command("demo_data", cases=CASES)
    assert len(rows(Vorgang)) == CASES


def test_it_leaves_an_installation_with_a_clerk_alone():
    make_identity.account("essen")
    call_command("demo_data", cases=6)
    assert rows(Vorgang) == []


def test_it_refuses_outside_the_demo(settings):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"mode": "test"})
    with pytest.raises(CommandError):
        call_command("demo_data")

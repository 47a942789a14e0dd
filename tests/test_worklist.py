"""The worklist and its cost: pages that leave nothing out, and the same number of statements for three cases and for many."""

import sys
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from glueckauf.core.models import Delivery
from glueckauf.core.outbox.dispatch import drain
from glueckauf.identity.rules.actor import Rule
from glueckauf.mail import queries as mail
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.queries.worklist import Filter
from glueckauf.vorgaenge.views import desk
from glueckauf.vorgaenge.views.desk import after_of, wanted_of
from tests import make

pytestmark = pytest.mark.django_db
RULE = Rule(tenant="bochum", name="test")


@pytest.fixture(autouse=True)
def _published():
    make.publish()


def cases(count):
    """Waiting for a clerk, handed in minute by minute."""
    answers = make.values("hundesteuer-anmeldung", ermaessigung="tierheim")
    return [make.vorgang(answers=answers, at=make.NOON + timedelta(minutes=n)) for n in range(count)]


def walk(rf, clerk, view):
    """Numbers on all pages, page by page through the addresses the list gives."""
    found, after = [], ""
    for _ in range(20):
        request = rf.get("/schreibtisch/", {"ansicht": view, "nach": after})
        page = queries.worklist(clerk, wanted_of(request), at=make.NOON)
        found += [row.number for row in page.rows]
        after = page.next_after
        if not after:
            return found
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("view", ["offen", "erledigt"])
def test_page_after_page_shows_every_case_once(rf, monkeypatch, view):
    monkeypatch.setattr(sys.modules["glueckauf.vorgaenge.queries.worklist"], "PAGE", 2)
    made = cases(5)
    if view == "erledigt":
        for n, case in enumerate(made):
            actions.withdraw(case.number, by=make.guest(case.person), at=make.NOON + timedelta(hours=1 + n))
    found = walk(rf, make.clerk(), view)
    assert sorted(found) == sorted(case.number for case in made)
    assert len(found) == len(set(found))


def test_a_place_nobody_wrote_means_the_first_page():
    assert after_of("2026-13-40_x", date) is None
    assert after_of("", date) is None
    assert after_of("2026-11-24_7", date) == ("2026-11-24", 7)


@pytest.mark.parametrize("count", [3, 30])
def test_the_worklist_costs_twelve_statements_at_most(django_assert_max_num_queries, count):
    cases(count)
    clerk = make.clerk()
    queries.worklist(clerk, Filter(), at=make.NOON)  # a process reads the catalogue once
    with django_assert_max_num_queries(12):
        page = queries.worklist(clerk, Filter(), at=make.NOON)
    assert len(page.rows) == count


@pytest.mark.parametrize("documents", [1, 12])
def test_the_case_page_costs_twenty_statements_at_most(django_assert_max_num_queries, documents):
    clerk, case = make.clerk(), cases(1)[0]
    asked = [actions.Asked(nachweis="tierheimvertrag", label="Vertrag", reason="Für die Ermäßigung")]
    row = actions.request_documents(case.number, asked=asked, by=clerk, at=make.NOON)
    for n in range(documents):
        make.document(case, row)
        actions.note(case.number, text=f"Notiz {n}", by=clerk, at=make.NOON)
    with django_assert_max_num_queries(20):
        found = queries.case(clerk, case.number, at=make.NOON)
    assert len(found.papers) == documents


def test_a_form_step_costs_eight_statements_at_most(django_assert_max_num_queries):
    client = Client()
    row = make.antrag(by=make.guest())
    session = client.session
    session["guest"] = str(row.person)
    session.save()
    url = reverse("antrag-schritt", args=[row.key, "person"])
    client.get(url)
    with django_assert_max_num_queries(8):
        assert client.get(url).status_code == 200


def test_a_mail_goes_out_once_however_often_its_delivery_is_tried():
    case = cases(1)[0]
    before = len(mail.outgoing(RULE, f"vorgang:{case.pk}"))
    assert before == 1
    Delivery.objects.filter(handler="vorgaenge.mail_receipt").update(
        done_at=None
    )  # killed after the mail, before the note that it was done
    drain(make.NOON)
    assert len(mail.outgoing(RULE, f"vorgang:{case.pk}")) == before


def test_after_midnight_in_germany_the_desk_offers_todays_date(rf):
    case, clerk = cases(1)[0], make.clerk()
    just_after = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # 25 November, 00:30 in Bochum
    request = rf.get("/")
    request.actor, request.session = clerk, {}
    with time_machine.travel(just_after, tick=False):
        assert 'value="25.11.2026"' in desk.shown(request, case.number).content.decode()

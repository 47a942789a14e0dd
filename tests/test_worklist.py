"""The worklist and its cost: pages that leave nothing out, and the same number of statements for three cases and for many."""

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.schema.deciding import Fiction
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


def test_rows_stand_in_groups_by_urgency_and_carry_what_sets_them_apart():
    clerk = make.clerk()
    early, late = cases(2)
    assert queries.worklist(clerk, Filter(), at=make.NOON).rows[0].subject == "Flöz"
    actions.take(late.number, by=clerk, at=make.NOON)
    in_time = queries.worklist(clerk, Filter(), at=make.NOON)
    assert [(group.title, len(group.rows)) for group in in_time.groups] == [("Später", 2)]
    overdue = queries.worklist(clerk, Filter(), at=make.NOON + timedelta(days=90))
    assert [(group.title, len(group.rows)) for group in overdue.groups] == [("Überfällig", 2)]
    assert {row.number for row in overdue.rows} == {early.number, late.number}
    done = queries.worklist(clerk, Filter(view="erledigt"), at=make.NOON)
    assert done.groups == ()
    assert done.view.count_text == ""


@pytest.fixture
def with_fiction(monkeypatch):
    """The Leistung as if a norm ordered a fiction of a month."""
    real = catalogue.revision

    def revision(pk, part=""):
        found = real(pk, part)
        deadlines = found.leistung.deadlines.model_copy(update={"fiction": Fiction(months=1, law="ausgedacht")})
        return replace(found, leistung=found.leistung.model_copy(update={"deadlines": deadlines}))

    monkeypatch.setattr(catalogue, "revision", revision)


def ask(case, clerk, reply_by, at):
    """A document is missing."""
    asked = [actions.Asked(nachweis="tierheimvertrag", label="Vertrag", reason="Für die Ermäßigung")]
    return actions.request_documents(case.number, asked=asked, reply_by=reply_by, by=clerk, at=at)


def test_while_the_citizen_is_asked_an_earlier_fiction_is_what_is_due(with_fiction):
    """Complete on 24 November: granted by law from 24 December (Christmas Eve is a working day in NRW), whatever we wait for."""
    clerk, (late, soon) = make.clerk(), cases(2)
    actions.set_complete(late.number, complete_on=date(2026, 11, 24), by=clerk, at=make.NOON)
    ask(late, clerk, date(2027, 2, 1), make.NOON)
    ask(soon, clerk, date(2027, 1, 15), make.NOON)
    assert [make.again(c).due_on for c in (late, soon)] == [date(2026, 12, 24), date(2027, 1, 15)]
    assert [row.number for row in queries.worklist(clerk, Filter(view="wartet"), at=make.NOON).rows] == [late.number, soon.number]


def test_more_time_for_the_citizen_moves_no_fiction(with_fiction):
    clerk, (case,) = make.clerk(), cases(1)
    actions.set_complete(case.number, complete_on=date(2026, 11, 24), by=clerk, at=make.NOON)
    ask(case, clerk, date(2026, 12, 7), make.NOON)
    assert make.again(case).due_on == date(2026, 12, 7)
    wish = actions.ask_for_time(case.number, until=date(2027, 3, 1), by=make.guest(case.person), at=make.NOON)
    actions.grant_time(case.number, extension=wish.pk, by=clerk, at=make.NOON)
    assert make.again(case).due_on == date(2026, 12, 24)


def test_complete_is_set_while_the_citizen_is_asked_and_her_date_stays_unless_the_fiction_is_earlier(with_fiction):
    clerk, (case,) = make.clerk(), cases(1)
    ask(case, clerk, date(2026, 12, 7), make.NOON)
    actions.set_complete(case.number, complete_on=date(2026, 11, 20), by=clerk, at=make.NOON)
    assert make.again(case).due_on == date(2026, 12, 7)
    actions.set_complete(case.number, complete_on=date(2026, 11, 2), by=clerk, at=make.NOON + timedelta(minutes=1))
    assert make.again(case).due_on == date(2026, 12, 2)


def test_a_rejected_document_waits_again_but_the_fiction_does_not(with_fiction):
    clerk, (case,) = make.clerk(), cases(1)
    actions.set_complete(case.number, complete_on=date(2026, 11, 24), by=clerk, at=make.NOON)
    row = ask(case, clerk, date(2027, 2, 1), make.NOON)
    key = make.document(case, row)
    assert make.again(case).due_on == date(2026, 12, 15)  # the promise: 15 working days, asked and answered on the same day
    actions.review(case.number, document=key, reason="unleserlich", by=clerk, at=make.NOON)
    assert (make.again(case).stage, make.again(case).due_on) == ("asked", date(2026, 12, 24))


def test_a_pause_ends_with_the_date_the_citizen_was_given():
    clerk, (case,) = make.clerk(), cases(1)
    row = ask(case, clerk, date(2026, 12, 1), make.NOON)
    at = make.NOON + timedelta(days=20)  # a week too late: the city waited five working days, not fourteen
    received = actions.take_in(make.photo(), "vertrag.jpg", at=at)
    actions.add_to_slot(case.number, slot=make.slot_of(case, row), received=[received], via="portal", by=make.guest(case.person), at=at)
    assert make.again(case).due_on == date(2026, 12, 22)

"""Meine Vorgänge and the page of one: her task first, and nothing asked of her that nobody waits for."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from glueckauf.core.outbox.dispatch import drain
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.queries.matter import Task
from glueckauf.vorgaenge.rules.stage import Ending
from tests import make, make_identity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _published():
    make.publish()


@pytest.fixture
def clerk():
    return make.clerk()


def relief():
    return make.values("hundesteuer-anmeldung", ermaessigung="tierheim")


def asked(erika, clerk, reply_by):
    case = make.vorgang(by=erika, answers=relief())
    wanted = [actions.Asked(nachweis="tierheimvertrag", label="Vertrag", reason="Für die Ermäßigung")]
    row = actions.request_documents(case.number, asked=wanted, reply_by=reply_by, by=clerk, at=make.NOON)
    return case, row


def test_her_tasks_come_first_and_the_one_that_ends_first_on_top(clerk):
    erika = make.guest()
    late, _ = asked(erika, clerk, date(2026, 12, 20))
    soon, _ = asked(erika, clerk, date(2026, 12, 2))
    waiting = make.vorgang(by=erika, answers=relief())
    letter = make.vorgang(by=erika)
    unpaid = make.vorgang("geburtsurkunde", by=erika)
    mine = queries.mine(erika, at=make.NOON)
    assert [(r.number, r.task) for r in mine.tasks] == [
        (soon.number, Task.HAND_IN),
        (letter.number, Task.RETRIEVE),
        (late.number, Task.HAND_IN),
        (unpaid.number, Task.PAY),
    ]
    assert mine.tasks[1].due == date(2026, 12, 4)
    assert [r.number for r in mine.waiting] == [waiting.number]
    assert mine.tasks[3].fee_cents > 0


def test_an_opened_letter_is_no_task_any_more_and_says_until_when_a_remedy_is_open():
    erika = make.guest()
    letter = make.vorgang(by=erika)
    actions.retrieve(make.bescheid_of(letter), by=erika, at=make.NOON)
    mine = queries.mine(erika, at=make.NOON)
    assert not mine.tasks
    assert mine.done[0].appeal_until == date(2026, 12, 28)
    assert queries.mine(erika, at=make.NOON + timedelta(days=60)).done[0].appeal_until is None


def test_a_rejected_document_is_missing_again(clerk):
    erika = make.guest()
    case, row = asked(erika, clerk, date(2026, 12, 2))
    key = make.document(case, row)
    assert not queries.mine(erika, at=make.NOON).tasks
    actions.review(case.number, document=key, reason="Unscharf.", by=clerk, at=make.NOON)
    (task,) = queries.mine(erika, at=make.NOON).tasks
    assert (task.task, task.missing) == (Task.HAND_IN, 1)


@pytest.mark.parametrize("end", ["withdraw", "close"])
def test_when_it_has_ended_nothing_is_asked_of_her(clerk, end):
    erika = make.guest()
    case, row = asked(erika, clerk, date(2026, 12, 2))
    if end == "withdraw":
        actions.withdraw(case.number, by=erika, at=make.NOON)
    else:
        actions.decide(case.number, ending=Ending.CLOSE, reasons="Die Unterlagen kamen nicht.", by=clerk, at=make.NOON)
        drain(make.NOON + timedelta(hours=1))
    found = queries.matter(erika, case.number, at=make.NOON)
    assert found.task is None
    assert found.requests[0].access_code == ""
    page = make_identity.as_guest(erika.person).get(reverse("vorgang", args=[case.number])).content.decode()
    assert 'type="file"' not in page
    assert "Bitte reichen Sie Nachweise ein" not in page


def test_documents_that_came_with_the_antrag_are_on_the_page():
    erika = make.guest()
    row = make.antrag(by=erika, answers=relief())
    received = actions.take_in(make.photo(), "vertrag.jpg", at=make.NOON)
    brought = {"field": "tierheimvertrag", "nachweis": "tierheimvertrag", "received": received}
    file = actions.add_to_antrag(str(row.key), **brought, by=erika, at=make.NOON)
    draft = queries.draft(erika, str(row.key))
    values = draft.values | {"tierheimvertrag": [str(file.key)]}
    actions.save(draft.key, section=draft.sections[0].key, seen=draft.current, values=values, errors=[], by=erika, at=make.NOON)
    actions.submit(str(row.key), channel="portal", by=erika, at=make.NOON)
    case = make.of_antrag(row, "bochum")
    page = make_identity.as_guest(erika.person).get(reverse("vorgang", args=[case.number])).content.decode()
    assert reverse("vorgang-dokument", args=[case.number, file.key]) in page


def test_the_overview_costs_the_same_for_three_and_for_thirty(clerk, django_assert_max_num_queries):
    erika = make.guest()
    for _ in range(4):
        asked(erika, clerk, date(2026, 12, 2))
    queries.mine(erika, at=make.NOON)
    with django_assert_max_num_queries(14):
        assert len(queries.mine(erika, at=make.NOON).tasks) == 4


def test_who_is_signed_in_sees_her_matters_on_the_page_too():
    erika = make_identity.citizen()
    case = make.vorgang(by=erika, answers=relief())
    assert case.number in make_identity.at_home(erika).get(reverse("vorgaenge")).content.decode()

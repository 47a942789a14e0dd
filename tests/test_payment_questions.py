"""Money that did not fit: a clerk sees what happened and decides; the fee counts as paid, or the money goes back and can be paid again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from glueckauf.core.errors import NotFound
from glueckauf.core.outbox.dispatch import drain
from glueckauf.identity.rules.actor import Clerk, Role
from glueckauf.payments import actions as payments
from glueckauf.payments import queries as paid
from glueckauf.payments.models import Payment
from glueckauf.payments.rules.state import Reason, State
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.rules.stage import Stage
from tests import make, make_identity, make_mail, make_payments

pytestmark = pytest.mark.django_db
SOON = make.NOON + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _published():
    make.publish()


@pytest.fixture
def clerk():
    return make.clerk()


def unpaid():
    """A birth certificate waits for its fee; the order at the provider is open."""
    case = make.vorgang("geburtsurkunde")
    started = actions.start_payment(case.number, return_url=f"/vorgaenge/{case.number}/", by=make.guest(case.person), at=make.NOON)
    return case, started.id


def arrives(payment_id, *, cents=None, at=SOON):
    """The provider reports money."""
    with make_mail.in_tenant():
        row = Payment.objects.get(pk=payment_id)
    payments.receive(make_payments.report(row, cents=cents), at=at)
    drain(at)


def state(case, payment_id):
    return next(p for p in paid.of_reference(make.guest(case.person), f"vorgang:{case.pk}") if p.id == payment_id).state


def test_another_amount_waits_for_a_person_and_accepted_it_lets_the_case_begin(clerk):
    case, payment_id = unpaid()
    arrives(payment_id, cents=100)
    (row,) = queries.payment_questions(clerk, at=SOON).rows
    assert (row.number, row.received_cents, row.is_due) == (case.number, 100, True)
    assert make.again(case).stage == Stage.PAYMENT
    actions.accept_payment(payment_id, text="Rest bar bezahlt", by=clerk, at=SOON)
    drain(SOON)
    assert make.again(case).stage == Stage.NEW
    assert queries.payment_questions(clerk, at=SOON).rows == ()
    assert any("Rest bar bezahlt" in e.text for e in queries.case(clerk, case.number, at=SOON).history)


def test_sent_back_the_fee_is_still_due_and_can_be_paid(clerk):
    case, payment_id = unpaid()
    arrives(payment_id, cents=100)
    actions.refund_payment(payment_id, text="Falscher Betrag", by=clerk, at=SOON)
    assert state(case, payment_id) == State.REFUND_ASKED
    again = actions.start_payment(case.number, return_url="/vorgaenge/", by=make.guest(case.person), at=SOON)
    assert again.id != payment_id
    arrives(again.id)
    assert make.again(case).stage == Stage.NEW


def test_money_after_the_withdrawal_goes_to_a_person_once(clerk):
    case, payment_id = unpaid()
    actions.withdraw(case.number, by=make.guest(case.person), at=make.NOON + timedelta(minutes=1))
    arrives(payment_id)
    arrives(payment_id)
    (row,) = queries.payment_questions(clerk, at=SOON).rows
    assert "zurückgezogen" in row.happened and not row.is_due
    assert paid.question(clerk, payment_id).reason == Reason.NOTHING_DUE
    actions.refund_payment(payment_id, text="Zurückgezogen", by=clerk, at=SOON)
    assert make.again(case).stage == Stage.WITHDRAWN and queries.payment_questions(clerk, at=SOON).total == 0


def test_paid_and_then_withdrawn_raises_no_question(clerk):
    case, payment_id = unpaid()
    arrives(payment_id)
    actions.withdraw(case.number, by=make.guest(case.person), at=SOON + timedelta(minutes=1))
    reference = f"vorgang:{case.pk}"
    rule = make_mail.RULE
    actions.confirm_fee(reference, payment_id=payment_id, amount_cents=1500, by=rule, at=SOON + timedelta(minutes=2))
    assert queries.payment_questions(clerk, at=SOON).rows == ()


def test_another_office_and_another_city_see_nothing_and_can_do_nothing(clerk):
    case, payment_id = unpaid()
    arrives(payment_id, cents=100)
    office = Clerk(id=clerk.id, tenant="bochum", offices=frozenset({"nirgends"}), roles=frozenset({Role.CLERK}))
    for other in (office, make.clerk("essen")):
        assert queries.payment_questions(other, at=SOON).rows == ()
        for act in (actions.accept_payment, actions.refund_payment):
            with pytest.raises(NotFound):
                act(payment_id, text="Nein", by=other, at=SOON)
    assert state(case, payment_id) == State.QUESTIONED


def test_without_a_reason_nothing_happens_and_twice_changes_nothing(clerk):
    case, payment_id = unpaid()
    arrives(payment_id, cents=100)
    with pytest.raises(actions.EmptyText):
        actions.refund_payment(payment_id, text=" ", by=clerk, at=SOON)
    assert state(case, payment_id) == State.QUESTIONED
    actions.refund_payment(payment_id, text="Falsch", by=clerk, at=SOON)
    with pytest.raises(NotFound):
        actions.refund_payment(payment_id, text="Falsch", by=clerk, at=SOON)


def test_at_the_desk(clerk):
    case, payment_id = unpaid()
    arrives(payment_id, cents=100)
    desk = make_identity.desk_of(clerk)
    page = desk.get(reverse("zahlungen")).content.decode()
    assert case.number in page and "1,00" in page and 'Zahlungen <span class="d-count">1</span>' in page
    assert desk.post(reverse("zahlung-erstattung", args=[payment_id]), {"text": ""}).status_code == 409
    answer = desk.post(reverse("zahlung-annahme", args=[payment_id]), {"text": "Rest erlassen"}, follow=True)
    assert "Angenommen" in answer.content.decode() and "nichts zu tun" in answer.content.decode()

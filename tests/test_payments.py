"""Fees paid online: whatever the provider reports, twice, late, wrong or never, one payment is confirmed once, and no money is lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from glueckauf.core.errors import Forbidden, NotFound
from glueckauf.core.models import Event
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.payments import actions, queries
from glueckauf.payments.actions import ask
from glueckauf.payments.models import Payment, PaymentKey
from glueckauf.payments.providers import ProviderSilent, ProviderStatus
from glueckauf.payments.rules.state import Reason, State
from tests import make_identity as make
from tests import make_payments as pay

pytestmark = pytest.mark.django_db
ERIKA = Guest(person=pay.ERIKA)
SOON = make.NOON + timedelta(minutes=2)
CANCELLED, OPEN = ProviderStatus.CANCELLED, ProviderStatus.OPEN


@pytest.fixture
def rows(as_tenant):
    """All payments of a city, oldest first."""

    def read(tenant="bochum"):
        with as_tenant(tenant):
            return list(Payment.objects.filter(tenant=tenant).order_by("pk"))

    return read


@pytest.fixture
def told(as_tenant):
    """What was published, by kind without the domain."""

    def read(tenant="bochum"):
        with as_tenant(tenant):
            kinds = Event.objects.filter(tenant=tenant, kind__startswith="payments.").order_by("pk").values_list("kind", flat=True)
            return [kind.removeprefix("payments.") for kind in kinds]

    return read


def state(reference="antrag-7"):
    return [payment.state for payment in queries.of_reference(ERIKA, reference)]


def test_clicking_pay_again_leads_to_the_same_order(rows):
    first, second = pay.start(), pay.start()
    assert (first.key, first.redirect_url) == (second.key, second.redirect_url)
    assert len(rows()) == 1


def test_a_paid_fee_is_confirmed_once_and_nobody_pays_it_again(rows, told):
    pay.start()
    assert actions.receive(pay.report(rows()[0]), at=SOON) == actions.Outcome.CONFIRMED
    assert told() == ["PaymentStarted", "PaymentConfirmed"]
    again = pay.start()
    assert again.state == State.CONFIRMED
    assert again.redirect_url == "http://127.0.0.1:8000/antraege/antrag-7/zahlung/"


def test_a_doubled_notification_is_one(rows, told):
    pay.start()
    outcomes = [actions.receive(pay.report(rows()[0]), at=SOON) for _ in range(3)]
    assert outcomes == [actions.Outcome.CONFIRMED, actions.Outcome.NOTHING_NEW, actions.Outcome.NOTHING_NEW]
    assert told().count("PaymentConfirmed") == 1


def test_another_amount_is_refused_and_waits_for_a_person(rows, told):
    started = pay.start()
    for _ in range(2):
        assert actions.receive(pay.report(rows()[0], cents=1400), at=SOON) == actions.Outcome.QUESTIONED
    assert told() == ["PaymentStarted", "PaymentQuestioned"]
    (question,) = queries.questions(make.clerk())
    assert (question.id, question.reason, question.amount_cents, question.received_cents) == (started.id, Reason.OTHER_AMOUNT, 1500, 1400)
    actions.answer_question(started.id, by=make.clerk(), at=SOON)
    assert queries.questions(make.clerk()) == ()


def test_the_number_of_another_transaction_confirms_nothing(rows):
    pay.start()
    assert actions.receive(pay.report(rows()[0], transaction="SIM-1"), at=SOON) == actions.Outcome.QUESTIONED
    assert actions.receive(pay.report(rows()[0], status=CANCELLED, transaction="SIM-1"), at=SOON) == actions.Outcome.NOTHING_NEW


def test_after_cancelling_one_may_try_again(rows, told):
    first = pay.start()
    assert actions.receive(pay.report(rows()[0], status=CANCELLED), at=SOON) == actions.Outcome.FAILED
    second = pay.start(at=SOON)
    assert second.key != first.key
    assert state() == [State.OPEN, State.FAILED]
    assert told() == ["PaymentStarted", "PaymentFailed", "PaymentStarted"]


def test_a_cancellation_after_the_money_changes_nothing(rows, told):
    pay.start()
    actions.receive(pay.report(rows()[0]), at=SOON)
    assert actions.receive(pay.report(rows()[0], status=CANCELLED), at=SOON) == actions.Outcome.NOTHING_NEW
    assert told().count("PaymentFailed") == 0


def test_money_that_arrives_after_the_failure_counts(rows, told):
    pay.start()
    actions.receive(pay.report(rows()[0], status=CANCELLED), at=SOON)
    assert actions.receive(pay.report(rows()[0]), at=SOON) == actions.Outcome.CONFIRMED
    assert told() == ["PaymentStarted", "PaymentFailed", "PaymentConfirmed"]


def test_who_pays_two_tries_is_not_charged_silently(rows, told):
    pay.start()
    actions.receive(pay.report(rows()[0], status=CANCELLED), at=SOON)
    pay.start(at=SOON)
    assert actions.receive(pay.report(rows()[1]), at=SOON) == actions.Outcome.CONFIRMED
    assert actions.receive(pay.report(rows()[0]), at=SOON) == actions.Outcome.QUESTIONED
    assert actions.receive(pay.report(rows()[1]), at=SOON) == actions.Outcome.NOTHING_NEW
    assert [question.reason for question in queries.questions(make.clerk())] == [Reason.PAID_TWICE]
    assert told().count("PaymentConfirmed") == 1


def test_when_the_fee_changes_the_old_order_is_over_and_its_money_waits_for_a_person(rows):
    pay.start(cents=1500)
    pay.start(cents=2500)
    assert state() == [State.OPEN, State.FAILED]
    assert actions.receive(pay.report(rows()[0]), at=SOON) == actions.Outcome.QUESTIONED
    assert actions.receive(pay.report(rows()[1]), at=SOON) == actions.Outcome.CONFIRMED


def test_an_order_we_never_gave_is_unknown(rows):
    pay.start()
    unknown = replace(pay.report(rows()[0]), key="AAAA-BBBB-CCCC-DDDD")
    with pytest.raises(actions.UnknownOrder):
        actions.receive(unknown, at=SOON)


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "antraege/7"])
def test_a_payment_comes_back_to_a_path_of_ours(back):
    with pytest.raises(ValueError, match="path of ours"):
        actions.start("bochum", reference="a", amount_cents=1, purpose="x", return_url=back, person=pay.ERIKA, by=ERIKA, at=make.NOON)


def test_in_production_without_a_provider_nobody_is_sent_anywhere(settings):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"mode": "production"})
    with pytest.raises(actions.PaymentsNotOffered):
        pay.start()


def at_once(count, run):
    def one(number):
        try:
            return run(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
def test_eight_notifications_at_the_same_moment_are_one(rows, told):
    pay.start()
    report = pay.report(rows()[0])
    outcomes = at_once(8, lambda _: actions.receive(report, at=SOON))
    assert outcomes.count(actions.Outcome.CONFIRMED) == 1
    assert told().count("PaymentConfirmed") == 1


@pytest.mark.django_db(transaction=True)
def test_payment_and_cancellation_at_the_same_moment_end_with_the_money_confirmed(rows, told):
    pay.start()
    reports = [pay.report(rows()[0]), pay.report(rows()[0], status=CANCELLED)]
    at_once(6, lambda number: actions.receive(reports[number % 2], at=SOON))
    assert state() == [State.CONFIRMED]
    assert told().count("PaymentConfirmed") == 1
    assert told().count("PaymentFailed") <= 1


@pytest.mark.django_db(transaction=True)
def test_six_clicks_at_the_same_moment_are_one_order(rows):
    make.city()
    assert len({started.key for started in at_once(6, lambda _: pay.start())}) == 1
    assert len(rows()) == 1


class Asked:
    """A provider that was asked: answers what a test says, and remembers refunds."""

    name = "simulator"

    def __init__(self, answer):
        self.answer, self.questions, self.refunds = answer, 0, []

    def status(self, key, transaction, *, at):
        self.questions += 1
        return self.answer(key, transaction)

    def refund(self, key, transaction, amount_cents, *, at):
        self.refunds.append(amount_cents)


def silent(key, transaction):
    raise ProviderSilent


@pytest.fixture
def asked(monkeypatch):
    """Sets the answer of the provider."""

    def use(answer):
        one = Asked(answer)
        monkeypatch.setattr(ask, "provider", lambda: one)
        return one

    return use


def test_a_notification_that_never_came_is_asked_for(rows, told, asked):
    pay.start()
    row = rows()[0]
    asked(lambda key, transaction: pay.report(row))
    assert actions.ask_due(make.NOON) == 0
    assert actions.ask_due(make.NOON + timedelta(minutes=1)) == 1
    assert told() == ["PaymentStarted", "PaymentConfirmed"]
    assert actions.ask_due(make.NOON + timedelta(days=1)) == 0


def test_who_never_pays_is_asked_about_less_and_less_and_then_it_has_expired(rows, told, asked):
    pay.start()
    row = rows()[0]
    provider = asked(lambda key, transaction: pay.report(row, status=OPEN))
    for minute in range(0, 180):
        actions.ask_due(make.NOON + timedelta(minutes=minute))
    assert provider.questions == len(ask.WAITS) + 1
    assert told() == ["PaymentStarted", "PaymentFailed"]
    assert queries.of_reference(ERIKA, "antrag-7")[0].reason == Reason.EXPIRED


def test_a_provider_that_is_silent_for_a_day_decides_nothing(told, asked):
    pay.start()
    asked(silent)
    for hour in range(24):
        actions.ask_due(make.NOON + timedelta(hours=hour))
    assert told() == ["PaymentStarted"]
    assert state() == [State.OPEN]


def test_asking_finds_the_wrong_amount_too(rows, asked):
    pay.start()
    row = rows()[0]
    asked(lambda key, transaction: pay.report(row, cents=1))
    actions.ask_due(SOON)
    assert state() == [State.QUESTIONED]
    assert PaymentKey.objects.get().ask_at is None


def test_money_goes_back_once_also_when_the_provider_was_silent_first(rows, told, asked):
    started = pay.start()
    actions.receive(pay.report(rows()[0]), at=SOON)
    actions.refund(started.id, by=make.clerk(), at=SOON)
    with pytest.raises(actions.NothingToRefund):
        actions.refund(started.id, by=make.clerk(), at=SOON)
    provider = asked(silent)
    provider.refund = lambda *args, **more: silent("", "")
    actions.ask_due(SOON)
    assert state() == [State.REFUND_ASKED]
    provider = asked(silent)
    for minute in range(2, 9):
        actions.ask_due(SOON + timedelta(minutes=minute))
    assert provider.refunds == [1500]
    assert told()[-1] == "PaymentRefunded"
    assert state() == [State.REFUNDED]


def test_of_a_wrong_amount_exactly_what_arrived_goes_back(rows, asked):
    started = pay.start()
    actions.receive(pay.report(rows()[0], cents=1400), at=SOON)
    actions.refund(started.id, by=make.clerk(), at=SOON)
    provider = asked(silent)
    actions.ask_due(SOON)
    assert provider.refunds == [1400]


def test_what_was_never_paid_is_not_refunded():
    started = pay.start()
    with pytest.raises(actions.NothingToRefund):
        actions.refund(started.id, by=make.clerk(), at=SOON)


def test_a_payment_of_another_city_or_person_does_not_exist(rows):
    started = pay.start()
    actions.receive(pay.report(rows()[0], cents=1400), at=SOON)
    dortmund, stranger = make.clerk("dortmund"), Citizen(person="1b9d8b9e-3c7c-4a4e-9b57-6f1d5f0a1c11", email="max@beispiel.example")
    for action in (actions.refund, actions.answer_question):
        with pytest.raises(NotFound):
            action(started.id, by=dortmund, at=SOON)
        with pytest.raises(Forbidden):
            action(started.id, by=ERIKA, at=SOON)
    for actor in (dortmund, stranger):
        assert queries.of_reference(actor, "antrag-7") == ()
        assert queries.questions(actor) == ()
        with pytest.raises(NotFound):
            queries.receipt(actor, started.id)
    assert queries.questions(ERIKA) == ()


def test_the_receipt_exists_when_it_is_paid_and_says_that_the_simulator_took_no_money(rows):
    started = pay.start()
    with pytest.raises(NotFound):
        queries.receipt(ERIKA, started.id)
    actions.receive(pay.report(rows()[0]), at=SOON)
    receipt = queries.receipt(ERIKA, started.id)
    assert (receipt.amount_cents, receipt.purpose, receipt.paid_at, receipt.is_simulated) == (1500, "Geburtsurkunde", SOON, True)
    assert queries.receipt(make.clerk(), started.id) == receipt


def test_events_carry_no_person_and_no_key(rows, as_tenant):
    pay.start()
    actions.receive(pay.report(rows()[0]), at=SOON)
    with as_tenant("bochum"):
        payloads = str(list(Event.objects.filter(kind__startswith="payments.").values_list("payload", flat=True)))
    assert pay.ERIKA not in payloads
    assert rows()[0].key not in payloads


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_of_questions_takes_as_many_statements_for_sixty_as_for_three(rows, count, django_assert_max_num_queries):
    for number in range(count):
        pay.start(f"antrag-{number}")
    for row in rows():
        actions.receive(pay.report(row, cents=1), at=SOON)
    clerk = make.clerk()
    with django_assert_max_num_queries(6):
        assert len(queries.questions(clerk)) == count

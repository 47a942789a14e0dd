"""The wallbox from the form to the promise and back: answered alone, held for her, seen by the neighbour, given back."""

from datetime import timedelta

import make_supply
import pytest

from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.scope import Scope
from glueckauf.letters.models import Withdrawal
from glueckauf.supply.rules.reservations import State
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.actions.loading import MovedOn
from glueckauf.vorgaenge.models import Bescheid, EffectRow, FindingRow
from glueckauf.vorgaenge.rules.stage import Ending, Stage
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.NOON + timedelta(minutes=5)
SCOPE = Scope(tenant=make_supply.OPERATOR)


@pytest.fixture
def town():
    make_supply.town()


def ask(street, number, **more):
    """As Erika Mustermann, owner of the house."""
    place = {"street": street, "house_number": str(number), "postcode": "44787", "city": "Bochum"}
    answers = make.values("wallbox-netzanschluss", objekt=place, **more)
    case = make.vorgang("wallbox-netzanschluss", answers=answers)
    drain(LATER)
    return make.again(case)


def decision(case):
    with reading(SCOPE):
        return Bescheid.objects.get(vorgang=case)


def effects(case):
    with reading(SCOPE):
        return [(row.kind, row.cancelled_at is not None) for row in EffectRow.objects.filter(cause__vorgang=case)]


def give_back(case):
    by = make.guest(case.person)
    actions.withdraw(case.number, by=by, at=LATER)
    drain(LATER)
    return by


def test_a_comfortable_connection_is_promised_alone_by_the_operator(town):
    case = ask(make_supply.AMPLE, 12)
    assert case.tenant_id == make_supply.OPERATOR and case.number.startswith("SB-") and case.stage == Stage.CLOSED
    found = decision(case)
    assert (found.ending, found.conditions, found.actor.startswith("rule:")) == (Ending.GRANT, [], True)
    assert effects(case) == [("geraet-anschluss", False)]
    assert make_supply.state(case.pk) is State.ACCEPTED


def test_dimming_is_a_condition_of_the_promise_with_its_hours(town):
    case = ask("Probeallee", 1)
    found = decision(case)
    assert found.ending == Ending.CONDITIONS
    assert any("nie unter 4,2 kW" in words for words in found.conditions)


def test_a_no_never_goes_out_by_itself(town):
    case = ask("Testgasse", 1)
    with reading(SCOPE):
        assert FindingRow.objects.get(vorgang=case).result == "no"
        assert not Bescheid.objects.filter(vorgang=case).exists()
    assert case.stage == Stage.NEW and make_supply.state(case.pk) is State.WAITING


def test_who_rents_is_answered_by_a_person_although_the_grid_says_yes(town):
    case = ask(make_supply.AMPLE, 12, eigentum="miete", zustimmung=[])
    with reading(SCOPE):
        assert FindingRow.objects.get(vorgang=case).result == "ok"
    assert case.stage == Stage.NEW and make_supply.state(case.pk) is State.PENDING


def test_given_back_it_is_free_and_its_letter_is_withdrawn(town):
    case = ask(make_supply.AMPLE, 12)
    page = queries.matter(make.guest(case.person), case.number, at=LATER)
    assert page.can_give_back and not page.can_withdraw
    by = give_back(case)
    assert make.again(case).stage == Stage.WITHDRAWN
    assert effects(case) == [("geraet-anschluss", True)] and make_supply.state(case.pk) is State.FREED
    with reading(SCOPE):
        assert Withdrawal.objects.filter(letter_id=decision(case).letter_id).exists()
    assert not queries.matter(by, case.number, at=LATER).can_give_back
    with pytest.raises(MovedOn):
        actions.withdraw(case.number, by=by, at=LATER)


def test_a_decision_that_holds_nothing_cannot_be_given_back():
    case = make.vorgang("grosser-hund-anzeige")
    by = make.guest(case.person)
    assert not queries.matter(by, case.number, at=make.NOON).can_give_back


def test_a_stranger_gives_nothing_back(town):
    case = ask(make_supply.AMPLE, 12)
    with pytest.raises(NotFound):
        actions.withdraw(case.number, by=make.guest(), at=LATER)
    assert make_supply.state(case.pk) is State.ACCEPTED


def test_without_a_grid_every_request_goes_to_a_person():
    case = ask(make_supply.AMPLE, 12)
    assert case.stage == Stage.NEW and case.tenant_id == make_supply.OPERATOR

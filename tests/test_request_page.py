"""The page on which a clerk asks for documents: grounds become sentences, days are counted, and what goes out is seen before."""

from datetime import date

import pytest
from django.urls import reverse

from glueckauf.core.db import reading
from glueckauf.core.scope import Scope
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.models import Slot
from glueckauf.vorgaenge.rules.grounds import Ground, reason
from glueckauf.vorgaenge.rules.stage import Stage
from tests import make, make_identity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _published():
    make.publish()


@pytest.fixture
def case():
    return make.vorgang(answers=make.values("hundesteuer-anmeldung", ermaessigung="tierheim"))


@pytest.fixture
def clerk():
    return make.clerk()


@pytest.fixture
def desk(clerk):
    return make_identity.desk_of(clerk)


def slots():
    """(label, reason, day) of what was asked for in Bochum."""
    with reading(Scope(tenant="bochum")):
        return list(Slot.objects.values_list("label", "reason", "nachforderung__reply_by"))


def page(case):
    return reverse("schreibtisch-nachforderung", args=[case.number])


def test_what_is_missing_is_ticked_and_the_mail_names_only_the_number(desk, case):
    shown = desk.get(page(case)).content.decode()
    assert 'name="ask-tierheimvertrag" checked' in shown
    assert f"Zu Ihrem Vorgang {case.number} fehlt noch ein Nachweis" in shown
    assert "10 Arbeitstage" in shown


def test_a_ground_becomes_a_sentence_and_a_preview_stores_nothing(desk, case):
    typed = {"ask-tierheimvertrag": "on", "ground-tierheimvertrag": "unreadable", "reason-tierheimvertrag": "Bitte bei Tageslicht."}
    shown = desk.post(page(case), {**typed, "days": "15", "preview": "1"}).content.decode()
    assert "Die Datei ist nicht lesbar. Bitte bei Tageslicht." in shown
    assert slots() == []
    assert desk.post(page(case), {**typed, "days": "15"}).status_code == 302
    assert [reason for _, reason, _ in slots()] == ["Die Datei ist nicht lesbar. Bitte bei Tageslicht."]
    assert make.again(case).stage == Stage.ASKED


def test_an_own_day_is_needed_when_it_is_chosen(desk, case):
    typed = {"ask-tierheimvertrag": "on", "days": "date"}
    assert desk.post(page(case), typed).status_code == 422
    wrong = desk.post(page(case), {**typed, "reply_by": "31.02.2027"})
    assert "Tragen Sie den Tag so ein" in wrong.content.decode()
    assert desk.post(page(case), {**typed, "reply_by": "24.12.2099"}).status_code == 302
    assert [day for _, _, day in slots()] == [date(2099, 12, 24)]


def test_nothing_ticked_is_refused_in_words(desk, case):
    answer = desk.post(page(case), {"days": "10"})
    assert "Wählen Sie mindestens einen Nachweis" in answer.content.decode()
    assert slots() == []


def test_what_is_not_on_the_list_can_be_asked_for(desk, case):
    desk.post(page(case), {"other": "Foto der Hundemarke", "days": "10"})
    assert [label for label, _, _ in slots()] == ["Foto der Hundemarke"]


def test_a_decided_case_leads_back(desk, clerk, case):
    actions.withdraw(case.number, reason="", by=make.guest(str(case.person)), at=make.NOON)
    assert desk.get(page(case)).status_code == 302


def test_reply_days_are_working_days_of_the_land(clerk, case):
    found = queries.case(clerk, case.number, at=make.NOON)
    assert queries.reply_days(found, date(2026, 12, 18)) == ((10, date(2027, 1, 5)), (15, date(2027, 1, 12)))


def test_without_ground_and_hint_it_reads_why():
    assert reason(Ground.OTHER, "Für die Ermäßigung.", "") == "Für die Ermäßigung."
    assert reason(Ground.MISSING, "Für die Ermäßigung.", "Eine Kopie genügt.") == "Für die Ermäßigung. Eine Kopie genügt."

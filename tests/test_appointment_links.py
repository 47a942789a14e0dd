"""The link of the mail: somebody else's, guessed, used after cancelling, used for a time that is past."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from glueckauf.cities import actions as cities
from glueckauf.core import clock
from glueckauf.core.db import reading
from glueckauf.core.scope import Scope
from glueckauf.mail.models import OutgoingMail
from glueckauf.mail.queries.codes import with_codes
from glueckauf.vorgaenge import actions
from glueckauf.vorgaenge.rules.stage import Stage
from glueckauf.vorgaenge.views.rates import LETTER_CODES
from tests import make
from tests import make_appointments as termine
from tests.make_catalogue import publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def hours():
    publish()
    at = clock.now()
    for ahead in (7, 8, 9):  # one of them at least is no holiday
        termine.hours(day=clock.local_day(at) + timedelta(days=ahead), at=at)


def booked(nth=0):
    at = clock.now()
    return termine.booked(termine.free(at=at)[nth], at=at)


def code_of(case):
    with reading(Scope(tenant=case.tenant_id)):
        text = OutgoingMail.objects.filter(topic=f"vorgang:{case.pk}").earliest("pk").text
    return re.search(r"code=([0-9A-Z-]{19})", with_codes("bochum", text))[1]


def shown(client, number, code):
    return client.post(reverse("termin"), {"nummer": number, "code": code})


def test_a_code_opens_its_own_appointment_only():
    mine, hers = booked(), booked()
    client = Client()
    assert shown(client, hers.number, code_of(mine)).status_code == 422
    assert client.get(reverse("termin-aendern")).status_code == 302
    assert shown(client, mine.number, code_of(mine)).status_code == 302
    page = client.get(reverse("termin-aendern")).content.decode()
    assert mine.number in page and hers.number not in page


def test_wrong_number_and_wrong_code_read_the_same_and_guessing_ends_soon():
    case, other, client = booked(), booked(), Client()
    code = code_of(case)
    assert len(code.replace("-", "")) == 16  # of 32 letters: 80 bits
    answers = [shown(client, case.number, "0000-0000-0000-0000"), shown(client, other.number, code)]
    said = [re.search(r"Nummer und Code passen nicht zusammen[^<]*", a.content.decode())[0] for a in answers]
    assert said[0] == said[1]
    statuses = [shown(client, case.number, "0000-0000-0000-0000").status_code for _ in range(LETTER_CODES["limit"])]
    assert statuses[0] == 422 and statuses[-1] == 429
    assert shown(client, case.number, code).status_code == 429


def test_after_cancelling_the_link_says_so_and_changes_nothing_more():
    case, client = booked(), Client()
    code, slot = code_of(case), termine.free(at=clock.now())[0].slot
    shown(client, case.number, code)
    assert client.post(reverse("termin-aendern"), {"absagen": "1"}).status_code == 302
    assert "Der Termin ist abgesagt" in client.get(reverse("termin-aendern")).content.decode()
    for again in ({"absagen": "1"}, {"warten": "1"}, {"termin": f"{slot}|x"}, {"nehmen": str(slot)}):
        assert client.post(reverse("termin-aendern"), again).status_code in (404, 409)
    assert client.get(reverse("termin-datei")).status_code == 404
    assert make.again(case).stage == Stage.WITHDRAWN
    assert slot in [t.slot for t in termine.free(at=clock.now())]
    other = Client()
    assert shown(other, case.number, code).status_code in (302, 422)


@pytest.mark.parametrize("picked", ["", "abc", "-1", "9" * 30, "0|2026|x|y", "1' OR 1=1"])
def test_nonsense_for_a_time_is_refused_and_the_old_time_stays(picked):
    case, client = booked(), Client()
    shown(client, case.number, code_of(case))
    before = client.get(reverse("termin-aendern")).content.decode()
    assert client.post(reverse("termin-aendern"), {"termin": picked}).status_code in (409, 422)
    assert re.search(r"<strong>[^<]*20\d\d[^<]*</strong>", before)[0] in client.get(reverse("termin-aendern")).content.decode()


def test_a_time_that_is_past_can_be_neither_kept_nor_booked():
    chosen = termine.free(at=clock.now())[0]
    late = chosen.starts_at + timedelta(seconds=1)
    row = termine.draft(chosen, by=(erika := make.guest()), at=clock.now())
    with pytest.raises(cities.SlotTaken):
        actions.hold_time(str(row.key), termine.answer(chosen), by=erika, at=late)
    with pytest.raises(cities.SlotTaken):
        actions.submit(str(row.key), channel="portal", by=erika, at=late)
    assert chosen.slot not in [t.slot for t in termine.free(at=late)]

"""Bulky waste: where the city has entered collection days the picked one is confirmed at once; without one a person says the day."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from make_letters import text_of

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.schema import Mode
from glueckauf.core.db import reading
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.scope import Scope
from glueckauf.mail.models import OutgoingMail
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.rules.stage import Ending, Stage
from tests import make, make_appointments, make_identity

pytestmark = pytest.mark.django_db
SLUG = "sperrmuell"
LATER = make.NOON + timedelta(minutes=11)


@pytest.fixture(autouse=True)
def _published():
    make.publish()


def days(city):
    """Ten places on a Tuesday, entered as a head of office would."""
    more = {"minutes": 240, "people": 10, "name": "Tour", "leistungen": [SLUG]}
    make_appointments.hours(city, office="abfall", opens=time(7), closes=time(11), **more)
    return make_appointments.free(city, SLUG, office="abfall")


def ordered(city, picked=None, **changes):
    """Without a picked day she wants the next one."""
    values = make.values(SLUG, name_part="zum ersten Mal" if city == "bochum" else "In Essen kostet", kommune=city, **changes)
    values |= {"email": "erika@mustermann.example"} | ({"abholtag": make_appointments.answer(picked)} if picked else {})
    case = make.vorgang(SLUG, kommune=city, answers=values)
    drain(LATER)
    return make.again(case)


def mails(city):
    with reading(Scope(tenant=city)):
        return [m.subject for m in OutgoingMail.objects.order_by("pk")]


def letter_of(case):
    found = queries.matter(make.guest(case.person), case.number, at=LATER)
    return " ".join(text_of(queries.letter(make.guest(case.person), case.number, found.decisions[0].id)).split())


@pytest.mark.parametrize("city", ["essen", "bochum"])
def test_the_picked_day_is_confirmed_at_once_and_the_place_is_taken(city):
    free = days(city)
    case = ordered(city, free[0])
    assert case.stage == Stage.CLOSED
    assert "ab: am 1. Dezember 2026, ab 7:00 Uhr." in letter_of(case)
    assert mails(city) == [f"Ihr Termin am Dienstag, 1.\u00a0Dezember 2026 ({case.number})"]
    assert make_appointments.free(city, SLUG, office="abfall")[0].slot != free[0].slot


def test_without_a_day_a_person_says_it_and_she_hears_of_it():
    case, clerk = ordered("essen"), make.clerk("essen")
    assert case.stage == Stage.NEW
    with pytest.raises(actions.GrantTextMissing):
        actions.decide(case.number, ending=Ending.GRANT, by=clerk, at=make.NOON)
    actions.decide(case.number, ending=Ending.GRANT, reasons="am Montag, 7. Dezember 2026.", by=clerk, at=make.NOON)
    drain(LATER)
    assert "ab: am Montag, 7. Dezember 2026." in letter_of(case)
    assert mails("essen") == [f"Ihr Vorgang {case.number} ist eingegangen", f"Antwort zu Ihrem Vorgang {case.number}"]


def test_where_a_person_sets_the_fee_the_day_is_booked_and_needs_no_words():
    case, clerk = ordered("bochum", days("bochum")[0], schon_abgeholt=True), make.clerk("bochum")
    assert case.stage == Stage.NEW
    page = make_identity.desk_of(clerk).get(reverse("schreibtisch-bescheid", args=[case.number])).content.decode()
    assert "Wenn Sie bewilligen, schreiben Sie hier" not in page
    actions.set_fee(case.number, total_cents=2500, reason="Entgelt des Betriebs (Test).", by=clerk, at=make.NOON)
    actions.decide(case.number, ending=Ending.GRANT, by=clerk, at=make.NOON)
    drain(LATER)
    assert "ab: am 1. Dezember 2026, ab 7:00 Uhr." in letter_of(case)


def test_the_form_offers_days_or_says_that_a_person_will():
    guest = make.guest()
    client = make_identity.as_guest(str(guest.person))
    row = make.antrag(SLUG, kommune="essen", by=guest)
    url = reverse("antrag-schritt", args=[row.key, "ort"])
    empty = client.get(url).content.decode()
    assert "Freie Tage sind hier noch nicht eingetragen" in empty and "Rufen Sie die 115 an: Dort" not in empty
    days("essen")
    offered = client.get(url).content.decode()
    assert "Dienstag, 1. Dezember, 7:00 Uhr</label>" in offered and "Keiner dieser Tage passt" in offered


def test_the_button_books_only_what_was_picked():
    free, guest = days("essen"), make.guest()
    client = make_identity.as_guest(str(guest.person))
    values = make.values(SLUG, name_part="In Essen kostet", kommune="essen")
    for picked, word in (({}, "Absenden"), ({"abholtag": make_appointments.answer(free[0])}, "Termin buchen")):
        row = make.antrag(SLUG, kommune="essen", by=guest, answers=values | picked)
        page = client.get(reverse("antrag-pruefen", args=[row.key])).content.decode()
        assert word in page and ("Termin buchen" in page) is bool(picked)


def test_in_dortmund_a_wished_day_costs_more_so_nobody_picks_one():
    days("dortmund")
    row = make.antrag(SLUG, kommune="dortmund", by=(guest := make.guest()))
    page = make_identity.as_guest(str(guest.person)).get(reverse("antrag-schritt", args=[row.key, "ort"])).content.decode()
    assert "Freie Abholtage" not in page and "Wann passt es?" in page
    assert catalogue.leistung("dortmund", SLUG).leistung.mode is Mode.PREPARED
    assert catalogue.leistung("essen", SLUG).leistung.mode is Mode.AUTOMATIC

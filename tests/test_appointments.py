"""Somebody books an appointment, moves it, cancels it, waits for an earlier one; the office sees who comes."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from glueckauf.cities import actions as cities
from glueckauf.cities import queries as slots
from glueckauf.cities.models import Booking
from glueckauf.cities.rules.openings import Hours, is_sound, starts
from glueckauf.core import clock
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Role
from glueckauf.mail.models import OutgoingMail
from glueckauf.vorgaenge import actions, queries, tasks
from glueckauf.vorgaenge.models import Bescheid, Vorgang
from glueckauf.vorgaenge.rules.stage import Stage
from tests import make, make_identity
from tests import make_appointments as termine
from tests.make_catalogue import publish

pytestmark = pytest.mark.django_db(transaction=True)
NOON, DAY = make.NOON, termine.DAY


@pytest.fixture(autouse=True)
def published():
    publish()


def mails(case):
    with reading(Scope(tenant=case.tenant_id)):
        return list(OutgoingMail.objects.filter(topic=f"vorgang:{case.pk}").order_by("pk"))


def local(at):
    return at.astimezone(clock.BERLIN).strftime("%d.%m. %H:%M")


def test_hours_become_slots_that_end_when_the_door_closes():
    termine.hours(closes=time(9), minutes=25)
    assert [local(t.starts_at) for t in termine.free()][:3] == ["01.12. 08:00", "01.12. 08:25", "08.12. 08:00"]


def test_no_slot_on_a_holiday_nor_on_a_closed_day():
    hours = Hours(weekday=4, opens=time(8), closes=time(9), minutes=60, first_day=date(2026, 12, 1))
    days = [s.date() for s in starts(hours, first=date(2026, 12, 1), last=date(2027, 1, 10), closed=frozenset({date(2026, 12, 11)}))]
    assert days == [date(2026, 12, 4), date(2026, 12, 18), date(2027, 1, 8)]  # not the 25th, not the 1st


def test_the_clock_on_the_wall_counts_over_the_change_of_summer_time():
    hours = Hours(weekday=6, opens=time(1), closes=time(4), minutes=60, first_day=date(2026, 3, 29))
    assert [s.hour for s in starts(hours, first=date(2026, 3, 29), last=date(2026, 3, 29), closed=frozenset())] == [0, 1]  # 1 and 3 o'clock
    monday = Hours(weekday=0, opens=time(8), closes=time(9), minutes=60, first_day=date(2026, 3, 23))
    assert [s.hour for s in starts(monday, first=date(2026, 3, 23), last=date(2026, 3, 30), closed=frozenset())] == [7, 6]


@pytest.mark.parametrize("change", [{"closes": time(8)}, {"minutes": 4}, {"minutes": 61}, {"last_day": date(2026, 11, 1)}, {"weekday": 7}])
def test_hours_that_give_no_appointment_are_refused(change):
    given = {"weekday": 1, "opens": time(8), "closes": time(9), "minutes": 20, "first_day": DAY} | change
    assert not is_sound(Hours(**given))
    with pytest.raises(cities.UnsoundHours):
        termine.hours(**{k: v for k, v in change.items()})
    assert termine.free() == []


def test_hours_need_their_source():
    with pytest.raises(cities.NoSource):
        termine.hours(source=" ")


def test_booking_confirms_with_letter_mail_and_code():
    termine.hours()
    case = termine.booked(termine.free()[1])
    assert case.stage == Stage.CLOSED
    page = queries.appointment_page(make.guest(case.person), case.number, at=NOON)
    assert local(page.appointment.starts_at) == "01.12. 08:20"
    (mail,) = mails(case)
    assert "8:20" in mail.text
    assert "[[code:termin:" in mail.text
    with reading(Scope(tenant="bochum")):
        assert Bescheid.objects.get(vorgang=case).letter_id
    assert [local(t.starts_at) for t in termine.free()][:2] == ["01.12. 08:00", "01.12. 08:40"]


def test_a_slot_is_kept_while_she_fills_in_and_free_again_later():
    termine.hours()
    chosen = termine.free()[0]
    row = termine.draft(chosen, by=(erika := make.guest()))
    actions.hold_time(str(row.key), termine.answer(chosen), by=erika, at=NOON)
    assert chosen.slot not in [t.slot for t in termine.free()]
    assert chosen.slot in [t.slot for t in termine.free(at=termine.later(minutes=16))]
    other = termine.draft(chosen, by=(max_ := make.guest()))
    with pytest.raises(cities.SlotTaken):
        actions.hold_time(str(other.key), termine.answer(chosen), by=max_, at=NOON)


def test_a_twin_at_another_counter_takes_her_place_and_the_answers_say_so():
    termine.hours(people=2)
    chosen = termine.free()[0]
    first, second = termine.booked(chosen), termine.booked(chosen)
    pages = [queries.appointment_page(make.guest(c.person), c.number, at=NOON).appointment for c in (first, second)]
    assert pages[0].starts_at == pages[1].starts_at
    assert pages[0].slot != pages[1].slot
    with reading(Scope(tenant="bochum")):
        antrag = Vorgang.objects.select_related("antrag").get(pk=second.pk).antrag
        assert antrag.versions.get(number=antrag.current).values["termin"]["slot"] == str(pages[1].slot)


def test_who_comes_too_late_loses_nothing():
    termine.hours()
    chosen = termine.free()[0]
    erika, max_ = make.guest(), make.guest()
    row = termine.draft(chosen, by=erika)
    termine.booked(chosen, by=max_)
    with pytest.raises(cities.SlotTaken):
        actions.submit(str(row.key), channel="portal", by=erika, at=NOON)
    assert queries.draft(erika, str(row.key)).values["vorname"] == "Erika"
    with reading(Scope(tenant="bochum")):
        assert Vorgang.objects.filter(antrag_id=row.pk).count() == 0


def test_fifty_at_once_for_ten_slots_get_an_answer_each_and_no_slot_twice():
    """Processes would be no stricter: each thread has its own connection, and the database decides."""
    termine.hours(closes=time(8, 50), minutes=10, people=2)  # 5 starts of 2
    times = [t for t in termine.free() if t.starts_at.date() == DAY]
    assert len(times) == 5
    people = [make.guest() for _ in range(50)]
    drafts = [termine.draft(times[n % 5], by=by) for n, by in enumerate(people)]

    def hand_in(n):
        try:
            return bool(actions.submit(str(drafts[n].key), channel="portal", by=people[n], at=NOON))
        except cities.SlotTaken:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(hand_in, range(50)))
    assert (answers.count(True), answers.count(False)) == (10, 40)
    with reading(Scope(tenant="bochum")):
        taken = list(Booking.objects.filter(ended_at=None).values_list("slot", flat=True))
        assert len(taken) == len(set(taken)) == 10
        assert Vorgang.objects.count() == 10


def test_moving_frees_the_old_time_and_a_new_confirmation_replaces_the_letter():
    termine.hours()
    early, late = termine.free()[0], termine.free()[2]
    case, erika = termine.booked(late), None
    erika = make.guest(case.person)
    actions.move_appointment(case.number, slot=early.slot, by=erika, at=NOON)
    drain(NOON)
    case = make.again(case)
    assert case.stage == Stage.CLOSED
    assert queries.appointment_page(erika, case.number, at=NOON).appointment.slot == early.slot
    assert late.slot in [t.slot for t in termine.free()]
    with reading(Scope(tenant="bochum")):
        assert [b.revoked_at is None for b in Bescheid.objects.filter(vorgang=case).order_by("pk")] == [False, True]
    assert "8:00" in mails(case)[-1].text


def test_cancelling_ends_the_vorgang_and_frees_the_slot():
    termine.hours()
    case = termine.booked(termine.free()[0])
    actions.cancel_appointment(case.number, by=make.guest(case.person), at=NOON)
    drain(NOON)
    assert make.again(case).stage == Stage.WITHDRAWN
    assert len([t for t in termine.free() if t.starts_at.date() == DAY]) == 3
    assert "abgesagt" in mails(case)[-1].subject
    with pytest.raises((NotFound, actions.MovedOn)):
        actions.cancel_appointment(case.number, by=make.guest(case.person), at=NOON)


def test_nobody_moves_what_has_begun_nor_what_is_somebody_elses():
    termine.hours()
    case = termine.booked(termine.free()[0])
    with pytest.raises(NotFound):
        actions.cancel_appointment(case.number, by=make.guest(), at=NOON)
    with pytest.raises(actions.AppointmentOver):
        actions.cancel_appointment(case.number, by=make.guest(case.person), at=datetime(2026, 12, 1, 7, 1, tzinfo=UTC))
    with pytest.raises(cities.SlotTaken):
        actions.move_appointment(case.number, slot=987654, by=make.guest(case.person), at=NOON)


def test_a_slot_of_another_office_or_leistung_or_city_cannot_be_booked():
    termine.hours(office="standesamt")
    termine.hours("essen")
    termine.hours(name="Schalter 9", leistungen=["reisepass"])
    offered = [*termine.free(office="standesamt"), *termine.free("essen"), *termine.free(leistung="reisepass")]
    assert termine.free() == []
    for chosen in offered[:1] + offered[-1:]:
        row = termine.draft(chosen, by=(erika := make.guest()))
        with pytest.raises(cities.SlotTaken):
            actions.submit(str(row.key), channel="portal", by=erika, at=NOON)


def test_the_waiting_list_offers_in_turn_and_keeps_the_old_appointment():
    termine.hours()
    first, second, third = termine.free()[:3]
    holder, anna, bert = termine.booked(first), termine.booked(second), termine.booked(third)
    for n, case in enumerate((anna, bert)):
        actions.wait_for_earlier(case.number, by=make.guest(case.person), at=termine.later(minutes=n))
    at = termine.later(1)
    actions.cancel_appointment(holder.number, by=make.guest(holder.person), at=at)
    drain(at)
    assert "früherer Termin" in mails(anna)[-1].subject
    assert first.slot not in [t.slot for t in termine.free(at=at)]  # kept for Anna
    at = termine.later(4)
    tasks.next_offer(at)
    drain(at)
    assert "früherer Termin" in mails(bert)[-1].subject
    page = queries.appointment_page(make.guest(bert.person), bert.number, at=at)
    actions.move_appointment(bert.number, slot=page.appointment.offered.slot, by=make.guest(bert.person), at=at)
    drain(at)
    assert queries.appointment_page(make.guest(bert.person), bert.number, at=at).appointment.slot == first.slot
    assert queries.appointment_page(make.guest(anna.person), anna.number, at=at).appointment.slot == second.slot


def test_one_reminder_on_the_day_before():
    termine.hours()
    case = termine.booked(termine.free()[0])
    tasks.remind_appointments(datetime(2026, 11, 30, 5, tzinfo=UTC))  # before 8 o'clock
    assert len(mails(case)) == 1
    for hour in (8, 12):
        tasks.remind_appointments(datetime(2026, 11, 30, hour, tzinfo=UTC))
    assert [m.subject.startswith("Morgen um 8:00") for m in mails(case)] == [False, True]


def test_the_link_of_the_mail_moves_and_cancels_without_signing_in(client: Client):
    termine.hours(day=clock.local_day(clock.now()) + timedelta(days=7), at=clock.now())
    case = termine.booked(termine.free(at=clock.now())[0], at=clock.now())
    from glueckauf.mail.queries.codes import with_codes

    code = re.search(r"code=([0-9A-Z-]{19})", with_codes("bochum", mails(case)[0].text))[1]
    wrong = client.post(reverse("termin"), {"nummer": case.number, "code": "0000-0000-0000-0000"})
    assert wrong.status_code == 422
    assert client.get(reverse("termin-aendern")).status_code == 302
    assert client.post(reverse("termin"), {"nummer": case.number, "code": code}).status_code == 302
    page = client.get(reverse("termin-aendern"))
    assert page.status_code == 200
    assert client.get(reverse("vorgang", args=[case.number])).status_code in (302, 404)  # the code opens no Vorgang
    file = client.get(reverse("termin-datei")).content.decode()
    assert f"UID:{case.number}@glueckauf" in file
    later_slot = [t for t in termine.free(at=clock.now())][0]
    moved = client.post(reverse("termin-aendern"), {"termin": f"{later_slot.slot}|x"})
    assert moved.status_code == 302
    assert client.post(reverse("termin-aendern"), {"absagen": "1"}).status_code == 302
    assert make.again(case).stage == Stage.WITHDRAWN


def test_the_office_sees_its_day_and_says_who_came():
    termine.hours()
    case, clerk = termine.booked(termine.free()[0]), termine.clerk()
    day = queries.day(clerk, DAY)
    assert [(v.applicant, v.number) for v in day.visits][0] == ("Erika Mustermann", case.number)
    line = day.visits[0].slot
    cities.record_visit(line.booking, offices=clerk.offices, came=True, by=clerk, at=NOON)
    assert queries.day(clerk, DAY).here == 1
    with pytest.raises(NotFound):
        cities.record_visit(line.booking, offices=frozenset({"standesamt"}), came=True, by=clerk, at=NOON)
    assert queries.day(termine.clerk(offices=["standesamt"]), DAY).visits == ()
    with pytest.raises(cities.StillBooked):
        cities.block(line.slot, offices=clerk.offices, reason="", by=clerk, at=NOON)
    cities.block(day.visits[1].slot.slot, offices=clerk.offices, reason="Fortbildung", by=clerk, at=NOON)
    assert day.visits[1].slot.slot not in [t.slot for t in termine.free()]


def test_ended_hours_leave_what_is_booked():
    opening = termine.hours()
    case = termine.booked(termine.free()[0])
    assert cities.end_opening(opening.pk, by=termine.house(), at=NOON) == 1
    assert termine.free() == []
    assert queries.appointment_page(make.guest(case.person), case.number, at=NOON).appointment is not None


def test_a_closed_day_takes_nobody():
    termine.hours()
    cities.close_day("buergerbuero", day=DAY, reason="Betriebsausflug", by=termine.house(), at=NOON)
    cities.lay_out_all(at=NOON)
    assert [local(t.starts_at) for t in termine.free()][:1] == ["08.12. 08:00"]


def test_each_day_one_day_more():
    termine.hours()
    last = termine.free()[-1].starts_at
    cities.lay_out_all(at=NOON + timedelta(days=7))
    assert slots.free_slots("bochum", "buergerbuero", "personalausweis", at=NOON).days[-1].day > last.date()


def test_the_form_shows_free_times_and_says_where_there_are_none(client: Client):
    start = reverse("antrag-start", args=["bochum", "personalausweis"])
    answers = {"art": "regulaer", "anlass": "abgelaufen", "alter": "ab_24", "foto": "amt", "zusendung": "nein"}
    at_times = client.post(start, answers, follow=True)
    assert "Termine sind hier noch nicht eingerichtet" in at_times.content.decode()
    termine.hours(day=clock.local_day(clock.now()) + timedelta(days=3), at=clock.now())
    page = client.get(at_times.redirect_chain[-1][0])
    value = re.search(r'value="(\d+\|[^"]+)"', page.content.decode())[1]
    following = client.post(at_times.redirect_chain[-1][0], {"termin": value.replace("&amp;", "&"), "version": "1"}, follow=True)
    assert following.status_code == 200
    assert "Wer kommt?" in following.content.decode()


def test_an_administrator_enters_hours_and_closes_a_day_in_the_browser():
    desk = make_identity.at_desk(make_identity.account("bochum", roles=(Role.ADMIN,)))
    page = reverse("oeffnungszeiten")
    assert "Noch nichts." in desk.get(page).content.decode()
    day = clock.local_day(clock.now()) + timedelta(days=7)
    given = {
        "office": "buergerbuero",
        "site": "Rathaus",
        "name": "Schalter 1",
        "days": ["1", "2"],
        "opens": "8:00",
        "closes": "9:00",
        "minutes": "20",
        "people": "1",
        "first_day": day.strftime("%d.%m.%Y"),
        "source": "Amtsleitung",
    }
    assert desk.post(page, given | {"closes": "7:00"}).status_code == 422
    assert desk.post(page, given).status_code == 302
    free = termine.free(at=clock.now())
    assert {t.starts_at.astimezone(clock.BERLIN).weekday() for t in free} == {1, 2}
    closed = free[0].starts_at.astimezone(clock.BERLIN).strftime("%d.%m.%Y")
    assert (
        desk.post(reverse("oeffnungszeiten-schliesstag"), {"office": "buergerbuero", "day": closed, "reason": "Ausflug"}).status_code == 302
    )
    assert free[0].slot not in [t.slot for t in termine.free(at=clock.now())]


def test_the_office_cancels_and_she_hears_of_it():
    at, day = clock.now(), clock.local_day(clock.now()) + timedelta(days=7)
    termine.hours(day=day, at=at)
    case = termine.booked(termine.free(at=at)[0], at=at)
    foreign = make_identity.at_desk(make_identity.account("bochum", offices=("standesamt",)))
    assert foreign.post(reverse("termin-absage", args=[case.number])).status_code == 404
    desk = make_identity.at_desk(make_identity.account("bochum", offices=("buergerbuero",)))
    shown = termine.free(at=at)[0].starts_at.astimezone(clock.BERLIN).date()
    assert "Erika Mustermann" in desk.get(reverse("termine"), {"tag": shown.isoformat()}).content.decode()
    assert desk.post(reverse("termin-absage", args=[case.number]), {"tag": shown.isoformat()}).status_code == 302
    drain(clock.now())
    assert make.again(case).stage == Stage.WITHDRAWN
    assert "abgesagt" in mails(case)[-1].subject

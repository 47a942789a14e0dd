"""A family comes once: adjoining times at one counter, booked, moved, kept and given back as a whole."""

from datetime import time

import pytest

from glueckauf.cities import actions as cities
from glueckauf.cities import queries as slots
from glueckauf.cities.rules.runs import Need
from glueckauf.core import clock
from glueckauf.core.outbox.dispatch import drain
from glueckauf.vorgaenge import actions, queries
from tests import make
from tests import make_appointments as termine
from tests.make_catalogue import publish

pytestmark = pytest.mark.django_db(transaction=True)
NOON, DAY = make.NOON, termine.DAY


@pytest.fixture(autouse=True)
def published():
    publish()


def local(at):
    return at.astimezone(clock.BERLIN).strftime("%d.%m. %H:%M")


def family(chosen, *, at=NOON, **more):
    """Erika, another adult and two children, for identity cards."""
    return termine.booked(chosen, weitere_ab_24=1, weitere_unter_24=2, at=at, **more)


def free_for_four():
    found = slots.free_slots("bochum", "buergerbuero", "personalausweis", at=NOON, need=Need(people=4))
    return [t for d in found.days for t in d.times]


def test_a_family_of_four_takes_four_adjoining_times_and_gives_all_of_them_back():
    termine.hours(closes=time(10))  # six of twenty minutes
    assert [local(t.starts_at) for t in free_for_four()][:3] == ["01.12. 08:00", "01.12. 08:20", "01.12. 08:40"]
    case = family(free_for_four()[1])
    booked = queries.appointment_page(make.guest(case.person), case.number, at=NOON).appointment
    assert (local(booked.starts_at), booked.minutes, booked.people) == ("01.12. 08:20", 80, 4)
    assert [local(t.starts_at) for t in termine.free()][:2] == ["01.12. 08:00", "01.12. 09:40"]
    assert [local(t.starts_at) for t in free_for_four()][:1] == ["08.12. 08:00"]
    day = queries.day(termine.clerk(), DAY)
    assert (day.booked, day.free) == (1, 2)
    actions.cancel_appointment(case.number, by=make.guest(case.person), at=NOON)
    assert len([t for t in termine.free() if local(t.starts_at).startswith("01.12.")]) == 6


def test_a_family_moves_as_a_whole_and_finds_no_time_in_which_one_of_them_would_miss_out():
    termine.hours(closes=time(10))
    first, second = free_for_four()[0], termine.free()[4]
    case, other = family(first), termine.booked(second)
    with pytest.raises(cities.SlotTaken):
        actions.move_appointment(case.number, slot=termine.free()[0].slot, by=make.guest(case.person), at=NOON)  # 9:40, only one left
    assert queries.appointment_page(make.guest(case.person), case.number, at=NOON).appointment.slot == first.slot
    actions.cancel_appointment(other.number, by=make.guest(other.person), at=NOON)
    next_week = free_for_four()[0]
    actions.move_appointment(case.number, slot=next_week.slot, by=make.guest(case.person), at=NOON)
    moved = queries.appointment_page(make.guest(case.person), case.number, at=NOON).appointment
    assert (local(moved.starts_at), moved.people) == ("08.12. 08:00", 4)


def test_a_time_kept_for_a_family_is_kept_whole():
    termine.hours(closes=time(10))
    erika = make.guest()
    row = termine.draft(free_for_four()[0], by=erika, weitere_ab_24=3)
    answer = actions.hold_time(str(row.key), termine.answer(free_for_four()[0]), by=erika, at=NOON)
    assert answer["minutes"] == "80"
    assert [local(t.starts_at) for t in termine.free()][:2] == ["01.12. 09:20", "01.12. 09:40"]


def test_a_family_on_the_waiting_list_gets_enough_for_all_or_nothing():
    termine.hours(closes=time(10))
    singles = [termine.booked(t) for t in termine.free()[:6]]
    case = family(free_for_four()[0])
    actions.wait_for_earlier(case.number, by=make.guest(case.person), at=NOON)
    for n, single in enumerate(singles[:4]):
        assert queries.appointment_page(make.guest(case.person), case.number, at=NOON).appointment.offered is None, n
        actions.cancel_appointment(single.number, by=make.guest(single.person), at=NOON)
        drain(NOON)
    offered = queries.appointment_page(make.guest(case.person), case.number, at=NOON).appointment.offered
    assert (local(offered.starts_at), offered.minutes) == ("01.12. 08:00", 80)


@pytest.mark.parametrize(
    ("need", "slots_of_20"), [(Need(), 1), (Need(people=4), 4), (Need(minutes=30), 2), (Need(people=3, minutes=15), 3)]
)
def test_how_many_slots_a_matter_takes(need, slots_of_20):
    assert need.slots(20) == slots_of_20

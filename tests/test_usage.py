"""Counting without cookies: a number per day, page, city, Leistung, step and language, and nobody in it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from glueckauf.core.jobs import run_due
from glueckauf.forms import inputs
from glueckauf.portal import actions, queries
from glueckauf.portal.actions import usage
from glueckauf.portal.models import UsageCount
from glueckauf.portal.rules.feedback import Spot, shown
from tests import make

pytestmark = pytest.mark.django_db
SERVICE = "/bochum/leistungen/hundesteuer-anmeldung/"


@pytest.fixture(autouse=True)
def empty():
    make.publish()
    usage.batch.taken()
    yield
    usage.batch.taken()


def counts():
    actions.flush()
    return {(row.page, row.kommune, row.leistung, row.step, row.language): row.count for row in UsageCount.objects.all()}


def test_a_look_is_one_number_and_sets_no_cookie():
    for _ in range(3):
        page = Client().get(SERVICE)
    Client().get(f"{SERVICE}?sprache=en")
    assert not page.cookies
    assert counts() == {
        ("leistung", "bochum", "hundesteuer-anmeldung", "", "de"): 3,
        ("leistung", "bochum", "hundesteuer-anmeldung", "", "en"): 1,
    }
    columns = {field.name for field in UsageCount._meta.get_fields()}
    assert columns == {"id", "day", "kommune", "page", "leistung", "step", "language", "count"}


def test_numbers_of_two_minutes_and_two_processes_add_up():
    spot = Spot(page="leistung", kommune="bochum", leistung="hundesteuer-anmeldung")
    for _ in range(2):
        for _ in range(5):
            actions.count(spot, step="", language="de", day=date(2026, 11, 24))
        assert actions.flush() == 1
    assert counts() == {("leistung", "bochum", "hundesteuer-anmeldung", "", "de"): 10}


def test_more_than_a_statement_holds_is_written_too():
    for at in range(250):
        actions.count(Spot(page="leistung", kommune="bochum", leistung=f"l{at}"), step="", language="de", day=date(2026, 11, 24))
    assert actions.flush() == 250 and UsageCount.objects.count() == 250


def test_a_flood_of_new_keys_fills_no_memory(monkeypatch):
    monkeypatch.setattr(usage, "MOST_KEYS", 10)
    for at in range(50):
        actions.count(Spot(page="leistung", leistung=str(at)), step="", language="de", day=date(2026, 11, 24))
    assert actions.flush() == 10


def test_counting_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        actions.count(Spot(page="start"), step="", language="de", day=date(2026, 11, 24))


def test_pages_that_are_not_found_and_pages_of_the_desk_are_not_counted():
    Client().get("/bochum/leistungen/mondlandung/")
    Client().get("/schreibtisch/")
    Client().get("/api/v1/kommunen/")
    Client().get("/health")
    assert counts() == {}


def test_each_page_of_a_form_is_counted_seen_and_answered():
    client, url = Client(), f"{SERVICE}antrag/"
    with time_machine.travel(make.NOON):
        page = client.get(url)
        answers = dict(
            inputs.of_section(
                page.context["section_data"] if "section_data" in page.context else first(), make.values("hundesteuer-anmeldung")
            )
        )
        sent = client.post(url, answers | {"version": page.context["version"], "page": page.context["page_token"]})
        assert sent.status_code == 302
        client.get(sent.url)
    found = counts()
    assert found["antrag-start", "bochum", "hundesteuer-anmeldung", "", "de"] == 1
    assert found["antrag-start", "bochum", "hundesteuer-anmeldung", "+", "de"] == 1
    second = [key for key in found if key[0] == "antrag-schritt"]
    assert len(second) == 1 and second[0][1:3] == ("bochum", "hundesteuer-anmeldung") and second[0][3]


def first():
    from glueckauf.catalogue import queries as catalogue

    return catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.form.sections[0]


def fill(day, count, page="leistung", step="", language="de"):
    UsageCount.objects.create(
        day=day, kommune="bochum", page=page, leistung="hundesteuer-anmeldung", step=step, language=language, count=count
    )


def test_small_numbers_are_not_shown():
    assert [shown(count) for count in (0, 1, 4, 5, 80)] == [0, None, None, 5, 80]
    day = date(2026, 11, 24)
    fill(day - timedelta(days=1), 4)
    found = queries.usage_page("bochum", language="de", day=day)
    assert found.leistungen[0].looked is None and {bar.count for bar in found.bars} == {0, None} and max(b.height for b in found.bars) == 0
    fill(day - timedelta(days=2), 40)
    found = queries.usage_page("bochum", language="de", day=day)
    assert found.leistungen[0].looked == 44 and max(b.height for b in found.bars) == 160


def test_the_page_of_a_city_says_which_pages_stay_without_an_answer_and_that_looks_are_no_people():
    day, section = date(2026, 11, 24), first().key
    fill(day - timedelta(days=1), 30, page="antrag-start")
    fill(day - timedelta(days=1), 12, page="antrag-start", step="+")
    fill(day - timedelta(days=1), 8, page="antrag-schritt", step=section)
    with time_machine.travel(make.NOON):
        page = Client().get("/bochum/zahlen/")
    step = page.context["page"].leistungen[0].steps[0]
    assert (step.seen, step.answered, step.unanswered) == (38, 12, 26)
    assert "keine Menschen" in page.content.decode() and "Wie viele Menschen aufhören, sagt die Zahl nicht" in page.content.decode()


def test_what_was_handed_in_is_counted_from_the_cases():
    for at in range(6):
        make.vorgang(at=make.NOON + timedelta(minutes=at))
    fill(date(2026, 11, 24), 9)
    found = queries.usage_page("bochum", language="de", day=date(2026, 11, 25))
    assert found.leistungen[0].sent == 6


def test_after_two_years_the_numbers_are_gone():
    fill(date(2024, 11, 1), 9)
    fill(date(2025, 11, 1), 9)
    run_due(make.NOON)
    assert [str(row.day) for row in UsageCount.objects.all()] == ["2025-11-01"]

"""Studies from the start to the result: rows of parts, cancel and resume, two drivers, killed processes, and what others may not see."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from glueckauf.core.clock import now
from glueckauf.core.db import reading, writing
from glueckauf.core.errors import NotFound
from glueckauf.core.models import Event
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Role, Rule
from glueckauf.supply import actions, queries
from glueckauf.supply.actions.drive import TurnLost, keep_part, take_turn
from glueckauf.supply.models import Study
from glueckauf.supply.providers.studies.machine import idle, rest
from glueckauf.supply.providers.studies.run import Done, Work
from glueckauf.supply.rules.studies import MOST_OPEN, Kind, State
from glueckauf.supply.views.studies import plain
from tests import make_identity, make_studies, make_supply
from tests.make_catalogue import NOON

pytestmark = pytest.mark.django_db
BY = make_supply.BY


@pytest.fixture(autouse=True)
def village():
    """In force; afterwards the processes end."""
    make_studies.grids()
    yield
    rest()


class Clock:
    """Each look is `step` later."""

    def __init__(self, step_s=0.1, at=NOON):
        self.at, self.step = at, timedelta(seconds=step_s)

    def __call__(self):
        self.at += self.step
        return self.at


def state(study_id):
    return queries.study(BY, study_id).state


def clerk(tenant=make_supply.OPERATOR):
    return make_identity.clerk(tenant, roles=(Role.CLERK,), offices=("leitstelle",))


def page(client_of, name, *values):
    return make_identity.desk_of(client_of), reverse(name, args=values)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_study_that_is_driven_is_the_study_at_once(kind):
    key = make_studies.started(kind)
    assert actions.drive("a", clock=Clock())
    assert state(key) is State.FINISHED
    assert make_studies.rows(key) == make_studies.at_once(kind)
    found = queries.study(BY, key)
    assert found.done == found.parts == len(make_studies.kept(key)) and found.runners == ("engine",) and found.solvers
    assert not actions.drive("a", clock=Clock()) and not idle
    with reading(BY):
        steps = [event.payload["state"] for event in Event.objects.filter(kind="supply.StudyMoved").order_by("pk")]
    assert steps == ["started", "finished"]


def test_a_long_study_takes_turns_and_goes_on_where_it_stopped():
    """Looks at the clock are 9 s apart: a slice ends before all parts are handed out."""
    key, turns = make_studies.started(Kind.LEAKS, leaks=60), 0
    while state(key) is not State.FINISHED:
        assert actions.drive(f"worker-{turns}", clock=Clock(step_s=9, at=NOON + timedelta(hours=turns)))
        turns += 1
    assert turns > 1 and make_studies.kept(key) == list(range(6))
    assert len(make_studies.rows(key)) == 60


def test_cancelled_it_stops_soon_and_resumed_it_computes_only_what_is_missing():
    key = make_studies.started(Kind.LEAKS, leaks=60)
    turn = take_turn("a", at=NOON)
    keep_part(turn, Done(number=4, rows=({"id": 40, "metres": 1.0},), solver="x", seconds=1.0), runner="engine", at=NOON)
    actions.cancel_study(key, by=clerk(), at=NOON)
    with pytest.raises(TurnLost):
        keep_part(turn, Done(number=5), runner="engine", at=NOON)
    assert not actions.drive("b", clock=Clock()) and make_studies.kept(key) == [4]
    with pytest.raises(actions.StudyCannot):
        actions.cancel_study(key, by=clerk(), at=NOON)
    actions.resume_study(key, by=clerk(), at=NOON)
    assert actions.drive("b", clock=Clock())
    assert state(key) is State.FINISHED and make_studies.kept(key) == list(range(6))
    assert len(make_studies.rows(key)) == 51  # the part that was kept was kept, whatever it said
    assert [one.state for one in queries.study(BY, key).steps] == [State.STARTED, State.CANCELLED, State.RESUMED, State.FINISHED]
    with pytest.raises(actions.StudyCannot):
        actions.resume_study(key, by=clerk(), at=NOON)


def test_two_drivers_never_have_the_same_study_and_a_lease_that_ended_is_taken_over():
    key, other = make_studies.started(Kind.LEAKS), make_studies.started(Kind.OUTAGES)
    first, second = take_turn("a", at=NOON), take_turn("b", at=NOON)
    assert {first.study_id, second.study_id} == {key, other} and take_turn("c", at=NOON) is None
    late = take_turn("c", at=NOON + timedelta(minutes=1))
    assert late is not None and late.study_id in (key, other)
    loser = first if first.study_id == late.study_id else second
    with pytest.raises(TurnLost):
        keep_part(loser, Done(number=0), runner="engine", at=NOON)
    keep_part(late, Done(number=0, rows=(), solver="x", seconds=0.1), runner="engine", at=NOON)
    assert make_studies.kept(late.study_id) == [0]


def test_what_cannot_be_computed_fails_by_name_and_may_be_tried_again():
    key = make_studies.started(Kind.LEAKS)
    with writing(BY):
        Study.objects.filter(pk=key).update(parts=[{"first": "no number", "last": 3, "weight": 1}])
    assert actions.drive("a", clock=Clock())
    found = queries.study(BY, key)
    assert found.state is State.FAILED and found.steps[-1].reason == "ValueError" and found.done == 0
    actions.resume_study(key, by=BY, at=NOON)
    assert state(key) is State.RESUMED


def test_too_many_at_once_and_a_network_without_a_grid_are_refused():
    for _ in range(MOST_OPEN):
        make_studies.started(Kind.OUTAGES)
    with pytest.raises(actions.NoStudy):
        make_studies.started(Kind.OUTAGES)
    with pytest.raises(queries.NoGrid):
        make_studies.started(Kind.LEAKS, by=Rule(tenant="donetz", name="supply"))


def test_equal_work_has_one_name_and_other_limits_another():
    files = make_studies.of(Kind.LEAKS)
    one = Work(kind="leaks", files=files, limits={}, asked={"a": 1, "b": 2})
    assert one.key == Work(kind="leaks", files=files, limits={}, asked={"b": 2, "a": 1}).key
    assert one.key != Work(kind="leaks", files=files, limits={"x": 1}, asked={"a": 1, "b": 2}).key


def test_another_operator_and_a_city_see_nothing_and_cannot_touch_it():
    key = make_studies.started(Kind.OUTAGES)
    actions.drive("a", clock=Clock())
    running = make_studies.started(Kind.OUTAGES)
    for tenant in ("donetz", "bochum"):
        actor = clerk(tenant)
        assert queries.studies(actor) == () and queries.study_rows(actor, key) == []
        for act in (actions.cancel_study, actions.resume_study):
            with pytest.raises(NotFound):
                act(running, by=actor, at=NOON)
        for name in ("netz-studie", "netz-studie-csv"):
            client, address = page(actor, name, key)
            assert client.get(address).status_code == 404
        client, address = page(actor, "netz-studie-schritt", running)
        assert client.post(address, {"tun": "abbrechen"}).status_code == 404
        with reading(Scope(tenant=tenant)):
            assert queries.studies(Rule(tenant=tenant, name="supply")) == ()
    assert state(running) is State.STARTED


def test_the_desk_estimates_starts_shows_and_hands_out_the_table():
    client, address = page(clerk(), "netz-studie-neu", "rohrbruch")
    assert client.get(address).status_code == 200
    assert client.get(address, {"leaks": "5", "sensors": "1", "seed": "x"}).status_code == 422
    assert client.get(reverse("netz-studie-neu", args=["unsinn"])).status_code == 404
    asked = {"leaks": "60", "sensors": "6", "seed": "3"}
    told = client.get(address, asked).content.decode()
    assert "6 Teile" in told and "auf einem Rechenkern" in told and queries.studies(BY) == ()
    started = client.post(address, asked)
    key = queries.studies(BY)[0].id
    assert started["Location"] == reverse("netz-studie", args=[key])
    assert "0 von 6 Teilen" in client.get(started["Location"]).content.decode()
    assert client.get(reverse("netz-studie-csv", args=[key])).status_code == 404
    actions.drive("a", clock=Clock(at=now()))
    assert client.get(started["Location"], headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    shown = client.get(started["Location"], {"seite": "2"}).content.decode()
    assert "Seite 2 von 2" in shown and "synthetisch" in shown and "höchstens 300 m daneben" in shown and "EPANET" in shown
    table = client.get(reverse("netz-studie-csv", args=[key]))
    lines = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == 62 and lines[0][0] == "Nr." and "synthetisch" in lines[-1][0]
    refused = client.post(reverse("netz-studie-schritt", args=[key]), {"tun": "fortsetzen"})
    assert refused.status_code == 409
    assert client.post(reverse("netz-studie-schritt", args=[key]), {"tun": "loeschen"}).status_code == 409
    assert client.get(reverse("netz-studien")).content.decode().count("data-zeile") == 1


def test_what_would_be_a_formula_in_the_table_is_text():
    assert [plain(value) for value in ("=1+1", "+x", "-x", "@x", "w001-p1", "", None, -1.5, 3)] == [
        "'=1+1", "'+x", "'-x", "'@x", "w001-p1", "", "", "-1,5", "3",
    ]  # fmt: skip


def test_the_page_of_a_study_costs_the_same_for_three_rows_and_three_hundred(django_assert_max_num_queries):
    few, many = make_studies.started(Kind.LEAKS, leaks=10), make_studies.started(Kind.LEAKS, leaks=300)
    turn = take_turn("a", at=NOON)
    other = take_turn("b", at=NOON)
    large = turn if turn.study_id == many else other
    for number in range(25):
        keep_part(large, Done(number=number, rows=(), solver="x", seconds=0.1), runner="engine", at=NOON)
    for key in (few, many):
        with django_assert_max_num_queries(12):
            queries.study(BY, key)
    with django_assert_max_num_queries(6):
        assert len(queries.studies(BY)) == 2
    assert queries.study(BY, many).left_s == pytest.approx(0.5) and queries.study(BY, few).left == ""


def test_studies_are_forgotten_two_years_later_but_never_while_they_run():
    old, running = make_studies.started(Kind.OUTAGES), make_studies.started(Kind.OUTAGES)
    actions.cancel_study(old, by=BY, at=NOON)
    actions.forget_studies(NOON + timedelta(days=1), by=BY)
    assert [one.id for one in queries.studies(BY)] == [running]

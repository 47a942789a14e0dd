"""Valves, switches and what the public is told, under everything a control room does with several outages on the same elements.

One cause per effect; ending the cause ends the effect; replaying the log gives the rows; no personal data in an effect. And what the rows
are for: a valve two need stays shut until both are done, no switching back makes a place of work live, and nobody is dark untold.
"""

import json
from contextlib import suppress
from datetime import timedelta

import make_supply
import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from glueckauf.core.db import reading
from glueckauf.core.errors import Refused
from glueckauf.core.models import Event
from glueckauf.core.scope import Scope
from glueckauf.identity.queries import clerk_names
from glueckauf.identity.rules.actor import Role
from glueckauf.supply import actions, queries
from glueckauf.supply.engine.calls.model import read
from glueckauf.supply.engine.power.circuit import circuit
from glueckauf.supply.engine.power.standing import standing
from glueckauf.supply.engine.power.switching import is_live, section
from glueckauf.supply.engine.power.trace import alive
from glueckauf.supply.models import ElementPosition, Outage
from glueckauf.supply.rules.in_force import Planned, Turned, kept, positions, replay
from glueckauf.supply.rules.outages import OPEN, State, turned
from tests import make_identity
from tests.make_catalogue import NOON

pytestmark = pytest.mark.django_db
VALVES = ("S001", "S002", "S003")
CABLES = ("r01-k1", "r01-k2", "r01-k3", "s001-k1-02")
JANUARY = {"month": 1, "day": 15}
WHICH = st.integers(0, 9)
PERSONAL = ("Erika", "Mustermann", "mustermann.example", "0151", "44787", "Musterstraße 3,")


def clerk(tenant=make_supply.OPERATOR):
    return make_identity.clerk(tenant, roles=(Role.CLERK,), offices=("leitstelle",))


def draft_switching(line, by, at=NOON):
    """The engine's own proposal, with a yes to whatever it asks."""
    plan = actions.plan_switching(line, day=JANUARY, by=by)
    moves = [(one["id"], one["open"]) for one in plan["switches"]]
    given = {"kommune": "bochum", "kind": "fault", "cause": "cable", "begins_at": NOON, "expected_end": None, "note": ""}
    return actions.draft_switching(line, day=JANUARY, moves=moves, agreed=plan["doubtful"], **given, by=by, at=at).pk


def shut(by, *valves, at=NOON, **more):
    return make_supply.outage(by=by, plan={"valves": [{"id": name, "street": "", "at": None} for name in valves]}, **more)


class ControlRoom(RuleBasedStateMachine):
    """Two persons, one operator; what must hold after whatever they do. `most`: effects that were in force at once."""

    most = 0

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.at, self.keys = NOON, []

    @initialize()
    def two_persons(self):
        self.one, self.two = clerk(), clerk()
        self.found = read(*make_supply.files()[:2]).found

    def attempt(self, action, which, by, **more):
        """What people try at the wrong moment is refused by name and changes nothing."""
        self.at += timedelta(minutes=1)
        with suppress(Refused):
            action(self.keys[-1 - which % len(self.keys)], by=by, at=self.at, **more)

    @precondition(lambda self: self.keys)
    @rule(which=WHICH)
    def end(self, which):
        self.attempt(actions.end_outage, which, self.one)

    def carry_out(self, which):
        self.attempt(actions.announce_outage, which, self.two)
        self.attempt(actions.begin_outage, which, self.one)

    def rows(self):
        with reading(make_supply.BY):
            return list(ElementPosition.objects.prefetch_related("outage__steps").order_by("pk"))

    def outages(self):
        with reading(make_supply.BY):
            return list(Outage.objects.prefetch_related("steps").order_by("pk"))

    def log(self):
        with reading(Scope(tenant=make_supply.OPERATOR)):
            found = Event.objects.filter(kind="supply.OutageMoved").order_by("pk")
            return [(row.payload["outage_id"], row.payload["state"]) for row in found]

    @invariant()
    def an_effect_has_one_cause_that_planned_it_and_began(self):
        rows = self.rows()
        assert len({(row.outage_id, row.element) for row in rows}) == len(rows)
        for row in rows:
            assert turned(row.outage.plan)[row.element] == row.is_open and row.network == row.outage.network
            assert [step.state for step in row.outage.steps.all()].count(State.BEGUN) == 1

    @invariant()
    def an_effect_is_in_force_exactly_while_its_cause_lasts(self):
        lasting = set()
        for one in self.outages():
            states = [step.state for step in sorted(one.steps.all(), key=lambda step: step.pk)]
            if State.BEGUN in states and states[-1] in OPEN:
                lasting.add(one.pk)
        assert {row.outage_id for row in self.rows() if row.undone_at is None} == lasting

    @invariant()
    def replaying_the_log_gives_the_rows(self):
        planned = {
            one.pk: Planned(network=one.network, turned=turned(one.plan), concerns_somebody=bool(one.streets)) for one in self.outages()
        }
        found = replay(self.log(), planned)
        type(self).most = max(self.most, len(found.turned))
        assert found == replay(self.log() * 2, planned)
        assert set(found.turned) == set(replay(sorted(self.log(), key=lambda entry: entry[0]), planned).turned)
        for network in ("water", "power"):
            own = tuple(one for one in found.turned if one.network == network)
            assert own == queries.turned(make_supply.BY, network)
            assert positions(own) == queries.positions(make_supply.BY, network)
        public = queries.public_outages("bochum", at=self.at)
        assert {one.id for one in (*public.now, *public.planned)} == found.public

    @invariant()
    def nothing_personal_is_in_an_effect(self):
        with reading(Scope(tenant=make_supply.OPERATOR)):
            log = list(Event.objects.filter(kind="supply.OutageMoved").values_list("payload", flat=True))
        rows = [
            {name: str(getattr(row, name)) for name in ("network", "element", "is_open", "actor", "at", "undone_at")} for row in self.rows()
        ]
        public = queries.public_outages("bochum", at=self.at)
        said = json.dumps([rows, log, [str(one) for one in (*public.now, *public.planned, *public.over)]], ensure_ascii=False)
        names = clerk_names(frozenset({self.one.id, self.two.id})).values() if hasattr(self, "one") else ()
        assert not [word for word in (*PERSONAL, *names) if word in said]

    @precondition(lambda self: hasattr(self, "found"))
    @invariant()
    def no_place_of_work_is_live_and_nobody_is_dark_untold(self):
        grid = self.found.grid
        now = standing(grid, queries.positions(make_supply.BY, "power"))[0]
        lasting = {row.outage_id: row.outage for row in self.rows() if row.undone_at is None and row.network == "power"}.values()
        assert not [one for one in lasting if is_live(now, section(grid, grid.lines.id.index(one.plan["line"])))]
        live, houses = alive(now, circuit(now)), self.found.connections
        places = zip(houses.street, houses.house_number, houses.postcode, houses.node.tolist(), strict=True)
        dark = {(street, number, postcode) for street, number, postcode, node in places if not live[node]}
        assert dark <= {tuple(place) for one in lasting for place in one.addresses}

    def teardown(self):
        """In the end everything stands as the grid says, whatever order it takes."""
        try:
            for _ in range(len(self.keys)):
                for which in range(len(self.keys)):
                    self.attempt(actions.end_outage, which, self.one)
            assert not [row for row in self.rows() if row.undone_at is None]
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)


class Valves(ControlRoom):
    """Closures that share valves, in every state an outage may take."""

    @rule(valves=st.sets(st.sampled_from(VALVES), min_size=1), dry=st.booleans())
    def draft(self, valves, dry):
        self.keys.append(shut(self.one, *sorted(valves), **({} if dry else {"streets": [], "addresses": []})))

    @precondition(lambda self: self.keys)
    @rule(which=WHICH)
    def announce(self, which):
        self.attempt(actions.announce_outage, which, self.two)

    @precondition(lambda self: self.keys)
    @rule(which=WHICH)
    def announce_and_begin(self, which):
        self.carry_out(which)

    @precondition(lambda self: self.keys)
    @rule(which=WHICH)
    def change(self, which):
        self.attempt(actions.change_outage, which, self.one, expected_end=NOON + timedelta(days=2), note="Es dauert länger.")

    @precondition(lambda self: self.keys)
    @rule(which=WHICH)
    def withdraw(self, which):
        self.attempt(actions.withdraw_outage, which, self.two)


class Switches(ControlRoom):
    """Cables cut out and back, planned on what others switched before."""

    @rule(cable=st.sampled_from(CABLES))
    def cut_out(self, cable):
        with suppress(Refused):
            self.keys.append(draft_switching(cable, self.one, self.at))
            self.carry_out(0)


def played(room, examples, steps):
    """How many effects were in force at once."""
    run_state_machine_as_test(
        room, settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck))
    )
    return room.most


def test_in_any_order_rows_log_and_public_agree_of_closures_that_share_valves():
    assert played(Valves, examples=8, steps=18) > 0


def test_in_any_order_no_place_of_work_is_live_and_nobody_dark_untold():
    make_supply.town()
    assert played(Switches, examples=8, steps=12) > 0


@pytest.fixture
def pair():
    return clerk(), clerk()


def carried_out(key, pair):
    actions.announce_outage(key, by=pair[1], at=NOON)
    actions.begin_outage(key, by=pair[0], at=NOON)
    return key


def test_a_valve_two_outages_need_stays_shut_until_both_are_done_and_the_desk_says_so(pair):
    make_supply.water()
    street = [{"street": "Probeallee", "first": "2", "last": "8", "houses": 4, "line": None}]
    first, second = (
        carried_out(shut(pair[0], *valves, **more), pair) for valves, more in ((("S001", "S002"), {}), (("S001",), {"streets": street}))
    )
    desk = make_identity.desk_of(pair[0])
    page = desk.get(reverse("netz-stoerung", args=[first])).content.decode()
    assert "S001 bleibt geschlossen" in page and "Probeallee 2 bis 8" in page and "S002 bleibt" not in page
    assert "Repariert, die übrigen wieder offen" in page
    assert desk.post(reverse("netz-stoerung", args=[first]), {"tun": "beenden"}).status_code == 302
    assert queries.positions(make_supply.BY, "water") == {"S001": False}
    assert queries.shut_valves(make_supply.BY, "water") == ("S001",)
    assert "bleibt geschlossen" not in desk.get(reverse("netz-stoerung", args=[second])).content.decode()
    actions.end_outage(second, by=pair[0], at=NOON)
    assert queries.positions(make_supply.BY, "water") == {}


def test_a_closure_beside_another_holds_what_that_one_shut_and_tells_who_stays_dry(pair):
    """Whatever two places of the town: when the first ends, the second is what it would be without it."""
    make_supply.water()
    places = [
        {"street": street, "house_number": number, "postcode": "44787"}
        for street in ("Musterstraße", "Beispielweg")
        for number in ("3", "12")
    ]
    alone = {place["street"] + place["house_number"]: actions.plan_closure(**place, by=pair[0]) for place in places}
    shared = 0
    for one in places:
        first = carried_out(closed(alone[one["street"] + one["house_number"]], pair), pair)
        for other in places:
            plan, before = actions.plan_closure(**other, by=pair[0]), alone[other["street"] + other["house_number"]]
            assert turned(before).items() <= turned(plan).items()
            assert {tuple(each) for each in before["dry"]} <= {tuple(each) for each in plan["dry"]}
            assert not {each["id"] for each in plan["valves"]} & {each["id"] for each in plan["held"]}
            shared += bool(plan["held"])
        actions.end_outage(first, by=pair[0], at=NOON)
    assert shared >= len(places)
    first, second = (carried_out(closed(actions.plan_closure(**places[0], by=pair[0]), pair), pair) for _ in range(2))
    actions.end_outage(first, by=pair[0], at=NOON)
    assert queries.positions(make_supply.BY, "water") == turned(alone["Musterstraße3"])


def closed(plan, pair):
    return make_supply.outage(by=pair[0], plan=plan, addresses=plan["dry"], streets=plan["streets"])


def test_a_switching_others_were_judged_on_is_not_taken_back_before_them(pair):
    make_supply.town()
    first = carried_out(draft_switching("r01-k2", pair[0]), pair)
    second = carried_out(draft_switching("r01-k1", pair[0]), pair)
    before = queries.positions(make_supply.BY, "power")
    with pytest.raises(actions.StillBuiltOn, match="r01-k1"):
        actions.end_outage(first, by=pair[0], at=NOON)
    assert queries.positions(make_supply.BY, "power") == before
    said = make_identity.desk_of(pair[0]).post(reverse("netz-stoerung", args=[first]), {"tun": "beenden"})
    assert said.status_code == 409 and "Beenden Sie zuerst jene Schaltung" in said.content.decode()
    actions.end_outage(second, by=pair[0], at=NOON)
    actions.end_outage(first, by=pair[0], at=NOON)
    assert queries.positions(make_supply.BY, "power") == {}


def test_who_is_dark_for_several_is_told_until_the_last_of_them_ended(pair):
    """r01-k2 finds its houses dark already, so its own plan tells of nobody."""
    make_supply.town()
    lines = ("r01-k1", "r01-k3", "r01-k2")
    _, second, third = (carried_out(draft_switching(line, pair[0]), pair) for line in lines)
    with pytest.raises(actions.StillBuiltOn, match="40 Anschlüsse|80 Anschlüsse"):
        actions.end_outage(second, by=pair[0], at=NOON)
    actions.end_outage(third, by=pair[0], at=NOON)
    actions.end_outage(second, by=pair[0], at=NOON)


def test_switchings_that_do_not_touch_each_other_end_in_any_order(pair):
    make_supply.town()
    first = carried_out(draft_switching("s001-k1-02", pair[0]), pair)
    second = carried_out(draft_switching("s002-k1-02", pair[0]), pair)
    actions.end_outage(first, by=pair[0], at=NOON)
    assert {one.cause for one in queries.turned(make_supply.BY, "power")} == {second}


def test_of_several_the_latest_says_how_an_element_stands_and_the_others_once_it_ended():
    given = [("S1", False, 1), ("S2", False, 1), ("S1", True, 2), ("S2", False, 3)]
    turned_now = tuple(Turned(network="water", element=name, is_open=is_open, cause=cause) for name, is_open, cause in given)
    assert positions(turned_now) == {"S1": True, "S2": False}
    assert [(one.element, one.cause) for one in kept(turned_now, 1)] == [("S1", 2), ("S2", 3)]
    assert kept(turned_now, 2) == () and [one.cause for one in kept(turned_now, 3)] == [1]

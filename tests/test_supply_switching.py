"""A cable out of the ring at the desk: proposed, judged, drafted, released by a second person, carried out and taken back."""

import make_supply
import pytest
from django.urls import reverse

from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Role
from glueckauf.supply import actions, queries
from glueckauf.supply.models import ElementPosition, Outage
from glueckauf.supply.rules.network_day import wanted
from glueckauf.supply.rules.switching import UnreadableStep, read, undoing, written
from tests import make_identity
from tests.make_catalogue import NOON

JANUARY = {"month": 1, "day": 15}
TIMES = {"begins_at": "24.11.2026 13:00", "expected_end": "24.11.2099 18:00", "cause": "cable", "note": ""}
PAGE = "netz-schaltung"


def clerk(tenant=make_supply.OPERATOR):
    return make_identity.clerk(tenant, roles=(Role.CLERK,), offices=("leitstelle",))


@pytest.fixture
def pair(db):
    make_supply.town()
    return clerk(), clerk()


def draft(by, line="r01-k2", moves=None, **more):
    plan = actions.plan_switching(line, day=JANUARY, by=by)
    given = {
        "day": JANUARY,
        "moves": moves or [(one["id"], one["open"]) for one in plan["switches"]],
        "agreed": (),
        "kommune": "bochum",
        "kind": "fault",
        "cause": "cable",
        "begins_at": NOON,
        "expected_end": None,
        "note": "",
    }
    return actions.draft_switching(line, **given | more, by=by, at=NOON).pk


def stands():
    return queries.positions(make_supply.BY, "power")


def test_a_plan_is_released_by_a_second_person_carried_out_and_taken_back(pair):
    one, two = pair
    key = draft(one)
    with pytest.raises(actions.SecondPerson):
        actions.announce_outage(key, by=one, at=NOON)
    assert stands() == {}
    actions.announce_outage(key, by=two, at=NOON)
    actions.begin_outage(key, by=one, at=NOON)
    assert stands() == {"r01-k2a": True, "r01-k2b": True, "r01-k3a": False}
    (card_up, *_) = queries.element_card(one, "power", "s002-t", "", moment()).up
    assert card_up[1] == "r01-k3"  # fed from the other side now
    actions.end_outage(key, by=one, at=NOON)
    assert stands() == {}
    assert queries.element_card(one, "power", "s002-t", "", moment()).up[0][1] == "r01-k2"


def moment():
    return wanted("01-15", "18:00", at=NOON)


def test_a_switching_nobody_is_dark_by_is_not_public_and_one_with_dark_houses_is(pair):
    one, two = pair
    quiet, loud = draft(one), draft(one, line="s001-k1-02")
    for key in (quiet, loud):
        actions.announce_outage(key, by=two, at=NOON)
    (public,) = queries.public_outages("bochum", at=NOON).now
    assert public.where == ("Musterstraße 11 bis 20",) and public.houses == 10


def test_a_plan_on_a_grid_that_moved_meanwhile_is_not_carried_out(pair):
    one, two = pair
    first, second = draft(one), draft(one, line="s001-k1-02")
    actions.announce_outage(first, by=two, at=NOON)
    actions.begin_outage(first, by=one, at=NOON)
    with pytest.raises(actions.PlanOutdated):
        actions.announce_outage(second, by=two, at=NOON)
    assert set(stands()) == {"r01-k2a", "r01-k2b", "r01-k3a"}
    make_supply.town()
    with pytest.raises(actions.PlanOutdated):
        actions.announce_outage(second, by=two, at=NOON)


def test_two_live_parts_are_never_joined_silently_and_a_live_place_of_work_never(pair):
    one, _ = pair
    ring = [("r01-k3a", False), ("r01-k2a", True), ("r01-k2b", True)]
    with pytest.raises(actions.NotSaidYesTo):
        draft(one, moves=ring)
    doubts = actions.plan_switching("r01-k2", day=JANUARY, moves=ring, by=one)["doubtful"]
    assert draft(one, moves=ring, agreed=doubts)
    for wrong in ([("r01-k2b", True)], [("r01-k2a", True), ("r01-k2b", True), ("r01-k2a", False)], [("r01-k3a", True)]):
        with pytest.raises(actions.NotAPlan):
            draft(one, moves=wrong, agreed=doubts)


def test_the_desk_walks_from_the_cable_to_the_way_back(pair):
    desk, second = (make_identity.desk_of(one) for one in pair)
    shown = desk.get(reverse(PAGE), {"element": "r01-k2", "tag": "01-15"}).content.decode()
    assert "Am Ende ist niemand ohne Strom." in shown and "r01-k3a" in shown and "in Ordnung" in shown
    steps = "r01-k2a auf\nr01-k2b auf\nr01-k3a zu"
    answer = desk.post(f"{reverse(PAGE)}?tag=01-15", {"element": "r01-k2", "schritte": steps} | TIMES)
    assert answer.status_code == 302, answer.content.decode()
    page = desk.get(answer.url).content.decode()
    assert "Schaltung um Kabel r01-k2" in page and "zweite Person" in page and "Zurück in dieser Folge" in page
    assert desk.post(answer.url, {"tun": "ankuendigen"}).status_code == 409
    assert second.post(answer.url, {"tun": "ankuendigen"}).status_code == 302
    assert desk.post(answer.url, {"tun": "beginnen"}).status_code == 302
    assert "Geschaltet:" in desk.get(answer.url).content.decode()
    assert "r01-k2" in desk.get(reverse("netz", args=["strom"])).content.decode()
    assert desk.post(answer.url, {"tun": "beenden"}).status_code == 302
    assert stands() == {}


@pytest.mark.parametrize(
    "given",
    [
        {"element": "nirgends"},
        {"element": "r01-k2", "schritte": "r01-k2a vielleicht"},
        {"element": "r01-k2", "schritte": "nirgends auf"},
        {"element": "r01-k2", "schritte": "\n".join(["r01-k2a auf"] * 41)},
    ],
)
def test_what_is_no_plan_is_said(pair, given):
    desk = make_identity.desk_of(pair[0])
    assert desk.get(reverse(PAGE), given).status_code == 422
    assert desk.post(reverse(PAGE), given | TIMES).status_code == 422
    with reading(make_supply.BY):
        assert Outage.objects.count() == ElementPosition.objects.count() == 0


def test_the_way_back_is_the_way_there_in_reverse():
    moves = [{"id": "a", "open": True}, {"id": "b", "open": False}]
    assert [(one["id"], one["open"]) for one in undoing(moves)] == [("b", True), ("a", False)]
    assert read(written(moves)) == [("a", True), ("b", False)]
    for wrong in ("a", "a b", "x" * 130 + " auf"):
        with pytest.raises(UnreadableStep):
            read(wrong)

"""Alarms at the desk of an operator: found in values, grouped, seen to; where it leaks, who is dark, and what nobody else may see."""

from dataclasses import replace
from datetime import timedelta

import make_sensors as sim
import make_supply
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from glueckauf.core.clock import now
from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Role, Rule
from glueckauf.supply import actions, queries
from glueckauf.supply.rules.alarms import SensorKind, Urgency
from glueckauf.supply.rules.simulation import Faults
from glueckauf.telemetry import actions as telemetry
from glueckauf.telemetry.models import AlarmCalm
from glueckauf.telemetry.rules.finding import Detector, Finding
from tests import make_identity
from tests.make_catalogue import NOON

pytestmark = pytest.mark.django_db
BURST, FUSE = Faults(burst=sim.HOUSE), Faults(blown="s001-f1")
MINUTE = timedelta(minutes=1)


def clerk(tenant=sim.OPERATOR):
    return make_identity.clerk(tenant, roles=(Role.CLERK,), offices=("leitstelle",))


def open_of(network, at, by=sim.BY):
    return queries.board(by, network, at=at).open


@pytest.fixture
def town():
    """Its history ends at NOON."""
    return sim.town(NOON)


def test_a_burst_pipe_is_an_alarm_within_three_minutes_and_its_street_is_named(town, django_assert_max_num_queries):
    at = sim.run(town, Faults(), NOON, minutes=1)
    assert open_of("water", at) == ()
    at = sim.run(town, BURST, at, minutes=2)
    with django_assert_max_num_queries(24):
        (found,) = open_of("water", at)
    assert (found.urgency, found.by) == (Urgency.LEAK, "") and "mehr" in found.concerns and "Zone Hochbehälter" in found.title
    assert open_of("power", at) == ()
    located = actions.locate_leak(found.id, by=sim.BY, at=at)
    assert located["fits"] and located["shut"] == () and {one["street"] for one in located["places"][:3]} <= {"Probeallee", "Testgasse"}
    street, number, postcode = located["places"][0]["address"]
    plan = actions.plan_closure(street=street, house_number=number, postcode=postcode, by=sim.BY)
    assert plan["valves"] and plan["dry"]
    shut = make_supply.outage(by=sim.BY)
    actions.announce_outage(shut, by=clerk(), at=at)
    actions.begin_outage(shut, by=sim.BY, at=at)
    assert actions.locate_leak(found.id, by=sim.BY, at=at)["shut"] == ("S001",)
    mended(town, found.id, at)


def mended(town, alarm_id, at):
    """As usual again: no place is told; ended by a person it stays ended."""
    end = at + 20 * MINUTE
    town.send(Faults(), end)
    with pytest.raises(actions.NoPlace, match="üblich"):
        actions.locate_leak(alarm_id, by=sim.BY, at=end)
    telemetry.end_alarm(alarm_id, by=clerk(), at=end)
    sim.run(town, Faults(), end, minutes=1)
    board = queries.board(sim.BY, "water", at=end + MINUTE)
    assert board.open == () and board.ended_today == 1


def test_a_blown_fuse_is_an_outage_with_its_section_and_every_house_behind_it(town):
    at = sim.run(town, FUSE, NOON, minutes=3)
    (found,) = open_of("power", at)
    assert (found.urgency, found.title) == (Urgency.OUTAGE, "8 Zähler ohne Spannung, Musterstraße")
    dark = actions.dark_section(found.id, by=sim.BY)
    assert (dark["kind"], dark["element"], dark["silent"], dark["speaking"]) == ("switch", "s001-f1", 8, 0)
    assert len(dark["dark"]) == 10 and {street for street, _, _ in dark["dark"]} == {"Musterstraße"}
    at = sim.run(town, Faults(), at, minutes=2)
    assert open_of("power", at) == () and queries.board(sim.BY, "power", at=at).ended[0].ended_by == "von selbst"


def test_silence_is_one_note_and_where_sensors_are_missing_a_sentence_says_so(town):
    at = sim.run(town, BURST, NOON, minutes=2)
    (found,) = open_of("water", at)
    with pytest.raises(NotFound):
        actions.locate_leak(found.id, by=Rule(tenant="dortmund", name="x"), at=at)
    with pytest.raises(actions.NoPlace, match="kein Abschnitt"):
        actions.dark_section(found.id, by=sim.BY)
    before = len(queries.sensors(sim.BY))
    actions.set_up_sensors(by=sim.BY, at=NOON)
    for number in range(1, 8):
        actions.place_sensor(f"w-druck-{number}", network="water", kind=SensorKind.METER, element="", place="x", by=sim.BY, at=at)
    assert len(queries.sensors(sim.BY)) == before and queries.sensors(Rule(tenant="dortmund", name="x")) == ()
    with pytest.raises(actions.NoPlace, match="mindestens drei"):
        actions.locate_leak(found.id, by=sim.BY, at=at)
    with pytest.raises(NotFound):
        actions.place_sensor("gibt-es-nicht", network="water", kind=SensorKind.PRESSURE, element="x", place="x", by=sim.BY, at=NOON)
    telemetry.note_silence(by=sim.BY, at=at + 180 * MINUTE)
    by_hand = ("grid", "sensor", "w-druck-8", "--operator", sim.OPERATOR, "--network", "water", "--kind", "pressure", "--place")
    call_command(*by_hand, "Schacht 8", "--element", "w001-m1")
    with pytest.raises(CommandError):
        call_command("grid", "sensor", "fehlt", *by_hand[3:], "x")
    _, note = open_of("water", at + 180 * MINUTE)
    assert (note.urgency, note.id, note.small) == (Urgency.NOTE, 0, "10 Messreihen") and "und 7 weitere" in note.concerns


def desk_town():
    """With a leak that lasts and a dark feeder, now: pages read the clock."""
    at = now().replace(microsecond=0)
    made = sim.town(at - 5 * MINUTE)
    sim.run(made, replace(BURST, blown=FUSE.blown), at - 5 * MINUTE, minutes=5)
    return at


def test_the_desk_from_the_alarm_to_the_draft_of_an_outage():
    at, max_ = desk_town(), clerk()
    desk = make_identity.desk_of(max_)
    for slug, network, words in (("wasser", "water", "Leck"), ("strom", "power", "Ausfall")):
        page = desk.get(reverse("netz", args=[slug])).content.decode()
        assert words in page and 'data-taste="a"' in page and "1 offen" in page
        (alarm,) = open_of(network, at, max_)
        answer = desk.post(reverse("netz-meldung-schritt", args=[alarm.id]), {"tun": "uebernehmen", "netz": slug})
        assert answer.status_code == 302 and answer["Location"] == reverse("netz", args=[slug])
        assert open_of(network, at, max_)[0].by
        again = desk.post(reverse("netz-meldung-schritt", args=[alarm.id]), {"tun": "uebernehmen"})
        assert again.status_code == 409 and "schon jemand übernommen" in again.content.decode()
        assert "svg" in desk.get(reverse("netz-meldung", args=[alarm.id])).content.decode()
    (leak,), (dark,) = open_of("water", at, max_), open_of("power", at, max_)
    place = desk.get(reverse("netz-meldung-ort", args=[leak.id])).content.decode()
    assert "?street=Probeallee&amp;house_number=" in place and "Alle Schieber gelten als offen" in place
    assert desk.post(reverse("netz-meldung-ort", args=[leak.id])).status_code == 409
    drafted = desk.post(reverse("netz-meldung-ort", args=[dark.id]))
    assert drafted.status_code == 302
    page = desk.get(drafted["Location"]).content.decode()
    assert "s001-f1" in page and "Freigeben und ankündigen" in page
    (row,) = queries.desk_outages(max_, "power", at=now())
    actions.announce_outage(row.id, by=max_, at=now())
    (public,) = queries.public_outages("bochum", at=now() + MINUTE).now
    assert public.network == "power" and public.where == ("Musterstraße 11 bis 20",)
    nobody_else_sees_or_moves(leak, at)
    over = desk.post(reverse("netz-meldung-schritt", args=[leak.id]), {"tun": "beenden"})
    assert over.status_code == 302 and "Beendet" in desk.get(reverse("netz-meldungen", args=["wasser"])).content.decode()


def nobody_else_sees_or_moves(alarm, at):
    """Another operator, a wrong step, no session."""
    other = make_identity.desk_of(clerk("westnetz"))
    names = ("netz-meldung", "netz-meldung-ort", "netz-meldung-schritt")
    urls = [reverse(name, args=[alarm.id]) for name in names]
    assert [other.get(url).status_code for url in urls[:2]] == [404, 404]
    assert other.post(urls[2], {"tun": "beenden"}).status_code == 404
    own = make_identity.desk_of(clerk())
    assert own.get(urls[2]).status_code == 405 and own.post(urls[2], {"tun": "loeschen"}).status_code == 409
    assert own.get(reverse("netz-meldungen", args=["fernwaerme"])).status_code == 404
    strict = make_identity.Client(enforce_csrf_checks=True)
    assert strict.post(urls[2], {"tun": "beenden"}).status_code in (302, 403)
    assert alarm.id in {one.id for one in open_of("water", at)}


def test_an_alarm_whose_series_are_as_usual_again_stands_apart_until_somebody_ends_it():
    max_, at = clerk(), now()
    found = Finding(detector=Detector.CUSUM, cause="leak:nord", subjects=("zufluss",), onset_ms=0, found_ms=round(at.timestamp() * 1000))
    alarm = telemetry.raise_alarm(found, by=sim.BY, at=at)
    with writing(sim.BY):
        AlarmCalm.objects.create(alarm_id=alarm, tenant=sim.OPERATOR, since_ms=found.found_ms + 1, at=at)
    board = queries.board(sim.BY, "water", at=at)
    assert board.open == () and [one.id for one in board.calm] == [alarm]
    desk = make_identity.desk_of(max_)
    page = desk.get(reverse("netz-meldungen", args=["wasser"])).content.decode()
    assert "0 offen, 1 wieder wie üblich" in page and "<h3>Wieder wie üblich</h3>" in page and "Beenden" in page
    assert "Beenden Sie sie, wenn die Ursache behoben ist." in desk.get(reverse("netz-meldung", args=[alarm])).content.decode()
    assert desk.post(reverse("netz-meldung-schritt", args=[alarm]), {"tun": "beenden"}).status_code == 302
    board = queries.board(sim.BY, "water", at=at)
    assert board.calm == () and [one.id for one in board.ended] == [alarm]

"""Measured beside computed at the desk of a network: told apart, with quality, of today only, and nobody else's."""

from datetime import date, datetime, timedelta

import make_sensors as sim
import make_supply
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from glueckauf.core.clock import BERLIN, now
from glueckauf.core.db import reading, writing
from glueckauf.identity.rules.actor import Role, Rule
from glueckauf.supply import actions, queries
from glueckauf.supply.models import Sensor
from glueckauf.supply.rules import measured as rule
from glueckauf.supply.rules.alarms import SensorKind
from glueckauf.supply.rules.measured import Grade, Heard
from glueckauf.supply.rules.network_map import marks, sheet_of
from glueckauf.telemetry import actions as telemetry
from glueckauf.telemetry.models import ClockFault, Device, Gap, Series
from glueckauf.telemetry.rules.keep import SeriesKind
from glueckauf.telemetry.rules.values import Raw
from tests import make_identity

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
QUARTER = timedelta(minutes=15)
MOST_OF_PAGE, MOST_OF_CARD = 48, 72  # on PostgreSQL a read is a savepoint with its scope: some four each; a card has up to four curves


def ms(hour, minute=0, day=24):
    return round(datetime(2026, 11, day, hour, minute, tzinfo=BERLIN).timestamp() * 1000)


def heard(at_ms, *, is_silent=False, gaps=(), clock_s=0.0):
    return Heard(at_ms=at_ms, is_silent=is_silent, gaps=gaps, clock_s=clock_s)


@pytest.mark.parametrize(
    ("given", "grade", "words"),
    [
        (heard(None), Grade.NONE, "noch nichts gemessen"),
        (heard(ms(18, 15)), Grade.FRESH, "frisch"),
        (heard(ms(17, 5), is_silent=True), Grade.STALE, "veraltet, stumm seit 17:05"),
        (heard(ms(17, 5, day=23)), Grade.STALE, "veraltet, stumm seit 23.11. 17:05"),
        (heard(ms(18, 15), gaps=((ms(12), ms(13, 30)),)), Grade.GAP, "Lücke 12:00 bis 13:30"),
        (heard(ms(18), gaps=((ms(9), ms(10)), (ms(12), ms(13)))), Grade.GAP, "Lücke 12:00 bis 13:00 und 1 weitere"),
        (heard(ms(18, 15), is_silent=True, clock_s=-40.0), Grade.CLOCK, "Uhr geht falsch, bis zu 40 Sekunden nach"),
    ],
)
def test_a_value_is_as_good_as_the_worst_that_is_known_of_it(given, grade, words):
    assert rule.grade(given, TODAY) == (grade, words)


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "expected"),
    [
        (5.0, "bar", "m", 50.986),
        (800.0, "mbar", "bar", 0.8),
        (2500.0, "W", "kW", 2.5),
        (10.0, "l/s", "m³/h", 36.0),
        (1.0, "°C", "bar", None),
    ],
)
def test_units_are_converted_or_not_compared(value, unit, wanted, expected):
    assert rule.converted(value, unit, wanted) == (expected if expected is None else pytest.approx(expected))


def test_a_difference_has_a_sign_and_one_too_small_to_see_says_so():
    assert rule.apart(52.4, 52.1, "m") == "+0,3 m" and rule.apart(1.0, 1.5, "kW") == "−0,5 kW"
    assert rule.apart(52.11, 52.1, "m") == "unter 0,1 m"


@pytest.mark.parametrize(("day", "quarters"), [(date(2026, 3, 29), 92), (date(2026, 10, 25), 100), (TODAY, 96)])
def test_a_day_on_which_the_clock_is_moved_has_its_own_length(day, quarters):
    every, begun = rule.quarter_hours(day, rule.midnight_ms(day) + 1)
    assert (len(every), len(begun)) == (quarters, 1)


def test_of_two_sensors_side_by_side_the_first_keeps_its_text():
    place = sheet_of([{"line": [(7.2, 51.48), (7.21, 51.485)]}])
    near = [
        ((7.203, 51.482), "M1 52,1 m", True),
        ((7.2031, 51.482), "M2 52,0 m", False),
        ((7.208, 51.484), "M3 1 m", True),
        (None, "M4", True),
    ]
    assert [(one.text, one.is_fresh) for one in marks(place, near)] == [("M1 52,1 m", True), ("", False), ("M3 1 m", True)]
    assert marks(None, near) == ()


def clerk(tenant=make_supply.OPERATOR):
    return make_identity.clerk(tenant, roles=(Role.CLERK,), offices=("leitstelle",))


def sensor(key, *, network="water", kind=SensorKind.PRESSURE, element="", unit="bar", at=None):
    """A device with one series."""
    telemetry.register_device(key, name=key, group="z", by=sim.BY, at=at)
    telemetry.register_series(key, key, unit=unit, kind=SeriesKind.GAUGE, interval_s=900, by=sim.BY, at=at)
    actions.place_sensor(key, network=network, kind=kind, element=element, place=f"Schacht {key}", by=sim.BY, at=at)


def send(key, values, at):
    """[(when, value)], through the action that takes all values."""
    with reading(sim.BY):
        device = Device.objects.visible_to(sim.BY).get(key=key).pk
    lines = [Raw(number, key, when.isoformat(), value) for number, (when, value) in enumerate(values, 1)]
    telemetry.take({device: telemetry.Batch(lines=lines)}, by=sim.BY, at=at)


def noon_today():
    """Long enough after midnight to have a past of today."""
    return now().astimezone(BERLIN).replace(hour=12, minute=3, second=0, microsecond=0)


def test_each_sensor_stands_beside_what_is_computed_for_its_quarter_hour_and_bad_ones_say_why():
    make_supply.water()
    at = noon_today()
    for key in ("gut", "stumm", "uhr", "luecke", "leer", "fort"):
        sensor(key, element="nirgends" if key == "fort" else "w001-m1", at=at - timedelta(days=9))
    for key in ("gut", "stumm", "uhr", "luecke", "fort"):
        send(key, [(at - QUARTER, 5.0)], at)
    with reading(sim.BY):
        row = {one.key: one for one in Series.objects.visible_to(sim.BY).select_related("device")}
    begun = round((at - timedelta(hours=2)).timestamp() * 1000)
    with writing(sim.BY):
        Gap.objects.create(tenant=sim.OPERATOR, series=row["stumm"], from_ms=begun, at=at)
        Gap.objects.create(tenant=sim.OPERATOR, series=row["luecke"], from_ms=begun, to_ms=begun + 3_600_000, at=at)
        ClockFault.objects.create(tenant=sim.OPERATOR, device=row["uhr"].device, kind="ahead", offset_s=90.0, since=at)
    found = queries.measured(sim.BY, "water", at=at)
    rows = {one.series: one for one in found.rows}
    assert {key: one.grade for key, one in rows.items()} == {
        "gut": Grade.FRESH, "stumm": Grade.STALE, "uhr": Grade.CLOCK, "luecke": Grade.GAP, "leer": Grade.NONE, "fort": Grade.FRESH,
    }  # fmt: skip
    good = rows["gut"]
    assert (good.measured, good.measured_at, good.computed_at, good.node) == ("51 m", "11:48", "11:45", "w001-m1")
    assert good.apart == pytest.approx(50.986 - float(good.computed.removesuffix(" m").replace(",", ".")), abs=0.06)
    assert rows["stumm"].apart is not None and rows["uhr"].apart is None and rows["uhr"].why == "Zeit ist unsicher"
    assert (rows["leer"].why, rows["fort"].why) == ("nichts gemessen", "im Netzmodell nicht gefunden")
    assert found.fresh == 2 and found.count == 6 and [one.number for one in found.rows] == [1, 2, 3, 4, 5, 6]
    card = queries.element_measured(sim.BY, "water", "w001-m1", at=at)
    assert len(card.rows) == 4 and {one.name for one in card.plots[0].series} == {"gemessen", "berechnet"}
    told = next(one for one in card.plots[0].series if one.name == "gemessen").values
    assert [place for place, value in enumerate(told) if value is not None] == [47, 48]


def test_two_inflows_are_not_compared_with_one_model_and_strange_units_not_at_all():
    make_supply.water()
    at = noon_today()
    for key, unit in (("eins", "m³/h"), ("zwei", "m³/h")):
        sensor(key, kind=SensorKind.INFLOW, unit=unit, at=at - QUARTER)
        send(key, [(at - QUARTER, 9.0)], at)
    sensor("warm", element="w001-m1", unit="°C", at=at - QUARTER)
    send("warm", [(at - QUARTER, 9.0)], at)
    rows = queries.measured(sim.BY, "water", at=at).rows
    assert [(one.series, one.why, one.computed) for one in rows[:2]] == [
        (key, "Das Netzmodell kennt keine Zonen", "") for key in ("eins", "zwei")
    ]
    assert (rows[2].why, rows[2].measured) == ("andere Einheit", "9 °C")


def many(first, count, at):
    """As `sensor` makes them, in three statements."""
    keys = [f"p{number:03}" for number in range(first, first + count)]
    own = {"tenant": sim.OPERATOR, "actor": "rule:demo", "at": at}
    with writing(sim.BY):
        devices = Device.objects.bulk_create(Device(key=key, name=key, **own) for key in keys)
        Series.objects.bulk_create(Series(key=one.key, device=one, unit="bar", kind="gauge", interval_s=900, **own) for one in devices)
        where = {"network": "water", "kind": "pressure", "element": "w001-m1", "tenant_id": sim.OPERATOR, "actor": "rule:demo", "at": at}
        Sensor.objects.bulk_create(Sensor(series=key, device=key, place=f"Schacht {key}", **where) for key in keys)


def test_three_sensors_and_three_hundred_cost_the_same_statements():
    make_supply.water()
    at, counts = noon_today(), []
    for first, count in ((0, 3), (3, 297)):
        many(first, count, at - QUARTER)
        send(f"p{first:03}", [(at - QUARTER, 5.0)], at)
        with CaptureQueriesContext(connection) as page:
            assert queries.measured(sim.BY, "water", at=at).count == first + count
        with CaptureQueriesContext(connection) as card:
            assert len(queries.element_measured(sim.BY, "water", "w001-m1", at=at).rows) == min(first + count, 4)
        counts.append(len(page))
        assert len(card) <= MOST_OF_CARD, len(card)
    assert counts[0] == counts[1] <= MOST_OF_PAGE, counts


def test_the_page_tells_measured_from_computed_and_shows_no_measured_value_of_another_day():
    at = now().replace(microsecond=0)
    sim.town(at)
    desk = make_identity.desk_of(clerk())
    page = desk.get(reverse("netz", args=["wasser"])).content.decode()
    assert "Gemessen und berechnet" in page and "gemessen " in page and "berechnet für" in page and "d-map__sensor" in page
    assert page.count("<small>gemessen ") >= 10 and "12 von" not in page  # nine pressures and an inflow, all shown
    power = desk.get(reverse("netz", args=["strom"])).content.decode()
    assert "12 von 24 Messstellen" in power and "?messwerte=alle#gemessen" in power
    assert "24 von 24 Messstellen" in desk.get(reverse("netz", args=["strom"]), {"messwerte": "alle"}).content.decode()
    other = "01-15" if f"{at.astimezone(BERLIN):%m-%d}" != "01-15" else "07-15"
    then = desk.get(reverse("netz", args=["strom"]), {"tag": other}).content.decode()
    assert "Messwerte stehen hier nur für heute" in then and "d-map__sensor" not in then and "Unterschied" not in then
    node = next(one.node for one in queries.measured(sim.BY, "water", at=at).rows if one.node)
    card = desk.get(reverse("netz-element", args=["wasser"]), {"id": node, "art": "node"}).content.decode()
    assert "heute gemessen und berechnet" in card and "<svg" in card and "<table" in card


def test_a_stranger_sees_no_measured_value():
    at = now().replace(microsecond=0)
    make_supply.water()
    sensor("geheim", element="w001-m1", at=at - QUARTER)
    send("geheim", [(at, 5.0)], at)
    for tenant in ("donetz", "dortmund"):
        assert queries.measured(Rule(tenant=tenant, name="x"), "water", at=at).rows == ()
        assert queries.element_measured(Rule(tenant=tenant, name="x"), "water", "w001-m1", at=at).rows == ()
        page = make_identity.desk_of(clerk(tenant)).get(reverse("netz", args=["wasser"])).content.decode()
        assert "Schacht geheim" not in page
    assert "Schacht geheim" in make_identity.desk_of(clerk()).get(reverse("netz", args=["wasser"])).content.decode()

"""Demo only: invented sensors on the invented town, sending through the true HTTP interface with tokens of their own."""

import http.client
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from glueckauf.core.errors import NotFound, Refused
from glueckauf.identity.rules.actor import Actor, Rule
from glueckauf.supply import queries
from glueckauf.supply.actions.alarms import POWER, WATER, asked_of, place_sensor
from glueckauf.supply.providers.engine import engine
from glueckauf.supply.rules import simulation
from glueckauf.supply.rules.alarms import SensorKind
from glueckauf.supply.rules.simulation import Faults
from glueckauf.telemetry import actions as telemetry
from glueckauf.telemetry import queries as measured
from glueckauf.telemetry.rules.keep import SeriesKind

PRESSURES, ZONE = 9, "Zone Hochbehälter"
INFLOW = "w-zufluss"
LIVE_S, METER_S, QUARTER_S = 30, 60, 900
HISTORY, METER_HISTORY, GAP = timedelta(days=35), timedelta(days=1), timedelta(hours=2)
OPERATOR, POSTCODE = "stadtwerke-bochum-netz", "44787"
ASK_S = 60.0


class NoSuchFeeder(Refused):
    """No meter hangs on it."""

    text = "Diesen Strang gibt es in der Demo nicht. Es wurde nichts geschaltet."


class NoSuchHouse(Refused):
    """The invented town has no such address."""

    text = "Diese Anschrift gibt es in der erfundenen Stadt nicht. Es wurde nichts geschaltet."


def faults_file() -> Path:
    """A small file, so that the page and the simulator agree."""
    return Path(settings.GLUECKAUF.var) / "demo-netz.json"


def demo_faults() -> Faults:
    """What is broken now."""
    path = faults_file()
    return simulation.faults(path.read_text()) if path.exists() else Faults()


def set_demo_faults(found: Faults, *, by: Actor, at: datetime) -> None:
    """From now on that is broken and nothing else. Raises NotFound outside demo mode, NoSuchFeeder, NoSuchHouse, NoPlace."""
    if not settings.GLUECKAUF.is_demo:
        raise NotFound
    house = Rule(tenant=demo_operator(), name="demo")
    if found.blown and found.blown not in {one.zone for one in queries.sensors(house, POWER)}:
        raise NoSuchFeeder
    if found.burst and found.burst not in demo_houses():
        raise NoSuchHouse
    path = faults_file()
    new = path.with_suffix(".new")
    new.write_text(found.text())
    new.replace(path)


def demo_operator() -> str:
    """Who runs the invented town."""
    return OPERATOR


def demo_houses() -> tuple[tuple[str, str, str], ...]:
    """Addresses at which a pipe can burst: all houses between the last ones that have a sensor in their street."""
    rows = queries.sensors(Rule(tenant=demo_operator(), name="demo"))
    found: dict[str, int] = {}
    for street, number in (one.place.rpartition(" ")[::2] for one in rows if one.kind != SensorKind.INFLOW):
        found[street] = max(found.get(street, 0), int(number))
    return tuple((street, str(number), POSTCODE) for street, last in sorted(found.items()) for number in range(1, last + 1))


def demo_feeders() -> tuple[tuple[str, str], ...]:
    """Feeders whose fuse can blow, with their street."""
    rows = queries.sensors(Rule(tenant=demo_operator(), name="demo"), POWER)
    return tuple(sorted({(one.zone, one.place.rpartition(" ")[0]) for one in rows}))


def set_up_sensors(*, by: Rule, at: datetime) -> None:
    """Devices, series and places; once. Raises NoPlace without a grid."""
    if queries.sensors(by):
        return
    add(INFLOW, "Zufluss Hochbehälter (synthetisch)", "m³/h", QUARTER_S, ZONE, WATER, SensorKind.INFLOW, "", "Hochbehälter", by, at)
    for number, one in enumerate(asked_of(WATER, "sensed_water", {"count": PRESSURES}, by=by, within_s=ASK_S)["places"], 1):
        name = f"Druck {one['place']} (synthetisch)"
        add(f"w-druck-{number}", name, "bar", QUARTER_S, ZONE, WATER, SensorKind.PRESSURE, one["node"], one["place"], by, at)
    for one in asked_of(POWER, "sensed_power", {}, by=by, within_s=ASK_S)["places"]:
        key, name = f"z-{one['connection']}", f"Zähler {one['place']} (synthetisch)"
        add(key, name, "kW", METER_S, one["feeder"], POWER, SensorKind.METER, one["connection"], one["place"], by, at)


def add(
    key: str,
    name: str,
    unit: str,
    interval_s: int,
    group: str,
    network: str,
    kind: SensorKind,
    element: str,
    place: str,
    by: Rule,
    at: datetime,
) -> None:
    """A device with one series of the same key; what is there already stays."""
    with suppress(telemetry.AlreadyThere):
        telemetry.register_device(key, name=name, group=group, by=by, at=at)
    with suppress(telemetry.AlreadyThere):
        telemetry.register_series(key, key, unit=unit, kind=SeriesKind.GAUGE, interval_s=interval_s, by=by, at=at)
    place_sensor(key, network=network, kind=kind, element=element, place=place, by=by, at=at)


@dataclass(slots=True)
class Simulator:
    """Sends what is due. Tokens live in its memory only: each start issues new ones and ends the others."""

    by: Rule
    history_s: int = QUARTER_S
    history: timedelta = HISTORY
    tokens: dict[str, str] = field(default_factory=dict)
    sent: dict[str, datetime] = field(default_factory=dict)
    signals: dict[Any, Mapping[str, Any]] = field(default_factory=dict)

    def begin(self, at: datetime) -> None:
        """What was sent before, and a token for each device."""
        for one in measured.latest(self.by):
            if one.at_ms is not None:
                self.sent[one.series] = datetime.fromtimestamp(one.at_ms / 1000, UTC)
        for sensor in queries.sensors(self.by):
            token = telemetry.issue_token(sensor.device, by=self.by, at=at)
            telemetry.revoke_tokens(sensor.device, but=token, by=self.by, at=at)
            self.tokens[sensor.series] = token

    def send_due(self, broken: Faults, at: datetime) -> int:
        """How many values were stored. Raises OSError, http.client.HTTPException while nobody listens: what is due stays due."""
        count, is_first, known = 0, not self.sent, len(self.signals)
        for sensor in queries.sensors(self.by):
            if sensor.series not in self.tokens or (sensor.kind == SensorKind.METER and sensor.zone == broken.blown):
                continue
            values = self.values(sensor, broken, at)
            first = 0 if sensor.series in self.sent else 1  # the newest alone: what comes after it from before makes no gaps
            for piece in (values[:first], values[first:]):
                count += post(self.tokens[sensor.series], piece) if piece else 0
            if values:
                self.sent[sensor.series] = max(when for _, when, _ in values)
        if len(self.signals) > known:
            engine.stop()  # asked once a day: no need to keep its memory until then
        if is_first:
            while telemetry.roll_up(by=self.by, at=at):  # else the first five minutes would know nothing usual
                continue
        return count

    def values(self, sensor: queries.SensorRow, broken: Faults, at: datetime) -> list[tuple[str, datetime, float]]:
        """Of one series, those that are due. What is broken counts for values from now on, not for history."""
        is_meter = sensor.kind == SensorKind.METER
        step, back, history = (METER_S, METER_HISTORY, 0) if is_meter else (LIVE_S, self.history, self.history_s)
        after = self.sent.get(sensor.series)
        moments = simulation.due(
            after, at, step_s=step, back=back, history_s=history or self.history_s if after is None else history, gap=GAP
        )
        return [(sensor.series, when, self.value(sensor, broken if when > at - GAP else Faults(), when)) for when in moments]

    def value(self, sensor: queries.SensorRow, broken: Faults, when: datetime) -> float:
        """One."""
        if sensor.kind == SensorKind.METER:
            known = self.meter_day(when.astimezone(simulation.BERLIN).timetuple().tm_yday % 365)
            return simulation.meter_value(sensor.series, known[sensor.element], when)
        known = self.water_day(broken.burst)
        return simulation.water_value(sensor.kind, sensor.series, known[sensor.element], when)

    def water_day(self, burst: tuple[str, str, str] | None) -> Mapping[str, Sequence[float]]:
        """Hourly values by node; the inflow under no name."""
        if burst not in self.signals:
            nodes = [one.element for one in queries.sensors(self.by, WATER) if one.kind == SensorKind.PRESSURE]
            address = dict(zip(("street", "house_number", "postcode"), burst, strict=True)) if burst else None
            leak = {"address": address, "m3h": simulation.BURST_M3H} if address else None
            found = asked_of(WATER, "sensed_water", {"nodes": nodes, "leak": leak}, by=self.by, within_s=ASK_S)
            self.signals[burst] = {"": found["inflow"]} | dict(zip(nodes, zip(*found["pressure"], strict=True), strict=True))
        return self.signals[burst]

    def meter_day(self, day: int) -> Mapping[str, Sequence[float]]:
        """Quarter-hours by connection."""
        if day not in self.signals:
            meters = [one.element for one in queries.sensors(self.by, POWER) if one.kind == SensorKind.METER]
            found = asked_of(POWER, "sensed_power", {"connections": meters, "day": day}, by=self.by, within_s=ASK_S)
            self.signals[day] = dict(zip(meters, zip(*found["power"], strict=True), strict=True))
        return self.signals[day]


def post(token: str, values: Sequence[tuple[str, datetime, float]]) -> int:
    """One batch to this house; how many were stored. Raises OSError, http.client.HTTPException."""
    env = settings.GLUECKAUF
    ask = http.client.HTTPConnection(env.listen_host, env.listen_port, timeout=30)
    try:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Host": urlsplit(env.base_url).netloc}
        ask.request("POST", "/api/telemetrie/werte/", simulation.batch(values), headers)
        answer = ask.getresponse()
        answer.read()
        if answer.status != 200:
            raise http.client.HTTPException(str(answer.status))
        return len(values)
    finally:
        ask.close()

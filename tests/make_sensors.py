"""The invented town with its simulated sensors and a shorter history than in the demo, sent through the action, not over HTTP."""

from datetime import timedelta

from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Rule
from glueckauf.supply import actions, queries
from glueckauf.supply.rules.simulation import Faults
from glueckauf.telemetry import actions as telemetry
from glueckauf.telemetry.models import Device
from glueckauf.telemetry.rules.values import Raw
from tests import make_supply

OPERATOR = make_supply.OPERATOR
BY = Rule(tenant=OPERATOR, name="demo")
HOUSE = ("Probeallee", "3", "44787")


class Town(actions.Simulator):
    """Its values go in at once, in few batches."""

    def send(self, broken, at):
        """All that is due."""
        batches = {}
        with reading(BY):
            ids = dict(Device.objects.visible_to(BY).values_list("key", "pk"))
        for sensor in queries.sensors(BY):
            if sensor.kind == "meter" and sensor.zone == broken.blown:
                continue
            found = self.values(sensor, broken, at)
            if found:
                lines = [Raw(number, key, when.isoformat(), value) for number, (key, when, value) in enumerate(found, 1)]
                batches[ids[sensor.device]] = telemetry.Batch(lines=lines)
                self.sent[sensor.series] = max(when for _, when, _ in found)
        telemetry.take(batches, by=BY, at=at)


def town(at):
    """Grids, sensors, and 16 days of hourly history up to `at`, rolled up."""
    make_supply.town(BY)
    make_supply.water(BY)
    actions.set_up_sensors(by=BY, at=at - timedelta(days=40))
    made = Town(BY, history_s=3600, history=timedelta(days=16))
    made.send(Faults(), at)
    while telemetry.roll_up(by=BY, at=at):
        continue
    return made


def job(at):
    """What the worker does every 20 seconds."""
    telemetry.note_silence(by=BY, at=at)
    telemetry.detect_outages(by=BY, at=at)
    telemetry.detect_bursts(by=BY, at=at)


def run(made, broken, since, *, minutes):
    """Values every half minute, and the job after each; when it is over."""
    at = since
    for _ in range(minutes * 2):
        at += timedelta(seconds=30)
        made.send(broken, at)
        job(at)
    return at

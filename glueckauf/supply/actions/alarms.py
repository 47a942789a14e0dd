"""What follows from telemetry: which series belong to which network, where it leaks, who is dark. Alarms themselves are telemetry's."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from glueckauf.core.clock import BERLIN
from glueckauf.core.db import writing
from glueckauf.core.errors import Refused
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply import queries
from glueckauf.supply.actions.closures import WATER
from glueckauf.supply.events import SensorPlaced
from glueckauf.supply.models import Sensor
from glueckauf.supply.providers import engine
from glueckauf.supply.rules.alarms import CHANGED, NEEDED, NOISE_M, WATCHED, SensorKind, leak_cause, metres, percent
from glueckauf.supply.rules.network_words import no_answer
from glueckauf.telemetry import actions as telemetry
from glueckauf.telemetry import queries as measured
from glueckauf.telemetry.rules.finding import Detector

POWER = "power"
RECENT = timedelta(minutes=15)
LOCATE_S, DARK_S = 60.0, 30.0


class NoPlace(Refused):
    """`reason` says why; nothing was changed."""

    text = "{reason} Die Meldung bleibt, wie sie ist."


REASONS = {
    "NoReadings": "Für einen Ort braucht es mindestens drei Druckmesser mit Werten.",
    "UnknownSensor": "Ein Druckmesser steht an einem Knoten, den das Netzmodell in Kraft nicht hat.",
    "TooLarge": "Dieses Netzmodell ist zu groß, um jedes Rohr während der Anzeige zu prüfen.",
    "NoSection": "Aus den verstummten Zählern ergibt sich kein Abschnitt: Es sind zu wenige, oder sie hängen nicht am selben Strang.",
    "valve": "Einer der geschlossenen Schieber steht nicht im Netzmodell in Kraft.",
}
FEW = "Von {count} Druckmessern liegen jetzt Werte und Vergleichswerte vor; für einen Ort braucht es mindestens drei."
CALM = (
    "Die Drücke sind zurzeit wie um diese Stunde üblich, damit lässt sich kein Ort schätzen. Verliert das Netz trotzdem Wasser, "
    "spricht das für eine Stelle nahe der Einspeisung oder an einer starken Leitung: Dort ändert auch ein großes Leck den Druck kaum."
)
STRANGE = "Das Netzmodell lässt sich mit diesen Werten nicht rechnen ({code})."
NO_GRID = "Für dieses Netz ist kein Netzmodell in Kraft."


def place_sensor(series: str, *, network: str, kind: SensorKind, element: str, place: str, by: Clerk | Rule, at: datetime) -> int:
    """The series belongs there, and what is usual for its kind is watched. Again: it stands elsewhere. Raises NotFound."""
    device, zone = measured.device_of_series(by, series)
    with writing(by):
        values = {"device": device, "zone": zone, "network": network, "kind": kind, "element": element, "place": place[:120]}
        row, _ = Sensor.objects.visible_to(by).update_or_create(
            tenant_id=by.tenant, series=series, defaults=values | {"actor": by.code, "at": at}
        )
        publish(SensorPlaced(tenant=by.tenant, sensor_id=row.pk, network=network), by=by, at=at)
    for detector in WATCHED[kind]:
        with suppress(telemetry.AlreadyThere):
            telemetry.watch_series(series, Detector(detector), cause=leak_cause(zone), by=by, at=at)
    if kind is SensorKind.METER and zone:
        with suppress(telemetry.AlreadyThere):
            telemetry.watch_group(zone, by=by, at=at)
    return row.pk


def locate_leak(alarm_id: int, *, by: Clerk | Rule, at: datetime) -> dict[str, Any]:
    """Pipes that explain best how pressures changed since the alarm began, with what was assumed. Raises NoPlace, NotFound."""
    alarm = measured.alarm(by, alarm_id)
    end_ms = round((alarm.ended_at or at).timestamp() * 1000)
    from_ms = max(alarm.onset_ms, end_ms - round(RECENT.total_seconds() * 1000))
    heard = pressure_changes(alarm.subjects, from_ms, end_ms, by)
    if len(heard) < NEEDED:
        raise NoPlace(reason=FEW.format(count=len(heard)))
    if max(abs(change) for _, change, _ in heard) < CHANGED * NOISE_M:
        raise NoPlace(reason=CALM)
    shut = queries.shut_valves(by, WATER)
    asked = {
        "sensors": [{"node": node, "change_m": change} for node, change, _ in heard],
        "at_s": datetime.fromtimestamp(end_ms / 1000, BERLIN).hour * 3600,
        "closed": list(shut),
        "reading_m": NOISE_M,
        "nights_before": min(days for _, _, days in heard),
    }
    found = asked_of(WATER, "leaking", asked, by=by, within_s=LOCATE_S)
    for one in found["places"]:
        one["percent"] = percent(one["probability"])
    return found | {"shut": shut, "together_percent": percent(found["together"])}


def pressure_changes(subjects: Sequence[str], from_ms: int, to_ms: int, by: Clerk | Rule) -> list[tuple[str, float, int]]:
    """Node, metres against what is usual at that hour, days that say so: of pressure sensors in the zones of an alarm that have both."""
    zones = {one.zone for one in queries.sensors_of(by, subjects)}
    sensors = [one for one in queries.sensors(by, WATER) if one.kind == SensorKind.PRESSURE and one.zone in zones]
    node, found = {one.series: one.element for one in sensors}, []
    for one in measured.changes(by, list(node), from_ms=from_ms, to_ms=to_ms):
        if one.now is not None and one.usual is not None and (change := metres(one.now - one.usual, one.unit)) is not None:
            found.append((node[one.series], change, one.days))
    return found


def dark_section(alarm_id: int, *, by: Clerk | Rule) -> dict[str, Any]:
    """The section that explains which meters fell silent, and every address behind it. Raises NoPlace, NotFound."""
    alarm = measured.alarm(by, alarm_id)
    meters = [one for one in queries.sensors(by, POWER) if one.kind == SensorKind.METER and one.element]
    silent = [one.element for one in meters if one.device in alarm.subjects]
    quiet = {one.series for one in measured.latest(by) if one.is_silent or one.value is None}
    speaking = [one.element for one in meters if one.device not in alarm.subjects and one.series not in quiet]
    return asked_of(POWER, "darkened", {"silent": silent, "speaking": speaking}, by=by, within_s=DARK_S)


def asked_of(network: str, call: str, values: Mapping[str, Any], *, by: Clerk | Rule, within_s: float) -> dict[str, Any]:
    """Of the engine, about the grid in force. Raises NoPlace."""
    try:
        grid = queries.in_force(by, network)
    except queries.NoGrid as error:
        raise NoPlace(reason=NO_GRID) from error
    try:
        answer = queries.ask_engine(network, grid, call, values, within_s=within_s).values
    except engine.NoAnswer as error:
        raise NoPlace(reason=no_answer(error.code, REASONS, STRANGE)) from error
    except queries.WITHOUT_ENGINE as error:
        raise NoPlace(reason=queries.SILENT) from error
    found: dict[str, Any] = answer.get("found", answer)
    return found | {"revision": grid.number, "synthetic": grid.is_synthetic}

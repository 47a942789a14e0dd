"""Alarms as the desk of an operator shows them: of one network, most urgent first, with words for what telemetry only knows as keys."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from glueckauf.core.clock import local_day
from glueckauf.core.db import reading
from glueckauf.identity.queries import clerk_names
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.models import Sensor
from glueckauf.supply.queries.outages import positions
from glueckauf.supply.rules.alarms import FOUND_BY, WORDS, SensorKind, Urgency, urgency
from glueckauf.telemetry import queries as measured
from glueckauf.telemetry.queries import AlarmRow

NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorRow:
    """One series and where it belongs."""

    series: str
    device: str
    zone: str
    network: str
    kind: str
    element: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskAlarm:
    """`id` 0: a note without a row of its own, it goes when what it tells of is over. `by`: who sees to it, empty: nobody.
    `calm_since`: when all that shows it became as usual again."""

    id: int
    urgency: Urgency
    title: str
    small: str
    since: datetime
    minutes: int
    concerns: str
    by: str
    ended_at: datetime | None
    ended_by: str
    calm_since: datetime | None = None

    @property
    def word(self) -> str:
        """Ausfall, Leck, Hinweis."""
        return WORDS[self.urgency]

    @property
    def lasting(self) -> str:
        """How long, in words."""
        if self.minutes < 120:
            return f"{self.minutes} Minute{'' if self.minutes == 1 else 'n'}"
        return f"{self.minutes // 60} Stunden" if self.minutes < 2880 else f"{self.minutes // 1440} Tage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Open ones, most urgent first; open ones whose series are as usual again; those that ended, latest first. `ended_today`: how many of
    them; `sensors`: that could tell."""

    open: tuple[DeskAlarm, ...]
    calm: tuple[DeskAlarm, ...]
    ended: tuple[DeskAlarm, ...]
    ended_today: int
    sensors: int


def sensors(actor: Clerk | Rule, network: str = "") -> tuple[SensorRow, ...]:
    """Of a network, or all."""
    with reading(actor):
        rows = Sensor.objects.visible_to(actor).order_by("series")
        return tuple(map(sensor_of, rows.filter(network=network) if network else rows))


def sensors_of(actor: Clerk | Rule, subjects: Sequence[str]) -> tuple[SensorRow, ...]:
    """Those an alarm names by series or device."""
    return tuple(one for one in sensors(actor) if one.series in subjects or one.device in subjects)


def sensor_of(row: Sensor) -> SensorRow:
    """One."""
    return SensorRow(**{name: getattr(row, name) for name in ("series", "device", "zone", "network", "kind", "element", "place")})


def shut_valves(actor: Clerk | Rule, network: str) -> tuple[str, ...]:
    """Of outages that last."""
    return tuple(sorted(element for element, is_open in positions(actor, network).items() if not is_open))


def board(actor: Clerk | Rule, network: str, *, at: datetime, ended: int = 100) -> Board:
    """What concerns a network. An alarm whose subjects belong to none is shown with each: better twice than never."""
    known = sensors(actor)
    found = measured.alarms(actor, ended=ended)
    own = [row for row in found if network in networks_of(row, known)]
    names = names_of(own)
    rows = [desk_alarm(row, known, names, at) for row in own]
    lasting = [row for row in rows if row.ended_at is None]
    is_open = [row for row in lasting if row.calm_since is None] + list(notes(actor, network, known, found, at))
    over = [row for row in rows if row.ended_at is not None]
    order = list(Urgency)
    return Board(
        open=tuple(sorted(is_open, key=lambda row: (order.index(row.urgency), -row.since.timestamp()))),
        calm=tuple(row for row in lasting if row.calm_since is not None),
        ended=tuple(over),
        ended_today=sum(local_day(row.ended_at) == local_day(at) for row in over if row.ended_at),
        sensors=sum(one.network == network for one in known),
    )


def desk_alarm_of(actor: Clerk | Rule, alarm_id: int, *, at: datetime) -> tuple[DeskAlarm, AlarmRow, tuple[SensorRow, ...]]:
    """One, with what it shows and where. Raises NotFound."""
    row = measured.alarm(actor, alarm_id)
    known = sensors(actor)
    return desk_alarm(row, known, names_of([row]), at), row, members(row, known)


def networks_of(row: AlarmRow, known: Iterable[SensorRow]) -> frozenset[str]:
    """Of its subjects; all when nobody said where they belong."""
    found = frozenset(one.network for one in members(row, known))
    return found or frozenset({"power", "water", "gas", "heat"})


def members(row: AlarmRow, known: Iterable[SensorRow]) -> tuple[SensorRow, ...]:
    """Sensors it names by series or device."""
    subjects = set(row.subjects)
    return tuple(one for one in known if one.series in subjects or one.device in subjects)


def names_of(rows: Iterable[AlarmRow]) -> Mapping[str, str]:
    """Code of an actor -> name; codes of rules are the house."""
    codes = {code for row in rows for code in (row.acknowledged_by, row.ended_by) if code}
    ids = {int(code.removeprefix("clerk:")): code for code in codes if code.removeprefix("clerk:").isdigit()}
    found = clerk_names(frozenset(ids))
    return {code: "von selbst" for code in codes} | {code: found.get(pk, "jemand") for pk, code in ids.items()}


def desk_alarm(row: AlarmRow, known: Iterable[SensorRow], names: Mapping[str, str], at: datetime) -> DeskAlarm:
    """In words."""
    shown, kind = members(row, known), urgency(row.detector)
    since = datetime.fromtimestamp(row.onset_ms / 1000, UTC)
    return DeskAlarm(
        id=row.id,
        urgency=kind,
        title=title_of(row, shown, kind),
        small=FOUND_BY.get(row.detector, row.detector),
        since=since,
        minutes=max(0, round(((row.ended_at or at) - since).total_seconds() / 60)),
        concerns=concerns_of(row, shown),
        by=names.get(row.acknowledged_by, ""),
        ended_at=row.ended_at,
        ended_by=names.get(row.ended_by, ""),
        calm_since=None if row.calm_since_ms is None else datetime.fromtimestamp(row.calm_since_ms / 1000, UTC),
    )


def title_of(row: AlarmRow, shown: Sequence[SensorRow], kind: Urgency) -> str:
    """What, and about where."""
    zone = next((one.zone for one in shown if one.zone), row.cause.partition(":")[2])
    if kind is Urgency.OUTAGE:
        streets = sorted({one.place.rpartition(" ")[0] or one.place for one in shown})
        where = f", {', '.join(streets[:2])}" if streets else ""
        return f"{len(row.subjects)} Zähler ohne Spannung{where}"
    return f"Wasser geht verloren, {zone}" if all(one.network == "water" for one in shown) else f"Ungewöhnliche Werte, {zone}"


def concerns_of(row: AlarmRow, shown: Sequence[SensorRow]) -> str:
    """How much, and which sensors show it."""
    places = [one.place for one in shown]
    words = ", ".join(places[:NAMED]) + (f" und {len(places) - NAMED} weitere" if len(places) > NAMED else "")
    inflow = row.excess is not None and any(one.kind == SensorKind.INFLOW for one in shown)
    much = f"{abs(row.excess):.1f} {row.unit} {'mehr' if row.excess > 0 else 'weniger'}".replace(".", ",") if row.excess and inflow else ""
    return "; ".join(part for part in (much, words or ", ".join(row.subjects[:NAMED])) if part)


def notes(actor: Clerk | Rule, network: str, known: Sequence[SensorRow], found: Sequence[AlarmRow], at: datetime) -> Iterable[DeskAlarm]:
    """Silent sensors that no open outage explains, and clocks that run wrong: one line each, however many."""
    explained = {subject for row in found if row.ended_at is None for subject in row.subjects if urgency(row.detector) is Urgency.OUTAGE}
    place = {one.series: one.place for one in known if one.network == network}
    device = {one.device: one.place for one in known if one.network == network}
    silent = [one for one in measured.latest(actor) if one.is_silent and one.series in place and one.device not in explained]
    if silent:
        since = datetime.fromtimestamp(min(one.at_ms for one in silent if one.at_ms is not None) / 1000, UTC)
        words = [place[one.series] for one in silent]
        yield note("Messwerte fehlen", f"{len(silent)} Messreihe{'n' if len(silent) > 1 else ''}", words, since, at)
    faults = [one for one in measured.clock_faults(actor) if one.until is None and one.device in device]
    if faults:
        worst = max(faults, key=lambda one: abs(one.offset_s))
        small = f"bis zu {abs(worst.offset_s):.0f} Sekunden {'vor' if worst.kind == 'ahead' else 'nach'}"
        yield note("Uhren gehen falsch", small, [device[one.device] for one in faults], min(one.since for one in faults), at)


def note(title: str, small: str, places: Sequence[str], since: datetime, at: datetime) -> DeskAlarm:
    """A line without a row of its own."""
    words = ", ".join(places[:NAMED]) + (f" und {len(places) - NAMED} weitere" if len(places) > NAMED else "")
    return DeskAlarm(
        id=0,
        urgency=Urgency.NOTE,
        title=title,
        small=small,
        since=since,
        minutes=max(0, round((at - since).total_seconds() / 60)),
        concerns=words,
        by="",
        ended_at=None,
        ended_by="",
    )

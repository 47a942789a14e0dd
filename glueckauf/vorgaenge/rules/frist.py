"""Deadlines: from an event, a regime and a channel to a day. Law is data: norm, valid from, source, and what is still open."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from glueckauf.catalogue.rules.schema import Regime
from glueckauf.vorgaenge.rules.working_days import NO_DAYS_OFF, add_working_days, next_working_day


class Channel(StrEnum):
    """How a decision reaches the person."""

    PORTAL = "portal"
    POST = "post"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementRule:
    """One line of law. `days` after posting, or after first retrieval where `on_retrieval`. `open`: not certain, never printed as such."""

    regime: Regime
    channel: Channel
    valid_from: date
    days: int
    norm: str
    on_retrieval: bool = False
    moves: bool = False
    retrieve_within_days: int = 0
    open: str = ""

    @property
    def version(self) -> str:
        """Kept with every date it gave."""
        return f"{self.regime}/{self.channel}/{self.valid_from:%Y-%m-%d}"


LONG_AGO, REFORM = date(2005, 1, 1), date(2025, 1, 1)
PORTAL_OPEN = "Ob die Bekanntgabe über das Portal hier gilt, ist im Landesrecht noch nachzulesen."

RULES = (
    AnnouncementRule(regime=Regime.VWVFG_NRW, channel=Channel.POST, valid_from=LONG_AGO, days=3, norm="§ 41 Abs. 2 VwVfG NRW"),
    AnnouncementRule(regime=Regime.VWVFG_NRW, channel=Channel.POST, valid_from=REFORM, days=4, norm="§ 41 Abs. 2 VwVfG NRW"),
    # The tax regime moves a fiction day off weekends and holidays (BFH on § 108(3) AO); known, not read in the text itself.
    AnnouncementRule(regime=Regime.AO, channel=Channel.POST, valid_from=LONG_AGO, days=3, norm="§ 122 Abs. 2 AO", moves=True),
    AnnouncementRule(regime=Regime.AO, channel=Channel.POST, valid_from=REFORM, days=4, norm="§ 122 Abs. 2 AO", moves=True),
    AnnouncementRule(
        regime=Regime.SGB_X, channel=Channel.POST, valid_from=REFORM, days=4, norm="§ 37 Abs. 2 SGB X", open="Im Gesetz nachzulesen."
    ),
    AnnouncementRule(
        regime=Regime.VWVFG_NRW,
        channel=Channel.PORTAL,
        valid_from=LONG_AGO,
        days=1,
        norm="§ 41 Abs. 2a VwVfG",
        on_retrieval=True,
        retrieve_within_days=10,
    ),
    AnnouncementRule(
        regime=Regime.AO,
        channel=Channel.PORTAL,
        valid_from=LONG_AGO,
        days=1,
        norm="§ 41 Abs. 2a VwVfG entsprechend",
        on_retrieval=True,
        retrieve_within_days=10,
        open=PORTAL_OPEN,
    ),
    AnnouncementRule(
        regime=Regime.SGB_X,
        channel=Channel.PORTAL,
        valid_from=LONG_AGO,
        days=1,
        norm="§ 37 Abs. 2a SGB X",
        on_retrieval=True,
        retrieve_within_days=10,
        open=PORTAL_OPEN,
    ),
)


def rule_for(regime: Regime, channel: Channel, on: date) -> AnnouncementRule:
    """The line in force on the day of posting or providing. Raises LookupError where the table has none."""
    lines = [r for r in RULES if r.regime == regime and r.channel == channel and r.valid_from <= on]
    if not lines:
        raise LookupError(f"no announcement rule for {regime}, {channel} on {on}")
    return max(lines, key=lambda r: r.valid_from)


def rule_by_version(version: str) -> AnnouncementRule:
    """The line a stored date was computed with. Raises LookupError: lines are added, never taken out."""
    for line in RULES:
        if line.version == version:
            return line
    raise LookupError(version)


def announced_on(event: date, rule: AnnouncementRule) -> date:
    """Day the decision counts as announced; `event` is the day of posting, or of first retrieval where the rule says so."""
    day = event + timedelta(days=rule.days)
    # VwVfG: a Saturday or holiday stays (OVG Münster 2024).
    return next_working_day(day) if rule.moves else day


def retrieve_by(provided: date, rule: AnnouncementRule) -> date | None:
    """Last day on which a first retrieval announces; afterwards: provide again, or post."""
    return provided + timedelta(days=rule.retrieve_within_days) if rule.retrieve_within_days else None


def month_after(day: date, months: int = 1) -> date:
    """End of a period of months: the day of the same number, or the last day of that month (§ 188(2), (3) BGB)."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def remedy_until(announced: date) -> date:
    """Last day of the month for Widerspruch or Klage (§§ 70, 74 VwGO); a weekend or holiday moves it (§ 193 BGB)."""
    return next_working_day(month_after(announced))


def fiction_on(complete_on: date, months: int) -> date:
    """Day from which the Antrag counts as granted (§ 42a VwVfG): runs from 'complete on', never paused by us."""
    return next_working_day(month_after(complete_on, months))


def earliest(ours: date, fiction: date | None) -> date:
    """What is due next: the answer we wait for or the day we promised, unless the statutory fiction comes first. It waits for nobody."""
    return min(ours, fiction) if fiction else ours


def promise_on(
    submitted: date,
    working_days: int,
    *,
    days_off: frozenset[date] = NO_DAYS_OFF,
    pauses: tuple[tuple[date, date | None], ...] = (),
    today: date,
) -> date:
    """Day the city promised to decide by. Each pause (asked, answered; None: still waiting) stops the clock on its days."""
    paused = frozenset(day for start, end in pauses for day in days_between(start, end or today))
    return add_working_days(submitted, working_days, days_off=days_off, paused=paused)


def days_between(first: date, last: date) -> list[date]:
    """Days after first up to and including last: on the day of asking the clock still ran."""
    return [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]


def reply_by(asked: date, working_days: int, days_off: frozenset[date] = NO_DAYS_OFF) -> date:
    """Default date of a Nachforderung."""
    return add_working_days(asked, working_days, days_off=days_off)


class Urgency(StrEnum):
    """How a date is shown; only overdue and today have a filled ground."""

    OVER = "over"
    TODAY = "today"
    SOON = "soon"
    FINE = "fine"
    WAIT = "wait"


def urgency(due: date | None, today: date) -> Urgency:
    """Soon: within three calendar days."""
    if due is None:
        return Urgency.WAIT
    days = (due - today).days
    if days <= 0:
        return Urgency.OVER if days < 0 else Urgency.TODAY
    return Urgency.SOON if days <= 3 else Urgency.FINE


DAY_NAMES = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


def due_words(due: date, today: date) -> str:
    """A date as a clerk says it: seit gestern, heute, morgen, Do 22.04., in 2 Tagen. The year only where it is another one."""
    days = (due - today).days
    near = {-1: "seit gestern", 0: "heute", 1: "morgen"}.get(days)
    if near or days < 0:
        return near or f"seit {-days} Tagen"
    day = f"{DAY_NAMES[due.weekday()]} {due:%d.%m.}{due.year if due.year != today.year else ''}"
    return f"{day}, in {days} Tagen" if urgency(due, today) is Urgency.SOON else day

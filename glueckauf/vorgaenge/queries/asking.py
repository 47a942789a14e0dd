"""What a clerk needs to ask for documents: each Nachweis of the Leistung with what is there, and days to answer by."""

from dataclasses import dataclass
from datetime import date

from glueckauf.vorgaenge.queries.case import Case
from glueckauf.vorgaenge.queries.parts import Paper
from glueckauf.vorgaenge.rules.frist import reply_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A Nachweis of the Leistung. `latest`: the newest document for it. `is_open`: the answers call for it, nothing usable is here."""

    key: str
    label: str
    why: str
    latest: Paper | None
    is_open: bool


def wanted(found: Case) -> tuple[Wanted, ...]:
    """In the order of the Leistung."""
    latest = {paper.nachweis: paper for paper in found.papers}
    missing = {key for key, _label in found.missing}
    return tuple(
        Wanted(key=n.key, label=str(n.label), why=str(n.why), latest=latest.get(n.key), is_open=n.key in missing)
        for n in found.service.leistung.nachweise
    )


MORE_WORKING_DAYS = 5


def reply_days(found: Case, today: date) -> tuple[tuple[int, date], ...]:
    """Usual and longer: number of working days in NRW with the day they end on."""
    usual = found.service.leistung.deadlines.reply_working_days
    off = frozenset(date.fromisoformat(d.day) for d in found.service.owner.days_off)
    return tuple((count, reply_by(today, count, off)) for count in (usual, usual + MORE_WORKING_DAYS))

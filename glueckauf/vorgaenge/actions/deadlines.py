"""From rows and rules to the next day something is due; kept in Vorgang.due_on so that the worklist need not compute."""

from datetime import date

from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.core.clock import local_day
from glueckauf.vorgaenge.models import Completeness, Nachforderung, Vorgang
from glueckauf.vorgaenge.rules.frist import fiction_on, promise_on

FALLBACK_WORKING_DAYS = 20  # where a Leistung promises nothing, the worklist still needs an order


def days_off(service: LeistungOfCity) -> frozenset[date]:
    """Local days off of the city, e.g. Rosenmontag."""
    return frozenset(date.fromisoformat(d.day) for d in service.kommune.days_off)


def first_due(service: LeistungOfCity, submitted: date) -> date:
    """The promise without pauses."""
    promise = service.leistung.deadlines.promise
    days = promise.working_days if promise else FALLBACK_WORKING_DAYS
    return promise_on(submitted, days, days_off=days_off(service), today=submitted)


def pauses_of(vorgang: Vorgang) -> tuple[tuple[date, date | None], ...]:
    """When the city waited for the citizen: from asking until everything was there."""
    rows = Nachforderung.objects.filter(vorgang=vorgang)
    return tuple((local_day(n.at), local_day(n.fulfilled_at) if n.fulfilled_at else None) for n in rows)


def next_due(vorgang: Vorgang, service: LeistungOfCity, today: date) -> date:
    """The earlier of the promise (paused) and the statutory fiction (never paused)."""
    promise = service.leistung.deadlines.promise
    days = promise.working_days if promise else FALLBACK_WORKING_DAYS
    due = promise_on(local_day(vorgang.submitted_at), days, days_off=days_off(service), pauses=pauses_of(vorgang), today=today)
    complete = Completeness.objects.filter(vorgang=vorgang).order_by("-at").first()
    fiction = service.leistung.deadlines.fiction
    return min(due, fiction_on(complete.complete_on, fiction.months)) if complete and fiction else due

"""From rows and rules to the next day something is due; kept in Vorgang.due_on so that the worklist need not compute."""

from datetime import date

from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.catalogue.rules.deciding import fiction_for
from glueckauf.core.clock import local_day
from glueckauf.forms.complete import answers as answers_that_count
from glueckauf.vorgaenge.models import Completeness, Nachforderung, Vorgang
from glueckauf.vorgaenge.rules.frist import earliest, fiction_on, promise_on
from glueckauf.vorgaenge.rules.stage import Stage

FALLBACK_WORKING_DAYS = 20  # where a Leistung promises nothing, the worklist still needs an order


def days_off(service: LeistungOfCity) -> frozenset[date]:
    """Local days off of the city, e.g. Rosenmontag."""
    return frozenset(date.fromisoformat(d.day) for d in service.owner.days_off)


def first_due(service: LeistungOfCity, submitted: date) -> date:
    """The promise without pauses."""
    promise = service.leistung.deadlines.promise
    days = promise.working_days if promise else FALLBACK_WORKING_DAYS
    return promise_on(submitted, days, days_off=days_off(service), today=submitted)


def pauses_of(vorgang: Vorgang) -> tuple[tuple[date, date], ...]:
    """When the city waited for the citizen: from asking until everything was there, or until the date it gave."""
    rows = Nachforderung.objects.filter(vorgang=vorgang)
    return tuple((local_day(n.at), min(local_day(n.fulfilled_at), n.reply_by) if n.fulfilled_at else n.reply_by) for n in rows)


def next_due(vorgang: Vorgang, service: LeistungOfCity, today: date, *, stage: Stage) -> date:
    """In this stage. While the citizen is asked: the date she was given; else the promise, which waited for her. A statutory fiction is
    never paused by us (§ 42a VwVfG), so where it ends earlier it comes first, whoever is waited for."""
    asked = waits_until(vorgang) if stage == Stage.ASKED else None
    return earliest(asked or promised(vorgang, service, today), fiction_of(vorgang, service))


def waits_until(vorgang: Vorgang) -> date | None:
    """The last date of what is asked for and not there."""
    open_ones = Nachforderung.objects.filter(vorgang=vorgang, fulfilled_at=None)
    return open_ones.order_by("-reply_by").values_list("reply_by", flat=True).first()


def promised(vorgang: Vorgang, service: LeistungOfCity, today: date) -> date:
    """The city's own word, with its pauses up to today."""
    promise = service.leistung.deadlines.promise
    days = promise.working_days if promise else FALLBACK_WORKING_DAYS
    pauses = tuple((start, min(end, today)) for start, end in pauses_of(vorgang))
    return promise_on(local_day(vorgang.submitted_at), days, days_off=days_off(service), pauses=pauses, today=today)


def fiction_of(vorgang: Vorgang, service: LeistungOfCity) -> date | None:
    """Where the law orders one and a clerk has said since when everything is there; his latest word counts."""
    if service.leistung.deadlines.fiction is None:
        return None
    values = vorgang.antrag.versions.get(number=vorgang.answers_version).values
    fiction = fiction_for(service.leistung, answers_that_count(service.leistung.form, values))
    complete = Completeness.objects.filter(vorgang=vorgang).order_by("-at", "-pk").first() if fiction else None
    return fiction_on(complete.complete_on, fiction.months) if fiction and complete else None

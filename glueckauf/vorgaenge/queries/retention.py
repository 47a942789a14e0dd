"""What is due to be deleted, what was, and what an operator should know of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.schema import Retention
from glueckauf.cities.queries import tenants
from glueckauf.core.clock import BERLIN, local_day
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Clerk
from glueckauf.vorgaenge.models import Announcement, Deletion, EffectRow, Vorgang
from glueckauf.vorgaenge.rules.retention import ended_before


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A Vorgang whose time is over, and the rule that says so."""

    tenant: str
    vorgang_id: int
    rule: Retention


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """What a clerk sees for a number whose Vorgang is gone."""

    number: str
    title: str
    ended_on: date
    years: int
    law: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One Leistung of one city: its rule, how many ended, how many are due now."""

    tenant: str
    leistung: str
    rule: Retention
    ended: int
    due: int


def rules_of(tenant: str) -> Iterator[tuple[str, Retention]]:
    """As the city's Leistungen say today. A rule of keeping is the office's, not the applicant's: it does not stay with a revision.
    Inside reading() of the tenant."""
    offered = catalogue.owned_by(tenant)
    for service in offered:
        if service.leistung.retention is not None:  # a page without a form keeps nothing
            yield service.leistung.key, service.leistung.retention
    gone = Vorgang.objects.filter(tenant_id=tenant).exclude(leistung__in=[service.leistung.key for service in offered])
    for leistung, revision_id in gone.values_list("leistung").annotate(Max("revision_id")):  # no longer in the folder: its last word
        if (rule := catalogue.revision(revision_id).leistung.retention) is not None:
            yield leistung, rule


def over(tenant: str, leistung: str, rule: Retention, *, at: datetime) -> QuerySet[Vorgang]:
    """Ended, no effect of it runs, no remedy was open since, all years ago. Inside reading() of the tenant."""
    if rule.years is None:
        return Vorgang.objects.none()
    day = ended_before(local_day(at), rule.years)
    runs = Q(ends_on=None) | Q(ends_on__gte=day)
    effects = EffectRow.objects.filter(runs, cause__vorgang=OuterRef("pk"), cancelled_at=None)
    remedies = Announcement.objects.filter(vorgang=OuterRef("pk"), appeal_until__gte=day)
    ended = Vorgang.objects.filter(tenant_id=tenant, leistung=leistung, closed_at__lt=datetime.combine(day, time(), BERLIN))
    return ended.filter(~Exists(effects), ~Exists(remedies))


def deletions_due(at: datetime, *, limit: int) -> list[Due]:
    """All cities, one after the other, up to `limit` in each: a large purge is spread over many runs."""
    found: list[Due] = []
    for tenant in tenants():
        with reading(Scope(tenant=tenant)):
            for leistung, rule in rules_of(tenant):
                ids = over(tenant, leistung, rule, at=at).order_by("closed_at").values_list("pk", flat=True)[:limit]
                found += [Due(tenant=tenant, vorgang_id=pk, rule=rule) for pk in ids]
    return found


def retention(at: datetime) -> list[Line]:
    """For the operator: every Leistung of every city, also those whose years nobody entered."""
    found: list[Line] = []
    for tenant in tenants():
        with reading(Scope(tenant=tenant)):
            for leistung, rule in rules_of(tenant):
                ended = Vorgang.objects.filter(tenant_id=tenant, leistung=leistung).exclude(closed_at=None).count()
                due = over(tenant, leistung, rule, at=at).count()
                found.append(Line(tenant=tenant, leistung=leistung, rule=rule, ended=ended, due=due))
    return found


def deleted(actor: Clerk, number: str) -> Deleted:
    """Raises NotFound: never there, still there, or of another office."""
    with reading(actor):
        row = Deletion.objects.visible_to(actor).filter(number=number).first()
    if row is None:
        raise NotFound
    return Deleted(number=row.number, title=title_of(row), ended_on=row.ended_on, years=row.years, law=row.law, at=row.at)


def title_of(row: Deletion) -> str:
    """Its name today, or its key where the tenant has it no longer."""
    names = {service.leistung.key: str(service.leistung.name) for service in catalogue.owned_by(row.tenant_id)}
    return names.get(row.leistung, row.leistung)

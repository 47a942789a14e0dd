"""Deletes what was kept long enough. The events stay: they carry ids only, so the audit still verifies."""

from datetime import date, datetime, timedelta

from django.db.models import Max

from glueckauf.catalogue.rules.schema import Retention
from glueckauf.cities import actions as cities
from glueckauf.cities.queries import tenants
from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.core.outbox import publish
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Rule
from glueckauf.letters import actions as letters
from glueckauf.mail import actions as mail
from glueckauf.payments import actions as payments
from glueckauf.vorgaenge.actions.loading import locked
from glueckauf.vorgaenge.actions.pay import REFERENCE
from glueckauf.vorgaenge.actions.receive_mail import TOPIC, WHOLE
from glueckauf.vorgaenge.events import VorgangDeleted
from glueckauf.vorgaenge.models import Announcement, Antrag, Bescheid, Deletion, Document, EffectRow, Submission, Vorgang
from glueckauf.vorgaenge.queries.retention import over
from glueckauf.vorgaenge.rules.appointment import topic_of

REMOVED_DAYS = 30


def delete_ended(vorgang_id: int, rule: Retention, *, by: Rule, at: datetime) -> bool:
    """Answers, documents, letters, mails, payments and ended effects of one Vorgang. False: its time is not over after all."""
    with writing(by):
        vorgang = locked(vorgang_id, by)
        if rule.years is None or not over(by.tenant, vorgang.leistung, rule, at=at).filter(pk=vorgang.pk).exists():
            return False
        Deletion.objects.create(
            tenant_id=vorgang.tenant_id,
            number=vorgang.number,
            leistung=vorgang.leistung,
            office=vorgang.office,
            ended_on=ended_on(vorgang),
            years=rule.years,
            law=rule.law[:300],
            at=at,
        )
        letter_ids = Bescheid.objects.filter(vorgang=vorgang).exclude(letter_id=None).values_list("letter_id", flat=True)
        letters.forget([pk for pk in letter_ids if pk is not None], by=by)
        mail.forget_topic(f"{TOPIC}{vorgang.pk}", by=by)
        cities.forget(topic_of(vorgang.pk), by=by)
        payments.forget(f"{REFERENCE}{vorgang.pk}", by=by)
        publish(VorgangDeleted(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, years=rule.years), by=by, at=at)
        if delete_rows(vorgang):
            mail.forget_topic(f"{WHOLE}{vorgang.antrag_id}", by=by)
        return True


def ended_on(vorgang: Vorgang) -> date:
    """The last of: its end, the end of its effects, the end of the time for a remedy."""
    effects = EffectRow.objects.filter(cause__vorgang=vorgang, cancelled_at=None).aggregate(last=Max("ends_on"))["last"]
    remedy = Announcement.objects.filter(vorgang=vorgang).aggregate(last=Max("appeal_until"))["last"]
    closed = local_day(vorgang.closed_at) if vorgang.closed_at else None
    return max(day for day in (closed, effects, remedy) if day)


def delete_rows(vorgang: Vorgang) -> bool:
    """From the leaves to the root. True: it was the last of its Antrag, which went with it."""
    antrag = vorgang.antrag_id
    EffectRow.objects.filter(cause__vorgang=vorgang).delete()
    Bescheid.objects.filter(vorgang=vorgang).delete()
    Document.objects.filter(vorgang=vorgang).delete()
    vorgang.delete()
    if Vorgang.objects.filter(antrag_id=antrag).exists():
        return False
    Submission.objects.filter(antrag_id=antrag).delete()
    Antrag.objects.filter(pk=antrag).delete()
    return True


def forget_removed(*, at: datetime) -> int:
    """Files a person took out again, a month later. Returns how many."""
    gone = 0
    for tenant in tenants():
        with writing(Scope(tenant=tenant)):
            old = Document.objects.filter(tenant_id=tenant, removed_at__lt=at - timedelta(days=REMOVED_DAYS))
            gone += old.delete()[1].get(Document._meta.label, 0)
    return gone

"""Alarms: raised once per cause, joined by whatever else shows the same, acknowledged by a person, ended by a person or by itself."""

from datetime import datetime

from django.db import IntegrityError, transaction

from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.telemetry import events
from glueckauf.telemetry.models import Alarm, AlarmAcknowledgement, AlarmCalm, AlarmMember
from glueckauf.telemetry.rules.finding import Finding, is_news

By = Clerk | Rule


class AlarmOver(Refused):
    """Somebody else, or the house, has ended it meanwhile."""

    text = "Diese Meldung ist schon beendet. Es wurde nichts geändert."


class AlreadyAcknowledged(Refused):
    """Somebody else was first."""

    text = "Diese Meldung hat schon jemand übernommen. Es wurde nichts geändert."


def raise_alarm(finding: Finding, *, by: Rule, at: datetime) -> int | None:
    """The open alarm of this cause, made if there is none; None when it is no news. Twice changes nothing."""
    with writing(by):
        alarm = open_alarm(finding, by) or new_alarm(finding, by, at)
        if alarm is None:
            return None
        rows = [AlarmMember(alarm=alarm, tenant=by.tenant, subject=subject, at=at) for subject in finding.subjects]
        AlarmMember.objects.bulk_create(rows, ignore_conflicts=True)
        unusual_again(alarm.pk, before_ms=finding.found_ms, by=by, at=at)
    return alarm.pk


def unusual_again(alarm_id: int, *, before_ms: int, by: Rule, at: datetime) -> None:
    """What was said to be as usual since earlier is so no longer: the row stays and says until when. Inside the caller's transaction."""
    if AlarmCalm.objects.visible_to(by).filter(alarm_id=alarm_id, ended_at=None, since_ms__lt=before_ms).update(ended_at=at):
        publish(events.AlarmUnusualAgain(tenant=by.tenant, alarm_id=alarm_id), by=by, at=at)


def open_alarm(finding: Finding, by: Rule) -> Alarm | None:
    """Locked."""
    return Alarm.objects.visible_to(by).select_for_update().filter(cause=finding.cause, ended_at=None).first()


def new_alarm(finding: Finding, by: Rule, at: datetime) -> Alarm | None:
    """With its event. Of two at once one is made."""
    ended = (
        Alarm.objects.visible_to(by)
        .filter(cause=finding.cause, ended_at__isnull=False)
        .order_by("-ended_at")
        .values_list("ended_at", flat=True)
        .first()
    )
    if not is_news(finding, round(ended.timestamp() * 1000) if ended else None):
        return None
    values = {name: getattr(finding, name) for name in ("cause", "onset_ms", "found_ms", "excess", "unit")}
    try:
        with transaction.atomic():
            alarm = Alarm.objects.create(tenant=by.tenant, detector=str(finding.detector), at=at, **values)
    except IntegrityError:
        return open_alarm(finding, by)
    raised = events.AlarmRaised(tenant=by.tenant, alarm_id=alarm.pk, detector=str(finding.detector), cause=finding.cause)
    publish(raised, by=by, at=at)
    return alarm


def acknowledge(alarm_id: int, *, by: Clerk, at: datetime) -> None:
    """Raises NotFound, AlarmOver, AlreadyAcknowledged."""
    with writing(by):
        alarm = lasting(alarm_id, by)
        if AlarmAcknowledgement.objects.visible_to(by).filter(alarm=alarm).exists():
            raise AlreadyAcknowledged
        AlarmAcknowledgement.objects.create(alarm=alarm, tenant=by.tenant, actor=by.code, at=at)
        publish(events.AlarmAcknowledged(tenant=by.tenant, alarm_id=alarm.pk), by=by, at=at)


def end_alarm(alarm_id: int, *, by: By, at: datetime) -> None:
    """Raises NotFound, AlarmOver. What is found afterwards raises a new one."""
    with writing(by):
        alarm = lasting(alarm_id, by)
        Alarm.objects.filter(pk=alarm.pk).update(ended_at=at, ended_by=by.code)
        publish(events.AlarmEnded(tenant=by.tenant, alarm_id=alarm.pk, cause=alarm.cause), by=by, at=at)


def lasting(alarm_id: int, by: By) -> Alarm:
    """Locked. Raises NotFound, also for another tenant's, and AlarmOver."""
    alarm = Alarm.objects.visible_to(by).select_for_update().filter(pk=alarm_id).first()
    if alarm is None:
        raise NotFound
    if alarm.ended_at is not None:
        raise AlarmOver
    return alarm

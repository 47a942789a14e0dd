"""What is watched, and what it found."""

from django.db import models

from glueckauf.telemetry.models.scope import Visible
from glueckauf.telemetry.models.series import Series


class Watch(models.Model):
    """A detector looks at a series, or (last gasp) at the devices of a group. `cause`: findings with the same one are one alarm."""

    tenant = models.CharField(max_length=40)
    detector = models.CharField(max_length=20)
    series = models.ForeignKey(Series, null=True, on_delete=models.CASCADE, related_name="watches")
    subject = models.CharField(max_length=60, blank=True, help_text="Key of the series; empty for a group.")
    group = models.CharField(max_length=80, blank=True)
    cause = models.CharField(max_length=120)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)

    objects: "Visible[Watch]" = Visible()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "detector", "subject", "group"], condition=models.Q(ended_at=None), name="telemetry_watch_once"
            )
        ]


class Alarm(models.Model):
    """Something is unusual. One per cause until it ends; `found_ms` is the time of the value that raised it, `onset_ms` when it began."""

    tenant = models.CharField(max_length=40)
    detector = models.CharField(max_length=20)
    cause = models.CharField(max_length=120)
    onset_ms = models.BigIntegerField()
    found_ms = models.BigIntegerField()
    excess = models.FloatField(null=True, help_text="More than usual, in the unit of the series; null where that is no number.")
    unit = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)

    objects: "Visible[Alarm]" = Visible()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "cause"], condition=models.Q(ended_at=None), name="telemetry_alarm_once")]


class AlarmMember(models.Model):
    """A series or device that shows it: its key."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="members")
    tenant = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects: "Visible[AlarmMember]" = Visible()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alarm", "subject"], name="telemetry_alarm_member_once")]


class AlarmAcknowledgement(models.Model):
    """Somebody has seen it and sees to it."""

    alarm = models.OneToOneField(Alarm, on_delete=models.CASCADE, related_name="acknowledgement")
    tenant = models.CharField(max_length=40)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects: "Visible[AlarmAcknowledgement]" = Visible()


class AlarmCalm(models.Model):
    """All that shows it is as usual again, and was until `ended_at`. The alarm lasts until a person ends it."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="calms")
    tenant = models.CharField(max_length=40)
    since_ms = models.BigIntegerField(help_text="Begin of the first hour as usual.")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="Unusual again.")

    objects: "Visible[AlarmCalm]" = Visible()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alarm"], condition=models.Q(ended_at=None), name="telemetry_calm_once")]

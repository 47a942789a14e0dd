"""What is known of the quality of series: missing values, wrong clocks, refused lines."""

from django.db import models

from glueckauf.telemetry.models.device import Device
from glueckauf.telemetry.models.scope import Visible
from glueckauf.telemetry.models.series import Series


class Gap(models.Model):
    """Between two values nothing came although it should have. `to_ms` null: still silent. A late value makes it smaller or ends it."""

    tenant = models.CharField(max_length=40)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="gaps")
    from_ms = models.BigIntegerField()
    to_ms = models.BigIntegerField(null=True)
    at = models.DateTimeField(help_text="When it was noticed.")

    objects: "Visible[Gap]" = Visible()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "from_ms"], name="telemetry_gap_once")]
        indexes = [models.Index(fields=["tenant", "from_ms"], condition=models.Q(to_ms=None), name="telemetry_silent")]


class DeviceClock(models.Model):
    """Receipt minus newest time of the last batches of a device, in seconds."""

    device = models.OneToOneField(Device, primary_key=True, on_delete=models.CASCADE, related_name="clock")
    tenant = models.CharField(max_length=40)
    lags_s = models.JSONField(default=list)

    objects: "Visible[DeviceClock]" = Visible()


class ClockFault(models.Model):
    """A clock was seen to run wrong from `since` to `until`; null: still. `offset_s` is the worst estimate."""

    tenant = models.CharField(max_length=40)
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="clock_faults")
    kind = models.CharField(max_length=10)
    offset_s = models.FloatField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects: "Visible[ClockFault]" = Visible()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device"], condition=models.Q(until=None), name="telemetry_clock_fault_once")]


class RefusedCount(models.Model):
    """How many lines of a device were refused on a day (UTC) for one reason. A device that sends nonsense for a year is 365 rows."""

    pk = models.CompositePrimaryKey("device_id", "day", "reason")
    tenant = models.CharField(max_length=40)
    device_id = models.BigIntegerField()
    day = models.DateField()
    reason = models.CharField(max_length=20)
    count = models.PositiveBigIntegerField()
    at = models.DateTimeField(help_text="The last time.")

    objects: "Visible[RefusedCount]" = Visible()

"""Series and their values: single, per hour, per day. Times are milliseconds since 1970: one whole number on both databases.

Values have no index but their primary key and no foreign key: thousands arrive in a second.
"""

from django.db import models

from glueckauf.telemetry.models.device import Device
from glueckauf.telemetry.models.scope import Visible


class Series(models.Model):
    """What one device measures of one thing. `interval_s`: how often a value is expected; 0: whenever something happens."""

    tenant = models.CharField(max_length=40)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="series")
    key = models.CharField(max_length=60)
    unit = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)
    interval_s = models.PositiveIntegerField()
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects: "Visible[Series]" = Visible()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="telemetry_series_once")]


class Reading(models.Model):
    """One value."""

    pk = models.CompositePrimaryKey("series_id", "at_ms")
    tenant = models.CharField(max_length=40)
    series_id = models.BigIntegerField()
    at_ms = models.BigIntegerField()
    value = models.FloatField()

    objects: "Visible[Reading]" = Visible()


class Latest(models.Model):
    """The newest value of a series, and when it came."""

    series = models.OneToOneField(Series, primary_key=True, on_delete=models.CASCADE, related_name="latest")
    tenant = models.CharField(max_length=40)
    at_ms = models.BigIntegerField()
    value = models.FloatField()
    received_ms = models.BigIntegerField()

    objects: "Visible[Latest]" = Visible()


class HourToRoll(models.Model):
    """Values of this hour came since it was rolled up. Whoever adds values touches the row, whoever rolls up deletes it first."""

    pk = models.CompositePrimaryKey("series_id", "hour_ms")
    tenant = models.CharField(max_length=40)
    series_id = models.BigIntegerField()
    hour_ms = models.BigIntegerField()
    touched = models.PositiveIntegerField(default=1)

    objects: "Visible[HourToRoll]" = Visible()


class Rollup(models.Model):
    """An hour (UTC) or a day (German calendar) of a series."""

    pk = models.CompositePrimaryKey("series_id", "grain", "from_ms")
    tenant = models.CharField(max_length=40)
    series_id = models.BigIntegerField()
    grain = models.CharField(max_length=4)
    from_ms = models.BigIntegerField()
    low = models.FloatField()
    mean = models.FloatField()
    high = models.FloatField()
    count = models.PositiveIntegerField()

    objects: "Visible[Rollup]" = Visible()

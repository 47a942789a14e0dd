"""Devices that deliver, and the secrets they show."""

from django.db import models

from glueckauf.telemetry.models.scope import Visible


class Device(models.Model):
    """A meter, sensor or concentrator of a tenant. `group`: what its owner wants looked at together, such as a feeder or a district."""

    tenant = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    group = models.CharField(max_length=80, blank=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects: "Visible[Device]" = Visible()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="telemetry_device_once")]


class DeviceToken(models.Model):
    """Hash of a token and whose it is: read before the tenant is known, so ids only and no row-level security."""

    digest = models.CharField(max_length=64, primary_key=True)
    tenant = models.CharField(max_length=40)
    device_id = models.BigIntegerField(db_index=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()


class TokenRevocation(models.Model):
    """From now on the token opens nothing. Taking it back is a new token."""

    digest = models.CharField(max_length=64, primary_key=True)
    tenant = models.CharField(max_length=40)
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="revocations")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects: "Visible[TokenRevocation]" = Visible()

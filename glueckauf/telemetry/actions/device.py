"""Devices, their series and tokens. A token is shown once; only its hash is stored."""

import secrets
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction

from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.telemetry import events
from glueckauf.telemetry.models import Device, DeviceToken, Series, TokenRevocation
from glueckauf.telemetry.rules.keep import SeriesKind
from glueckauf.telemetry.rules.keys import hash_token, is_key

By = Clerk | Rule
Row = TypeVar("Row", Device, Series)


class NotAKey(Refused):
    """A key with signs that mean something in topics or addresses."""

    text = (
        "„{key}“ geht nicht als Kürzel. Möglich sind Kleinbuchstaben, Ziffern und dazwischen Punkt, Binde- und Unterstrich, bis 60 Zeichen."
    )
    status = 400


class AlreadyThere(Refused):
    """The tenant has a device or series of this key."""

    text = "„{key}“ gibt es schon. Es wurde nichts geändert."


def register_device(key: str, *, name: str, group: str = "", by: By, at: datetime) -> Device:
    """A device of the actor's tenant. Raises NotAKey, AlreadyThere."""
    if not is_key(key):
        raise NotAKey(key=key)
    with writing(by):
        device = new(Device(tenant=by.tenant, key=key, name=name, group=group, actor=by.code, at=at), key)
        publish(events.DeviceRegistered(tenant=by.tenant, device_id=device.pk, device=key), by=by, at=at)
    return device


def register_series(device: str, key: str, *, unit: str, kind: SeriesKind, interval_s: int, by: By, at: datetime) -> Series:
    """A series that this device delivers. Raises NotFound, NotAKey, AlreadyThere."""
    if not is_key(key):
        raise NotAKey(key=key)
    with writing(by):
        owner = device_of(device, by)
        row = Series(tenant=by.tenant, device=owner, key=key, unit=unit, kind=kind, interval_s=interval_s, actor=by.code, at=at)
        series = new(row, key)
        publish(events.SeriesRegistered(tenant=by.tenant, series_id=series.pk, series=key, device_id=owner.pk), by=by, at=at)
    return series


def issue_token(device: str, *, by: By, at: datetime) -> str:
    """The secret, once. Earlier ones stay good, so that a device can be changed over without losing values. Raises NotFound."""
    token = f"gt_{secrets.token_urlsafe(32)}"
    with writing(by):
        owner = device_of(device, by)
        DeviceToken.objects.create(digest=hash_token(token), tenant=by.tenant, device_id=owner.pk, actor=by.code, at=at)
        publish(events.TokenIssued(tenant=by.tenant, device_id=owner.pk), by=by, at=at)
    return token


def revoke_tokens(device: str, *, but: str = "", by: By, at: datetime) -> int:
    """All tokens of a device but this one; how many there were. Raises NotFound."""
    with writing(by):
        owner = device_of(device, by)
        gone = TokenRevocation.objects.visible_to(by).filter(device=owner).values("digest")
        good = DeviceToken.objects.filter(tenant=by.tenant, device_id=owner.pk).exclude(pk__in=gone).exclude(pk=hash_token(but))
        rows = [TokenRevocation(digest=token.digest, tenant=by.tenant, device=owner, actor=by.code, at=at) for token in good]
        TokenRevocation.objects.bulk_create(rows)
        if rows:
            publish(events.TokenRevoked(tenant=by.tenant, device_id=owner.pk), by=by, at=at)
    return len(rows)


def device_of(key: str, by: By) -> Device:
    """Locked. Raises NotFound, also for that of another tenant."""
    device = Device.objects.visible_to(by).select_for_update().filter(key=key).first()
    if device is None:
        raise NotFound
    return device


def new(row: Row, key: str) -> Row:
    """Inserted, or AlreadyThere."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyThere(key=key) from None
    return row

"""Topics: what a reply may belong to. Opening makes the address known, closing makes later mail late, never lost."""

from datetime import datetime

from glueckauf.core import ids
from glueckauf.core.db import writing
from glueckauf.identity.rules.actor import Actor
from glueckauf.mail.models import ReplyAddress
from glueckauf.mail.queries.address import reply_address, reply_code


def open_topic(tenant: str, topic: str, *, expires_at: datetime | None = None, by: Actor, at: datetime) -> str:
    """Returns the address a page may print. Opening again moves the end, and reopens what was closed."""
    with writing(by):
        ensure_address(tenant, topic)
        ReplyAddress.objects.filter(tenant=tenant, topic=topic).update(expires_at=expires_at, closed_at=None)
    return reply_address(tenant, topic)


def close_topic(tenant: str, topic: str, *, by: Actor, at: datetime) -> None:
    """From now on mail to it is kept and marked late."""
    with writing(by):
        ReplyAddress.objects.filter(tenant=tenant, topic=topic, closed_at=None).update(closed_at=at)


def ensure_address(tenant: str, topic: str) -> None:
    """One row per key of the installation: after a key change old addresses stay valid beside the new one."""
    digest = ids.hash_code(reply_code(tenant, topic))
    ReplyAddress.objects.bulk_create([ReplyAddress(digest=digest, tenant=tenant, topic=topic)], ignore_conflicts=True)

"""Rate limits: how often one key may try something. Counted in a table of ours, so that all processes count together.

A count stays even when the attempt is refused: hit() is a transaction of its own, before the action's. Keys (addresses, codes)
are stored as keyed hashes only. A window begins with the first attempt and ends `per` later; attempts in between do not prolong it.
"""

from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from math import ceil

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from glueckauf.core.db import own_statement, own_transaction
from glueckauf.core.errors import TooManyAttempts
from glueckauf.core.models import RateWindow

# One statement, the same on both databases: no two attempts get the same count.
COUNT = """
INSERT INTO core_ratewindow AS w (name, key, until, count) VALUES (%s, %s, %s, 1)
ON CONFLICT (name, key) DO UPDATE SET
    count = CASE WHEN w.until <= %s THEN 1 ELSE w.count + 1 END,
    until = CASE WHEN w.until <= %s THEN excluded.until ELSE w.until END
RETURNING count, until
"""


def hit(name: str, key: str, *, limit: int, per: timedelta, at: datetime) -> None:
    """Counts one attempt; raises TooManyAttempts past `limit` attempts within `per`. Call it before the action, never inside writing()."""
    second = int(at.timestamp())
    values = (name, hashed(name, key), second + int(per.total_seconds()), second, second)
    with own_statement(), connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        count, until = cursor.fetchone()
    if count > limit:
        raise TooManyAttempts(minutes=max(2, ceil((until - second) / 60)))  # "1 Minuten" would be wrong German


def forget_past(at: datetime) -> int:
    """Deletes windows that are over; how many there were."""
    with own_transaction():
        return RateWindow.objects.filter(until__lte=int(at.timestamp())).delete()[0]


def hashed(name: str, key: str) -> str:
    """Keyed with the house's secret: whoever reads the table learns no address."""
    return salted_hmac(f"ratelimit.{name}", key, algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """Where the request came from, as a key to limit. Of IPv6 the /64: one visitor has all of it.

    X-Forwarded-For counts only when a proxy named in GLUECKAUF_TRUSTED_PROXIES wrote it; read from the right, the first
    address that is not such a proxy is the visitor. A socket has no address: it is trusted as "socket".
    """
    here = request.META.get("REMOTE_ADDR") or "socket"
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    while hops and is_trusted(here):
        here = hops.pop()
    return shortened(here)


def is_trusted(address: str) -> bool:
    """Whether this is a proxy of ours."""
    names = [name.strip() for name in settings.GLUECKAUF.trusted_proxies.split(",") if name.strip()]
    if address in names:
        return True
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks(names))


def networks(names: list[str]) -> list[IPv4Network | IPv6Network]:
    """The networks among the trusted names."""
    return [ip_network(name, strict=False) for name in names if name != "socket"]


def shortened(address: str) -> str:
    """An address as a key; something that is none (a forged header) is one key for all."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else str(found)

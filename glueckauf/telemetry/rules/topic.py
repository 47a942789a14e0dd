"""A topic and what is published on it: glueckauf/<tenant>/<device>/<series>, JSON with at and value, or a list of such."""

import json
from typing import NamedTuple

from glueckauf.telemetry.rules.keys import is_key
from glueckauf.telemetry.rules.values import Raw, Reason

ROOT = "glueckauf"
ALL = f"{ROOT}/+/+/+"
LARGEST = 100_000
MOST = 1_000  # values of one message


class Topic(NamedTuple):
    """Who publishes what; the broker has checked that it may."""

    tenant: str
    device: str
    series: str


def topic(name: str) -> Topic | None:
    """None for anything else, whatever the broker let through."""
    parts = name.split("/")
    if len(parts) != 4 or parts[0] != ROOT or not all(map(is_key, parts[1:])):
        return None
    return Topic(*parts[1:])


def lines(series: str, payload: bytes) -> list[Raw]:
    """A message that cannot be read is one refused line."""
    unread = [Raw(1, series, None, None, Reason.SHAPE)]
    if len(payload) > LARGEST or payload.count(b"{") > MOST or payload.count(b"[") > 1:
        return unread
    try:
        found = json.loads(payload)
    except (ValueError, RecursionError):
        return unread
    values = found if isinstance(found, list) else [found]
    if not values or not all(isinstance(one, dict) for one in values):
        return unread
    return [Raw(number, series, one.get("at"), one.get("value")) for number, one in enumerate(values, start=1)]

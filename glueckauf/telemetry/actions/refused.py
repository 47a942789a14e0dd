"""Refused lines are counted, not kept: what a broken device sends may be anything and any amount."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from glueckauf.identity.rules.actor import Rule
from glueckauf.telemetry.actions import bulk
from glueckauf.telemetry.rules.values import Refusal

ADD = """ON CONFLICT (device_id, day, reason) DO UPDATE SET count = telemetry_refusedcount.count + excluded.count, at = excluded.at"""


def count_refused(refusals: Mapping[int, Sequence[Refusal]], *, by: Rule, at: datetime) -> None:
    """Device id -> refusals of its batch. Inside the transaction that stores the others."""
    counts = Counter((device, str(one.reason)) for device, found in refusals.items() for one in found)
    if not counts:
        return
    keys, day = sorted(counts), at.astimezone(UTC).date()
    columns: list[bulk.Column] = [
        ("device_id", "bigint", [key[0] for key in keys]),
        ("day", "date", [day] * len(keys)),
        ("reason", "text", [key[1] for key in keys]),
        ("count", "bigint", [counts[key] for key in keys]),
        ("at", "timestamptz", [at] * len(keys)),
    ]
    bulk.insert("telemetry_refusedcount", by.tenant, columns, ADD)

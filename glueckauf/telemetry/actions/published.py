"""Stores what was published: messages of many devices and tenants, one transaction a tenant."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from glueckauf.telemetry import queries
from glueckauf.telemetry.actions.take import Arrival, Batch, take
from glueckauf.telemetry.rules.topic import lines, topic
from glueckauf.telemetry.rules.values import Raw


def take_published(messages: Iterable[tuple[str, bytes]], *, at: datetime, arrival: Arrival = Arrival.STRAIGHT) -> int:
    """(topic, payload) each. What can be stored is durable when this returns; how many messages named no device of ours."""
    sent: dict[str, dict[str, list[Raw]]] = defaultdict(lambda: defaultdict(list))
    strange = 0
    for name, payload in messages:
        found = topic(name)
        if found is None:
            strange += 1
        else:
            sent[found.tenant][found.device] += lines(found.series, payload)
    for tenant, devices in sent.items():
        by, ids = queries.inlet(tenant), queries.ids_of(tenant, devices)
        strange += sum(len(found) for key, found in devices.items() if key not in ids)
        batches = {ids[key]: Batch(lines=found, arrival=arrival) for key, found in devices.items() if key in ids}
        if batches:
            take(batches, by=by, at=at)
    return strange

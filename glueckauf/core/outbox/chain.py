"""The chain of events: one per tenant, sealed after commit, so that nobody can change, drop or reorder what happened unseen.

Writers take no lock: an event is inserted without a place. The sealer gives places in the order in which it sees events committed
(by id among those it sees together) and hashes each with the one before. Events carry ids and codes only, so deleting personal
data never touches them. What the chain cannot show: a change before the seal (within a second), and a forger who rewrites the
whole chain and its head; against him keep what `glueckauf audit verify` prints somewhere else.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from django.db.models import QuerySet

from glueckauf.core.db import reading, writing
from glueckauf.core.models import ChainHead, Delivery, Event
from glueckauf.core.scope import Scope

BATCH = 500


class Fault(StrEnum):
    """What is wrong with a chain."""

    CHANGED = "changed"
    MISSING = "missing"
    CUT_OFF = "cut off"
    HEAD = "head"


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first broken place of a tenant's chain. `event_id` is None where no row is left to name."""

    tenant: str
    fault: Fault
    seq: int
    event_id: int | None = None

    def __str__(self) -> str:
        where = "" if self.event_id is None else f" (event {self.event_id})"
        return f"{self.tenant}: {self.fault} at {self.seq}{where}"


def seal_chains(at: datetime) -> int:
    """Seals what was committed since, tenant by tenant; returns how many events. Several sealers wait for each other per tenant."""
    return sum(_seal_all_of(tenant) for tenant, _, _ in heads())


def tenants() -> list[str]:
    """Every tenant that ever had an event; deliveries still name one whose head was lost."""
    heads = ChainHead.objects.values_list("tenant", flat=True)
    return sorted({*heads, *Delivery.objects.values_list("tenant", flat=True).distinct()})


def heads() -> list[tuple[str, int, str]]:
    """Tenant, number of sealed events and last digest: to be kept outside of the installation."""
    return list(ChainHead.objects.order_by("tenant").values_list("tenant", "seq", "digest"))


def verify(tenant: str) -> Break | None:
    """The first broken row of the tenant's chain, or None. Reads every sealed event once."""
    with reading(Scope(tenant=tenant)):
        head = ChainHead.objects.filter(pk=tenant).first() or ChainHead(tenant=tenant, seq=0, digest="")
        return _walk(tenant, head)


def verify_all(at: datetime) -> None:
    """Walks every chain and keeps what it found, for the operator."""
    for tenant in tenants():
        found = verify(tenant)
        with writing(Scope()):
            ChainHead.objects.filter(pk=tenant).update(verified_at=at, fault=str(found or ""))


def _walk(tenant: str, head: ChainHead) -> Break | None:
    """The sealer may go on meanwhile: what it adds behind the head is walked too, and has moved the head by the end."""
    seq, digest, at_head = 0, "", ""
    for row in sealed(tenant):
        seq += 1
        if row.seq != seq:
            return Break(tenant=tenant, fault=Fault.MISSING, seq=seq)
        digest = link(digest, row, seq)
        if row.digest != digest:
            return Break(tenant=tenant, fault=Fault.CHANGED, seq=seq, event_id=row.pk)
        at_head = digest if seq == head.seq else at_head
    if seq < head.seq:
        return Break(tenant=tenant, fault=Fault.CUT_OFF, seq=seq + 1)
    if at_head != head.digest or (seq > head.seq and not ChainHead.objects.filter(pk=tenant, seq__gte=seq).exists()):
        return Break(tenant=tenant, fault=Fault.HEAD, seq=head.seq)
    return None


def sealed(tenant: str) -> Iterator[Event]:
    """The chain in its order, streamed."""
    return Event.objects.filter(tenant=tenant, seq__isnull=False).order_by("seq").iterator(chunk_size=2_000)


def link(before: str, row: Event, seq: int) -> str:
    """Hash over the digest before and every column of the row. Changing this breaks every chain there is."""
    content = [before, seq, row.pk, row.tenant, row.kind, row.payload, row.actor, row.at.astimezone(UTC).isoformat()]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _seal_all_of(tenant: str) -> int:
    count = 0
    while sealed_now := _seal_batch(tenant):
        count += sealed_now
    return count


def _seal_batch(tenant: str) -> int:
    """The head's row is the sealers' lock; writers of events never touch it."""
    with reading(Scope(tenant=tenant)):
        if not _open(tenant).exists():
            return 0
    with writing(Scope(tenant=tenant)):
        head = ChainHead.objects.select_for_update().get(pk=tenant)
        rows = list(_open(tenant).order_by("id")[:BATCH])
        for row in rows:
            head.seq += 1
            head.digest = link(head.digest, row, head.seq)
            row.seq, row.digest = head.seq, head.digest
        Event.objects.bulk_update(rows, ["seq", "digest"], batch_size=100)
        head.save(update_fields=["seq", "digest"])
    return len(rows)


def _open(tenant: str) -> QuerySet[Event]:
    return Event.objects.filter(tenant=tenant, seq__isnull=True)

"""The waiting list: who wants an earlier slot than the one booked. First come, first served; what is offered is kept for two hours."""

from collections.abc import Callable
from datetime import datetime, timedelta

from glueckauf.cities.actions.appointments import Actor, Held, SlotTaken, Wanted, hold, taken
from glueckauf.cities.events import SlotOffered
from glueckauf.cities.models import Booking, Hold, Slot, Wish
from glueckauf.cities.queries.appointments import is_offered
from glueckauf.cities.queries.tenants import tenants
from glueckauf.cities.rules.runs import Matter
from glueckauf.core.db import reading, scoped, writing
from glueckauf.core.errors import NotFound
from glueckauf.core.outbox import publish
from glueckauf.core.scope import Scope

KEPT = timedelta(hours=2)
TOO_SOON = timedelta(hours=4)  # nobody can come in ten minutes: later than this before the start nothing is offered


def wait(topic: str, *, tenant: str, by: Actor, at: datetime) -> None:
    """From now on she hears of earlier ones. Twice is once. Raises NotFound without a booking."""
    with writing(by), scoped(Scope(tenant=tenant)):
        row = Booking.objects.select_for_update().filter(tenant_id=tenant, topic=topic, part=0, ended_at=None).first()
        if row is None:
            raise NotFound
        Wish.objects.get_or_create(booking=row, ended_at=None, defaults={"tenant_id": tenant, "person": row.person, "at": at})


def stop_waiting(topic: str, *, tenant: str, by: Actor, at: datetime) -> None:
    """No more offers; what is kept for her is free again."""
    with writing(by), scoped(Scope(tenant=tenant)):
        Wish.objects.filter(tenant_id=tenant, booking__topic=topic, ended_at=None).update(ended_at=at)
        Hold.objects.filter(tenant_id=tenant, held_for=topic).delete()


def offer(slot_id: int, *, matter_of: Callable[[str], Matter], by: Actor, at: datetime) -> str:
    """To the first on the list whose appointment is later and whose matter the slot takes; its topic, empty where nobody waits for it.

    `matter_of`: what a topic is about. Safe to run twice: what is kept for somebody is not offered again.
    """
    tenant = by.scope.tenant
    with writing(by):
        slot = Slot.objects.select_related("opening").filter(tenant_id=tenant, pk=slot_id).first()
        if slot is None or taken(Slot.objects.filter(pk=slot.pk), held_for="", at=at).exists():
            return ""
        for wish in _waiting(slot):
            if Wish.objects.select_for_update().filter(pk=wish.pk, ended_at=None, offered_slot=None).first() is None:
                continue
            kept = _kept_for(wish, slot, matter_of(wish.booking.topic), by=by, at=at)
            if kept is None:
                continue
            Wish.objects.filter(pk=wish.pk).update(offered_slot=kept.slot, offered_at=at)
            publish(SlotOffered(tenant=tenant, slot_id=kept.slot, topic=wish.booking.topic), by=by, at=at)
            return str(wish.booking.topic)
        return ""


def _kept_for(wish: Wish, freed: Slot, matter: Matter, *, by: Actor, at: datetime) -> Held | None:
    """From the freed slot on; a family also from those just before it, if together they are enough. None: it does not fit."""
    if not is_offered(freed.opening, matter.leistung):
        return None
    topic, reach = wish.booking.topic, timedelta(minutes=freed.minutes * (matter.need.slots(freed.minutes) - 1))
    earliest = max(freed.starts_at - reach, at + TOO_SOON)
    near = Slot.objects.filter(room=freed.room_id, seat=freed.seat, starts_at__gte=earliest, starts_at__lte=freed.starts_at)
    wanted = Wanted(tenant=freed.tenant_id, office=freed.office, leistung=matter.leistung, need=matter.need, held_for=topic)
    for start in near.exclude(pk__in=wish.refused).order_by("-starts_at"):
        try:
            return hold(start.pk, wanted, by=by, at=at, until=at + KEPT)
        except SlotTaken:
            continue
    return None


def _waiting(slot: Slot) -> list[Wish]:
    """In the order they came, without those who have an offer or let this one pass."""
    later = Wish.objects.filter(
        tenant_id=slot.tenant_id, ended_at=None, offered_slot=None, booking__ended_at=None, booking__slot__starts_at__gt=slot.starts_at
    )
    rows = later.filter(booking__slot__office=slot.office).select_related("booking").order_by("at", "pk")
    return [w for w in rows if slot.pk not in w.refused]


def lapsed(*, at: datetime) -> list[tuple[str, int]]:
    """Offers whose time is over: noted as passed. (tenant, slot) of what can be offered to the next."""
    found = []
    for tenant in tenants():
        with reading(Scope(tenant=tenant)):
            offered = Wish.objects.filter(tenant_id=tenant, ended_at=None, offered_at__lte=at - KEPT).exclude(offered_slot=None)
            over = list(offered.select_related("booking"))
        for wish in over:
            with writing(Scope(tenant=tenant)):
                gone = Wish.objects.filter(pk=wish.pk, offered_slot=wish.offered_slot_id)
                if gone.update(offered_slot=None, offered_at=None, refused=[*wish.refused, wish.offered_slot_id]):
                    kept = Hold.objects.filter(tenant_id=tenant, held_for=wish.booking.topic, until__lte=at)
                    found += [(tenant, slot) for slot in kept.order_by("slot__starts_at").values_list("slot", flat=True)]
    return found

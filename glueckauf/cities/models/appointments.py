"""Appointments of the offices: rooms, hours, slots, and who has booked."""

from django.db import models

from glueckauf.cities.models.tenants import Tenant


class Room(models.Model):
    """A counter or room of an office to which people come by appointment. `site` is where: house, street, floor."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    office = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    site = models.CharField(max_length=160)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "office", "site", "name"], condition=models.Q(ended_at=None), name="room_once")
        ]


class Opening(models.Model):
    """When a room takes appointments: a weekday, hours, how long one takes, how many people serve at once, for which Leistungen."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="openings")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday.")
    opens = models.TimeField()
    closes = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    people = models.PositiveSmallIntegerField(help_text="How many serve at once, each with a slot of their own.")
    leistungen = models.JSONField(default=list, help_text="Keys; empty: every Leistung of the office.")
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    source = models.CharField(max_length=200, help_text="Where the hours come from.")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)


class Closure(models.Model):
    """A day on which the whole office, or one room of it, takes nobody although its hours say so."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    office = models.SlugField(max_length=40)
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="closures")
    day = models.DateField()
    reason = models.CharField(max_length=200)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()


class Absence(models.Model):
    """One of those who serve in a room is not there on these days. Without a reason: the office needs none to plan."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="absences")
    clerk = models.CharField(max_length=60, blank=True, help_text="clerk:<id>; empty: the office does not say who.")
    first_day = models.DateField()
    last_day = models.DateField()
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)


class Slot(models.Model):
    """One appointment that can be booked: laid out from an Opening, one per person who serves (`seat`)."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    office = models.SlugField(max_length=40)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="slots")
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="slots")
    seat = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "seat", "starts_at"], name="slot_once")]
        indexes = [models.Index(fields=["tenant", "office", "starts_at"], name="slot_by_day")]


class SlotBlock(models.Model):
    """Somebody took a free slot out: illness, a meeting."""

    slot = models.OneToOneField(Slot, on_delete=models.CASCADE, related_name="block")
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()


class Hold(models.Model):
    """A slot kept for somebody for some minutes, while she fills in the form or was offered it. Past `until` it is anybody's."""

    slot = models.OneToOneField(Slot, on_delete=models.CASCADE, related_name="hold")
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    held_for = models.CharField(max_length=60, db_index=True, help_text="antrag:<key>, or vorgang:<id> of who waits for an earlier one.")
    until = models.DateTimeField()


class Booking(models.Model):
    """A slot given to a Vorgang. Exactly once: unique while it has not ended. A family has a row for each of its adjoining slots."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField()
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="bookings")
    topic = models.CharField(max_length=60, db_index=True, help_text="vorgang:<id>")
    part = models.PositiveSmallIntegerField(default=0, help_text="0 is the slot it begins with; visits, wishes and reminders hang on that.")
    people = models.PositiveSmallIntegerField(default=1, help_text="How many come together.")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="Moved or cancelled.")
    ended_by = models.CharField(max_length=60, blank=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot"], condition=models.Q(ended_at=None), name="slot_booked_once"),
            models.UniqueConstraint(fields=["topic", "part"], condition=models.Q(ended_at=None), name="one_booking_of_a_topic"),
        ]


class Attendance(models.Model):
    """She came, or did not. The latest row counts."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="attendances")
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField()
    came = models.BooleanField()
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()


class Wish(models.Model):
    """On the waiting list for an earlier slot than the one booked. `offered_slot`: what is kept for her now."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="wishes")
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    offered_slot = models.ForeignKey(Slot, null=True, on_delete=models.SET_NULL, related_name="+")
    offered_at = models.DateTimeField(null=True)
    refused = models.JSONField(default=list, help_text="Ids of slots she was offered and let pass.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking"], condition=models.Q(ended_at=None), name="one_wish_of_a_booking")]

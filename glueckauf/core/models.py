"""Tables of core: events with their deliveries and chain, stored files, the schedule. All ids and codes, no personal data."""

from django.db import models
from django.db.models.functions import Now


class Event(models.Model):
    """One thing that happened: outbox entry, audit row and webhook payload in one. Never changed after it was sealed."""

    tenant = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    payload = models.JSONField()
    actor = models.CharField(max_length=60, help_text="Code of who did it, as clerk:12 or rule:automatic.")
    at = models.DateTimeField()
    seq = models.BigIntegerField(null=True, help_text="Place in the chain of its tenant; set by the sealer in commit order.")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 over the digest before and this row.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "seq"], name="event_seq_once")]
        indexes = [models.Index(fields=["tenant", "id"], condition=models.Q(seq=None), name="event_unsealed")]


class ChainHead(models.Model):
    """The last sealed event of a tenant: shows a chain that was cut off at its end."""

    tenant = models.CharField(max_length=40, primary_key=True)
    seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    verified_at = models.DateTimeField(null=True, help_text="When the whole chain was walked the last time.")
    fault = models.CharField(max_length=120, blank=True, help_text="The first broken place then; empty: none.")


class Delivery(models.Model):
    """An event on its way to one handler: attempt, next try and lease. At least once; handlers are idempotent."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    tenant = models.CharField(max_length=40)
    handler = models.CharField(max_length=80)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True, help_text="Gave up after the last attempt; the operator page retries.")
    error = models.TextField(blank=True, help_text="Class and place of the last error, never its values.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="delivery_once")]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(done_at=None, dead_at=None), name="delivery_due")]


class Blob(models.Model):
    """A stored file under the hash of its content, outside the web root. What it is and who may see it is the business of others."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    stored_at = models.DateTimeField()
    checked_at = models.DateTimeField(
        db_default=Now(), help_text="Stored again, or found in use, the last time. The sweep looks a day later."
    )

    class Meta:
        indexes = [models.Index(fields=["checked_at"], name="blob_sweep")]


class Job(models.Model):
    """A repeated job and when it is due next; whoever moves `due_at` on may run it."""

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True, help_text="When its last run began that also ended.")
    error = models.TextField(blank=True, help_text="Class and place of what that run raised; empty: nothing.")
    steady_since = models.DateTimeField(null=True, help_text="The first of its runs before which no pause was; null: it never ran.")


class RateWindow(models.Model):
    """How often a key tried something in the window that ends at `until` (Unix seconds)."""

    name = models.CharField(max_length=40)
    key = models.CharField(max_length=64, help_text="Keyed hash of an address or code.")
    until = models.BigIntegerField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "key"], name="ratewindow_once")]


class CacheEntry(models.Model):
    """The table of Django's DatabaseCache. allauth keeps used TOTP codes there: all processes must see them."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "core_cache"

"""Mail that goes out: what it says (a row of tenant and person) and how far it got (a row without personal data)."""

from django.db import models

from glueckauf.mail.models.scope import Visible


class OutgoingMail(models.Model):
    """One mail to one address. Written in the transaction of what it announces, sent after it; then only a code it holds is emptied."""

    tenant = models.CharField(max_length=40)
    person = models.UUIDField(null=True)
    to = models.EmailField()
    to_folded = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    topic = models.CharField(max_length=80, blank=True, help_text="What a reply belongs to; empty: replies are not expected.")
    code = models.CharField(max_length=19, unique=True, help_text="In Message-ID and return path: finds bounces. Opens nothing.")
    thread = models.CharField(max_length=998, blank=True, help_text="Message-IDs this mail answers, as in References.")
    once = models.CharField(max_length=120, blank=True, help_text="Key of what caused it; a second mail for it is not written.")
    opens = models.BooleanField(db_default=False, help_text="Holds a link or code: text and HTML are emptied once the mail has left.")
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = Visible["OutgoingMail"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "once"], condition=~models.Q(once=""), name="outgoing_once")]
        indexes = [
            models.Index(fields=["tenant", "topic"], name="outgoing_topic"),
            models.Index(fields=["tenant", "to_folded"], name="outgoing_to"),
        ]


class Dispatch(models.Model):
    """The way of an OutgoingMail: attempts, next try, lease, end. Ids and codes only, so that the worker finds due ones of all tenants."""

    mail_id = models.BigIntegerField(primary_key=True)
    tenant = models.CharField(max_length=40)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True, help_text="Empty once it was sent or given up.")
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True, help_text="Delivered to the demo mailbox: there is no SMTP host, it stays in the table.")
    failed_at = models.DateTimeField(null=True, help_text="Given up, refused for good, or bounced later.")
    error = models.CharField(
        max_length=120, blank=True, help_text="Code of the last refusal, as 550 or ConnectionRefusedError; never its text."
    )

    class Meta:
        indexes = [models.Index(fields=["next_try"], condition=models.Q(next_try__isnull=False), name="dispatch_due")]

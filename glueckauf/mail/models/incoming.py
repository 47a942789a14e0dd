"""Mail that came in: stored raw first, read afterwards, matched by token or by a person."""

from django.db import models

from glueckauf.mail.models.scope import Visible


class IncomingMail(models.Model):
    """One mail at one destination. The raw bytes are stored before the sender's server hears "250"; the rest follows when it was read."""

    tenant = models.CharField(max_length=40)
    person = models.UUIDField(null=True, help_text="Whose topic it is; empty in quarantine.")
    topic = models.CharField(max_length=80, blank=True, help_text="From the reply token only; empty: quarantine.")
    content_key = models.CharField(max_length=64, help_text="Hash of Message-ID and content: the same mail is one row per destination.")
    raw = models.ForeignKey("core.Blob", on_delete=models.PROTECT, related_name="+")
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.CharField(max_length=320)
    received_at = models.DateTimeField()
    is_late = models.BooleanField(default=False, help_text="The topic was closed or expired when the mail arrived.")

    read_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=300, blank=True)
    from_address = models.CharField(max_length=254, blank=True)
    from_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    automatic = models.CharField(max_length=30, blank=True, help_text="Why it counts as automatic; empty: a person wrote it.")
    problems = models.JSONField(default=list, help_text="Codes of what could not be read.")

    objects = Visible["IncomingMail"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "topic", "content_key"], name="incoming_once")]
        indexes = [models.Index(fields=["tenant", "topic", "received_at"], name="incoming_topic")]


class IncomingAttachment(models.Model):
    """One file of a mail: as it came, and as it may be used further (without GPS position) when it was accepted."""

    mail = models.ForeignKey(IncomingMail, on_delete=models.CASCADE, related_name="attachments")
    tenant = models.CharField(max_length=40)
    person = models.UUIDField(null=True)
    position = models.PositiveSmallIntegerField()
    filename = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    source = models.CharField(max_length=12, help_text="mime, winmail or nested: where in the mail it was.")
    is_decoration = models.BooleanField(default=False, help_text="A small picture of the signature; belongs in no slot.")
    original = models.ForeignKey("core.Blob", on_delete=models.PROTECT, related_name="+")
    cleaned = models.ForeignKey("core.Blob", null=True, on_delete=models.PROTECT, related_name="+")
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(null=True)
    problems = models.JSONField(default=list)
    scan = models.CharField(max_length=12)

    objects = Visible["IncomingAttachment"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mail", "position"], name="attachment_once")]


class Suggestion(models.Model):
    """Where a mail in quarantine may belong, and why we think so. Only a person decides."""

    mail = models.ForeignKey(IncomingMail, on_delete=models.CASCADE, related_name="suggestions")
    tenant = models.CharField(max_length=40)
    reason = models.CharField(max_length=12, choices=[("number", "number"), ("reply", "reply"), ("address", "address")])
    value = models.CharField(max_length=80, help_text="A Vorgangsnummer for `number`, else a topic.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mail", "reason", "value"], name="suggestion_once")]


class Assignment(models.Model):
    """A person put the mail to a topic."""

    mail = models.OneToOneField(IncomingMail, on_delete=models.CASCADE, related_name="assignment")
    tenant = models.CharField(max_length=40)
    person = models.UUIDField(null=True)
    topic = models.CharField(max_length=80)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()


class Discard(models.Model):
    """A person decided that the mail belongs nowhere, or in another city's quarantine."""

    mail = models.OneToOneField(IncomingMail, on_delete=models.CASCADE, related_name="discard")
    tenant = models.CharField(max_length=40)
    reason = models.CharField(
        max_length=20, choices=[("foreign", "foreign"), ("spam", "spam"), ("done", "done"), ("redirected", "redirected")]
    )
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

"""Documents a person handed in, whichever way they came, and what a clerk said of them."""

from django.db import models

from glueckauf.vorgaenge.models.visibility import VisibleQuerySet


class Document(models.Model):
    """One file: original by hash, a clean copy without position data, what inspection and scan found."""

    key = models.UUIDField(unique=True)
    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField()
    antrag = models.ForeignKey("vorgaenge.Antrag", on_delete=models.CASCADE, related_name="documents")
    vorgang = models.ForeignKey("vorgaenge.Vorgang", null=True, on_delete=models.PROTECT, related_name="documents")
    slot = models.ForeignKey("vorgaenge.Slot", null=True, on_delete=models.SET_NULL, related_name="documents")
    nachweis = models.SlugField(max_length=40, blank=True)
    field = models.CharField(max_length=100, blank=True, help_text="Path in the form when it came with the Antrag.")
    filename = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(default=1)
    sha256 = models.CharField(max_length=64, help_text="What may be shown: without position data.")
    problems = models.JSONField(default=list)
    scan = models.CharField(max_length=12)
    via = models.CharField(max_length=10, choices=[("portal", "Portal"), ("mail", "E-Mail"), ("code", "Brief-Code")])
    mail_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet["Document"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["vorgang", "received_at"], name="document_vorgang")]
        constraints = [
            models.UniqueConstraint(fields=["vorgang", "mail_id", "sha256"], condition=~models.Q(mail_id=None), name="mail_attachment_once")
        ]


class DocumentReview(models.Model):
    """A clerk's word on a document: in order, or why not. The latest counts."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="reviews")
    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField()
    accepted = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

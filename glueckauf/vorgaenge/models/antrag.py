"""Antrag: what a person fills in. Every POST is a version, also an invalid one; nothing typed is ever overwritten."""

from django.db import models

from glueckauf.vorgaenge.models.visibility import VisibleQuerySet


class Antrag(models.Model):
    """A form being filled or handed in. It keeps its revision for life."""

    key = models.UUIDField(unique=True, help_text="Stands in the address; opens nothing by itself.")
    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField()
    leistung = models.SlugField(max_length=60)
    revision = models.ForeignKey("catalogue.Revision", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, default="de")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="Drafts are deleted then; a submitted Antrag follows its Vorgang.")
    current = models.PositiveIntegerField(default=0, help_text="Number of the version that counts.")

    objects = VisibleQuerySet["Antrag"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "created_at"], name="antrag_person")]


class AntragVersion(models.Model):
    """One stored POST: answers of the whole form after it; what could not be read stands in `values` as typed."""

    antrag = models.ForeignKey(Antrag, on_delete=models.CASCADE, related_name="versions")
    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField()
    number = models.PositiveIntegerField()
    seen = models.PositiveIntegerField(help_text="The version the page was made from; older than current: two tabs.")
    section = models.CharField(max_length=40)
    values = models.JSONField()
    errors = models.JSONField(default=list)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["antrag", "number"], name="version_once")]


class Submission(models.Model):
    """Handing in, exactly once: the row is unique per Antrag, a second click finds it."""

    antrag = models.OneToOneField(Antrag, on_delete=models.PROTECT, related_name="submission")
    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField()
    version = models.PositiveIntegerField()
    email = models.EmailField(blank=True)
    email_folded = models.CharField(max_length=254, blank=True, db_index=True)
    channel = models.CharField(max_length=10, choices=[("portal", "Portal"), ("post", "Brief")], help_text="How she wants the Bescheid.")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = VisibleQuerySet["Submission"].as_manager()

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
    page = models.CharField(max_length=32, blank=True, help_text="The rendering of the page it was sent from.")
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


class Correction(models.Model):
    """Answers changed after handing in. While it is open she works on versions of her own; what counts is untouched. Sent once."""

    antrag = models.ForeignKey(Antrag, on_delete=models.CASCADE, related_name="corrections")
    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField()
    base = models.PositiveIntegerField(help_text="The version that counted when she began.")
    working = models.PositiveIntegerField(help_text="The version she works on; once sent, the one that counts from then on.")
    actor = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = VisibleQuerySet["Correction"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["antrag"], condition=models.Q(sent_at=None), name="one_open_correction")]


class Rebase(models.Model):
    """A draft went on to the current revision of its Leistung: her answers came along where they still fit, the version before stays."""

    antrag = models.ForeignKey(Antrag, on_delete=models.CASCADE, related_name="rebases")
    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField()
    from_revision = models.ForeignKey("catalogue.Revision", on_delete=models.PROTECT, related_name="+")
    to_revision = models.ForeignKey("catalogue.Revision", on_delete=models.PROTECT, related_name="+")
    before = models.PositiveIntegerField(help_text="The version that counted; its answers are those of the old form.")
    version = models.PositiveIntegerField(help_text="The same answers, as far as the new form takes them.")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, help_text="When she went on from the page that lists what changed; at once if nothing did.")

    objects = VisibleQuerySet["Rebase"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["antrag", "version"], name="rebase_once")]

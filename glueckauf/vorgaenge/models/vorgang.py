"""Vorgang: one matter of one office. Its columns repeat, for the worklist, what the rows around it say."""

from django.db import models

from glueckauf.vorgaenge.models.visibility import OfficeQuerySet
from glueckauf.vorgaenge.rules.stage import Stage, WaitsFor


class Counter(models.Model):
    """The last number given per Kommune and year; numbers may have gaps, never doubles."""

    tenant = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "year"], name="counter_once")]


class Vorgang(models.Model):
    """A matter, from arrival to its end."""

    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")
    person = models.UUIDField()
    antrag = models.ForeignKey("vorgaenge.Antrag", on_delete=models.PROTECT, related_name="vorgaenge")
    number = models.CharField(max_length=20, unique=True)
    leistung = models.SlugField(max_length=60)
    part = models.SlugField(max_length=40, blank=True, default="", help_text="Which part of an Antrag that several offices decide.")
    revision = models.ForeignKey("catalogue.Revision", on_delete=models.PROTECT, related_name="+")
    office = models.SlugField(max_length=40)
    title = models.CharField(max_length=200, help_text="What clerk and citizen call it: Hund anmelden.")
    subject = models.CharField(max_length=200, blank=True, help_text="What sets it apart in a list: a street, a plate, the dog's name.")
    applicant = models.CharField(max_length=200)
    applicant_folded = models.CharField(max_length=200, help_text="Lower case, umlauts folded: both databases search alike.")
    stage = models.CharField(max_length=20, choices=[(s, s) for s in Stage], default=Stage.NEW)
    waits_for = models.CharField(max_length=10, choices=[(w, w) for w in WaitsFor], default=WaitsFor.CLERK)
    due_on = models.DateField(null=True, help_text="Next day something is due, for whoever it waits for.")
    assigned_to = models.ForeignKey("identity.ClerkAccount", null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    decided_version = models.PositiveIntegerField(
        null=True, help_text="Answers it was decided on, once a correction has reached only the other parts of the Antrag."
    )

    objects = OfficeQuerySet["Vorgang"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["antrag", "part"], name="one_vorgang_of_a_part")]
        indexes = [
            models.Index(fields=["tenant", "office", "due_on", "id"], condition=models.Q(closed_at=None), name="vorgang_worklist"),
            models.Index(fields=["tenant", "due_on", "id"], condition=models.Q(closed_at=None), name="vorgang_worklist_all"),
            models.Index(fields=["assigned_to", "due_on"], condition=models.Q(closed_at=None), name="vorgang_mine"),
            models.Index(fields=["tenant", "office", "closed_at"], name="vorgang_done"),
            models.Index(fields=["tenant", "office", "stage"], condition=models.Q(closed_at=None), name="vorgang_stage"),
            models.Index(fields=["person", "submitted_at"], name="vorgang_person"),
            models.Index(fields=["tenant", "leistung", "closed_at"], name="vorgang_durations"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def answers_version(self) -> int:
        """The version of the Antrag that counts here."""
        return self.decided_version or self.antrag.current

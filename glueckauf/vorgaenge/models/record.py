"""What happened to a Vorgang, one row each, with who and when."""

from django.db import models

from glueckauf.vorgaenge.models.visibility import CaseRow, CaseRowQuerySet


class Assignment(CaseRow):
    """A clerk took the Vorgang or was given it. The latest one counts."""

    clerk = models.ForeignKey("identity.ClerkAccount", on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = CaseRowQuerySet["Assignment"].as_manager()


class Note(CaseRow):
    """An internal remark of a clerk; part of the Akte."""

    text = models.TextField(max_length=5000)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = CaseRowQuerySet["Note"].as_manager()


class Message(CaseRow):
    """A message between citizen and office, by page or by mail."""

    incoming = models.BooleanField()
    text = models.TextField(max_length=10_000)
    via = models.CharField(max_length=10, choices=[("portal", "Portal"), ("mail", "E-Mail")])
    mail_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = CaseRowQuerySet["Message"].as_manager()


class FindingRow(CaseRow):
    """What a check said, with the version of model and data it used. The latest of a check counts."""

    check_key = models.SlugField(max_length=60)
    result = models.CharField(max_length=12)
    reasons = models.JSONField()
    evidence = models.JSONField(default=dict)
    version = models.CharField(max_length=80)
    at = models.DateTimeField()

    objects = CaseRowQuerySet["FindingRow"].as_manager()


class Completeness(CaseRow):
    """A clerk set 'complete on': the statutory fiction starts that day and is never paused by us."""

    complete_on = models.DateField()
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = CaseRowQuerySet["Completeness"].as_manager()


class Withdrawal(CaseRow):
    """The citizen took the Antrag back."""

    reason = models.CharField(max_length=500, blank=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = CaseRowQuerySet["Withdrawal"].as_manager()


class CaseRead(CaseRow):
    """A clerk opened the case: which office and when. The citizen sees it."""

    office = models.SlugField(max_length=40)
    clerk = models.ForeignKey("identity.ClerkAccount", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = CaseRowQuerySet["CaseRead"].as_manager()

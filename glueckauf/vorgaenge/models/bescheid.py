"""The decision and all that follows: fee, second signature, letter, announcement, effects."""

from django.db import models

from glueckauf.vorgaenge.models.visibility import CaseRow, CaseRowQuerySet, TenantQuerySet
from glueckauf.vorgaenge.rules.stage import Ending


class FeeAssessment(CaseRow):
    """The fee as computed by a rule or set by a person, with the revision it comes from. The latest counts."""

    kind = models.CharField(max_length=20)
    total_cents = models.BigIntegerField(null=True)
    yearly_cents = models.BigIntegerField(null=True)
    lines = models.JSONField(default=list)
    reason = models.CharField(max_length=500, blank=True, help_text="Why a person set or changed it.")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = CaseRowQuerySet["FeeAssessment"].as_manager()


class Bescheid(CaseRow):
    """How a Vorgang ends. Announced after the minutes to think again; taken back until then."""

    ending = models.CharField(max_length=20, choices=[(e, e) for e in Ending])
    outcome = models.CharField(max_length=20, help_text="Closed type of the Leistung; only a bescheid carries a remedy.")
    conditions = models.JSONField(default=list, help_text="Auflagen as sentences.")
    reasons = models.TextField(max_length=10_000, blank=True)
    fee = models.ForeignKey(FeeAssessment, null=True, on_delete=models.PROTECT, related_name="+")
    remedy = models.CharField(max_length=12)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    needs_approval = models.BooleanField()
    releases_at = models.DateTimeField(null=True, help_text="When the letter goes out; null while the second signature is missing.")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=60, blank=True)
    letter_id = models.BigIntegerField(null=True)
    dispatched_on = models.DateField(null=True, help_text="abgeschickt am, for what goes by post.")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=60, blank=True)

    objects = CaseRowQuerySet["Bescheid"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vorgang"], condition=models.Q(taken_back_at=None, revoked_at=None), name="one_bescheid_in_force"
            )
        ]


class Approval(CaseRow):
    """The second signature, or its refusal with a reason; never by the first signer."""

    bescheid = models.ForeignKey(Bescheid, on_delete=models.CASCADE, related_name="approvals")
    approved = models.BooleanField()
    reason = models.CharField(max_length=1000, blank=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = CaseRowQuerySet["Approval"].as_manager()


class Announcement(CaseRow):
    """When the Bescheid counts as announced, and until when a remedy is open: dates with the rule that gave them."""

    bescheid = models.ForeignKey(Bescheid, on_delete=models.CASCADE, related_name="announcements")
    channel = models.CharField(max_length=10)
    provided_at = models.DateTimeField()
    retrieved_at = models.DateTimeField(null=True)
    retrieve_by = models.DateField(null=True, help_text="Portal: not retrieved by then means not announced.")
    announced_on = models.DateField(null=True)
    appeal_until = models.DateField(null=True)
    rule = models.CharField(max_length=200)
    rule_version = models.CharField(max_length=40)

    objects = CaseRowQuerySet["Announcement"].as_manager()


class EffectRow(models.Model):
    """What a Bescheid causes: object, kind, interval, value, cause. No personal data. A cancelled one names when and by which event."""

    tenant = models.ForeignKey("cities.Tenant", on_delete=models.PROTECT, related_name="+")
    cause = models.ForeignKey(Bescheid, on_delete=models.PROTECT, related_name="effects")
    kind = models.SlugField(max_length=60)
    object = models.JSONField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    value = models.CharField(max_length=80, blank=True)
    inverse = models.SlugField(max_length=70)
    at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    objects = TenantQuerySet["EffectRow"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cause", "kind"], name="one_effect_per_cause_and_kind")]

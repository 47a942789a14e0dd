"""Payments of a city: what was asked for, what happened to it, row by row. And the tables of the simulated provider."""

from typing import TypeVar

from django.db import models

from glueckauf.identity.rules.actor import Actor

Row = TypeVar("Row", bound=models.Model, covariant=True)


class Visible(models.Manager[Row]):
    """The one filter all reads begin with; row-level security repeats it on PostgreSQL."""

    def visible_to(self, actor: Actor) -> models.QuerySet[Row]:
        """Rows of the actor's tenant, or of the actor's person, or none."""
        if actor.scope.tenant:
            return self.filter(tenant=actor.scope.tenant)
        if actor.scope.person:
            return self.filter(person=actor.scope.person)
        return self.none()


class Payment(models.Model):
    """One try to pay one amount for one thing. A failed one is followed by another with the next `attempt`."""

    tenant = models.CharField(max_length=40)
    person = models.UUIDField()
    reference = models.CharField(max_length=60, help_text="Key of what is paid for, as the caller named it.")
    amount_cents = models.PositiveIntegerField()
    purpose = models.CharField(max_length=140, help_text="What the person reads at the provider: the thing, no name.")
    attempt = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=24, unique=True, help_text="Our order number at the provider.")
    kassenzeichen = models.CharField(max_length=12, unique=True, null=True)
    provider = models.CharField(max_length=20)
    transaction = models.CharField(max_length=80, help_text="The provider's number.")
    redirect_url = models.TextField()
    return_url = models.TextField()
    started_at = models.DateTimeField()

    objects: "Visible[Payment]" = Visible()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "reference", "amount_cents", "attempt"], name="payment_attempt_once")]


class PaymentEvent(models.Model):
    """Something happened to a payment. The same thing happens once, however often it is reported."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="happened")
    tenant = models.CharField(max_length=40)
    person = models.UUIDField()
    kind = models.CharField(max_length=20)
    reason = models.CharField(max_length=20, blank=True)
    amount_cents = models.PositiveIntegerField()
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects: "Visible[PaymentEvent]" = Visible()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["payment", "kind", "reason", "amount_cents"], name="payment_happened_once")]


class PaymentKey(models.Model):
    """Finds tenant and payment for a notification, and payments the provider has to be asked about. Ids and a hash only."""

    digest = models.CharField(max_length=64, primary_key=True)
    tenant = models.CharField(max_length=40)
    payment_id = models.BigIntegerField()
    ask_at = models.DateTimeField(null=True, db_index=True, help_text="When to ask the provider next; null: nothing to ask.")
    asked = models.PositiveSmallIntegerField(default=0)


class SimulatedPayment(models.Model):
    """A transaction at the simulated provider: its side of the matter, which the house reads over HTTP only. Never in production."""

    key = models.CharField(max_length=24, primary_key=True)
    transaction = models.CharField(max_length=80)
    amount_cents = models.PositiveIntegerField()
    purpose = models.CharField(max_length=140)
    kassenzeichen = models.CharField(max_length=12)
    return_url = models.TextField()
    notify_url = models.TextField()
    state = models.CharField(max_length=10, default="open", help_text="open, paid, cancelled")
    paid_cents = models.PositiveIntegerField(default=0)
    refunded_cents = models.PositiveIntegerField(default=0)


class SimulatedNotification(models.Model):
    """A notification the simulated provider has still to deliver."""

    payment = models.ForeignKey(SimulatedPayment, on_delete=models.CASCADE)
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)

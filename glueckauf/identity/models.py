"""Accounts: a Nutzerkonto of a citizen, an account of a clerk, and the hashes that open something before either is known."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Nutzerkonto(models.Model):
    """A citizen's account: exists once an e-mail address was confirmed by a mailed link. `person` is what rows of a person carry."""

    person = models.UUIDField(primary_key=True)
    email = models.EmailField(unique=True, help_text="As rules.address folds it.")
    confirmed_at = models.DateTimeField()


class SignInRequest(models.Model):
    """Somebody asked for a sign-in link to this address. Deleted when the link is used or has run out."""

    id = models.UUIDField(primary_key=True)
    email = models.EmailField()
    person = models.UUIDField(help_text="Of the account, or of the one that the link will make.")
    next = models.CharField(max_length=500)
    requested_at = models.DateTimeField(db_index=True)


class ClerkAccount(AbstractUser):
    """Sign-in of a clerk (password and TOTP). `tenant` and `offices` bound what he sees; without a tenant he operates the installation."""

    tenant = models.ForeignKey("cities.Tenant", null=True, blank=True, on_delete=models.PROTECT)
    offices = models.JSONField(default=list)
    roles = models.JSONField(default=list)
    display_name = models.CharField(max_length=120)


class Key(models.Model):
    """Hash of a link or code and what it opens: tenant and id only. Read before either is known, so without row-level security."""

    digest = models.CharField(max_length=64, primary_key=True)
    purpose = models.CharField(max_length=30)
    tenant = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=80, help_text="Id of what it opens: person, Antrag, Nachforderung.")
    expires_at = models.DateTimeField(null=True, db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["purpose", "subject"], name="key_of_subject")]


class PersonLink(models.Model):
    """A guest whose matters belong to an account, because its confirmed address stands in them. Ids only, read before a scope is known."""

    account = models.UUIDField()
    person = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "person"], name="person_linked_once")]

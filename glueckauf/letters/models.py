"""Sealed letters: what was issued, which were taken back, and the hashes that find a letter before its tenant is known."""

from typing import Self

from django.db import models

from glueckauf.core.db import Scoped


class Letters(models.QuerySet["Letter"]):
    """Letters an actor may see: those of his tenant, or those of her person. Row-level security repeats it."""

    def visible_to(self, actor: Scoped) -> Self:
        """None for an actor without tenant and person."""
        scope = actor.scope
        if scope.tenant:
            return self.filter(tenant=scope.tenant)
        return self.filter(person=scope.person) if scope.person else self.none()


class Letter(models.Model):
    """One sealed PDF. Title and office are shown to whoever holds the letter, so they name no person."""

    tenant = models.CharField(max_length=40)
    person = models.UUIDField(null=True, help_text="Whom it is for; empty for a letter to nobody we know.")
    subject_ref = models.CharField(max_length=60, help_text="Key of what it is about, for the domain that asked for it.")
    number = models.CharField(max_length=30, help_text="Vorgangsnummer as printed.")
    title = models.CharField(max_length=160, help_text="Kind of letter: Hundesteuerbescheid.")
    issuer = models.CharField(max_length=200, help_text="Stadt Bochum, Amt für Finanzsteuerung")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the sealed PDF, a stored file; empty once its case was deleted.")
    certificate = models.CharField(max_length=64, help_text="SHA-256 of the certificate of the seal.")
    template = models.CharField(max_length=64, help_text="SHA-256 of the template and the shared library it was set with.")
    issued_at = models.DateTimeField()

    objects = Letters.as_manager()

    class Meta:
        indexes = [models.Index(fields=["tenant", "subject_ref"]), models.Index(fields=["person"])]


class Withdrawal(models.Model):
    """The letter no longer counts: taken back, or replaced by another. Withdrawn once."""

    letter = models.OneToOneField(Letter, on_delete=models.CASCADE, related_name="withdrawal")
    tenant = models.CharField(max_length=40)
    person = models.UUIDField(null=True)
    replaced_by = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, related_name="replaces")
    by = models.CharField(max_length=60)
    at = models.DateTimeField()


class LetterHash(models.Model):
    """Hash of a letter's code or of its file, and where it is found. Read before the tenant is known, so without row-level security."""

    digest = models.CharField(max_length=64, primary_key=True)
    tenant = models.CharField(max_length=40)
    letter_id = models.BigIntegerField(db_index=True)

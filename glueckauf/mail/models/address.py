"""Hashes that lead to a tenant: read before any tenant is known, so without row-level security and without personal data."""

from django.db import models


class ReplyAddress(models.Model):
    """Hash of the token in a reply address, and what a mail to it belongs to. Closed or expired: mail is kept and marked late."""

    digest = models.CharField(max_length=64, primary_key=True)
    tenant = models.CharField(max_length=40)
    topic = models.CharField(max_length=80)
    expires_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "topic"], name="reply_topic")]


class SentKey(models.Model):
    """Hash of the code in our Message-ID and return path: leads a bounce or an In-Reply-To to the mail we sent."""

    digest = models.CharField(max_length=64, primary_key=True)
    tenant = models.CharField(max_length=40)
    mail_id = models.BigIntegerField()

"""Mails of every kind a citizen or a stranger may send, as raw bytes, and the tenants they go to."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

from glueckauf.cities.models import Tenant
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Clerk, Role, Rule

DOMAIN = "post.glueckauf.example"
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
PERSON = "6f0f0c56-6d1a-4a4b-9f55-0d3a9a0c1e11"
RULE = Rule(tenant="bochum", name="test")
NUMBER = "BO-2026-048213-"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def tenants():
    """Bochum and Essen, as sync_tenants would make them."""
    for key, name, prefix in (("bochum", "Stadt Bochum", "BO"), ("essen", "Stadt Essen", "ES")):
        Tenant.objects.get_or_create(key=key, defaults={"kind": "kommune", "name": name, "prefix": prefix})


def clerk(tenant="bochum", pk=7):
    """Max Beispiel of one city."""
    return Clerk(id=pk, tenant=tenant, offices=frozenset({"steuern"}), roles=frozenset({Role.CLERK}), name="Max Beispiel")


def mail(text="Guten Tag, anbei das Foto.", *, to="erika", sender="Erika Mustermann <erika@example.org>", subject="Mein Hund", **headers):
    """A plain mail; underscores in header names become dashes."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = "Tue, 24 Nov 2026 12:00:00 +0100"
    message["Message-ID"] = headers.pop("message_id", "<one@example.org>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def with_photo(message, name="impfpass.png", content=PNG):
    """The same mail with one attachment."""
    message.add_attachment(content, maintype="image", subtype="png", filename=name)
    return message


def raw(message):
    """As it travels."""
    return message.as_bytes(policy=SMTP)


def scope(tenant="bochum"):
    """To touch rows directly."""
    return Scope(tenant=tenant)

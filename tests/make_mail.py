"""Mails of every kind a citizen or a stranger may send, as raw bytes, and the cities they go to."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

from glueckauf.cities.models import Tenant
from glueckauf.core import ids
from glueckauf.core.db import reading, writing
from glueckauf.core.models import Delivery, Event
from glueckauf.core.outbox import publish
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Citizen, Clerk, Role, Rule
from glueckauf.mail import actions, queries
from glueckauf.mail.events import MailOpened

DOMAIN = "post.glueckauf.example"
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
PERSON = "6f0f0c56-6d1a-4a4b-9f55-0d3a9a0c1e11"
ERIKA = Citizen(person=PERSON, email="erika@example.org")
RULE = Rule(tenant="bochum", name="test")
NUMBER = ids.number("BO", 2026, 48213)
TOPIC = "nachforderung:7"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def cities():
    """Bochum and Essen, as sync_tenants would make them."""
    for key, name, prefix in (("bochum", "Stadt Bochum", "BO"), ("essen", "Stadt Essen", "ES")):
        Tenant.objects.get_or_create(key=key, defaults={"kind": "kommune", "name": name, "prefix": prefix})


def clerk(tenant="bochum"):
    """Max Beispiel of one city."""
    return Clerk(id=7, tenant=tenant, offices=frozenset({"steuern"}), roles=frozenset({Role.CLERK}), name="Max Beispiel")


def send(**changes):
    """Bochum writes to Erika Mustermann that something is missing."""
    values = {
        "to": "erika@example.org",
        "subject": f"Zu Ihrem Vorgang {NUMBER} fehlt noch etwas",
        "text": f"Guten Tag,\n\nzu Ihrem Vorgang {NUMBER} fehlt noch etwas:\n\nhttps://glueckauf.example/nachweise",
        "topic": TOPIC,
        "person": PERSON,
        "by": RULE,
        "at": NOON,
    } | changes
    return actions.send(values.pop("tenant", "bochum"), **values)


def address(topic=TOPIC, tenant="bochum"):
    """Where an answer goes."""
    return queries.reply_address(tenant, topic)


def mail(text="Guten Tag, anbei das Foto.", *, sender="Erika Mustermann <erika@example.org>", subject="Mein Hund", **headers):
    """A plain mail; underscores in header names become dashes."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = "post@example.org"
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


def winmail(files, body=""):
    """A winmail.dat as Outlook makes it: each value with its level, name, type, length and checksum."""

    def value(level, name, kind, data):
        head = bytes([level]) + name.to_bytes(2, "little") + kind.to_bytes(2, "little") + len(data).to_bytes(4, "little")
        return head + data + (sum(data) & 0xFFFF).to_bytes(2, "little")

    parts = [b"\x78\x9f\x3e\x22", b"\x01\x00", value(1, 0x9006, 8, b"\x00\x00\x01\x00"), value(1, 0x9007, 6, (1252).to_bytes(8, "little"))]
    if body:
        parts.append(value(1, 0x800C, 2, body.encode("cp1252")))
    for name, data in files:
        parts.append(value(2, 0x9002, 6, bytes(14)))
        parts.append(value(2, 0x8010, 1, name.encode("cp1252") + b"\x00"))
        parts.append(value(2, 0x800F, 6, data))
    return b"".join(parts)


def bounced(code, *, action="failed", status="5.1.1", original=""):
    """A report as Postfix writes it about a mail of ours."""
    return f"""From: MAILER-DAEMON@mx.example\r
To: rueck-{code.lower()}@{DOMAIN}\r
Subject: Undelivered Mail Returned to Sender\r
Auto-Submitted: auto-replied\r
Message-ID: <bounce-{action}-{status}@mx.example>\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
This is the mail system. Your message could not be delivered.\r
\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example\r
\r
Final-Recipient: rfc822; erika@example.org\r
Action: {action}\r
Status: {status}\r
\r
--b\r
Content-Type: text/rfc822-headers\r
\r
Subject: Post\r
Message-ID: {original or f"<mail.{code.lower()}@{DOMAIN}>"}\r
\r
--b--\r
""".encode()


def raw(message):
    """As it travels."""
    return message if isinstance(message, bytes) else message.as_bytes(policy=SMTP)


def arrive(message, to, **options):
    """Accepted by the inlet and read by the worker."""
    found = actions.receive(raw(message), [to], NOON, **({"envelope_from": "erika@example.org"} | options))
    drain(NOON)
    return found[0]


def seen(got, tenant="bochum"):
    """What a clerk of the city sees of it."""
    return queries.incoming(clerk(tenant), got.mail_id)


def events(tenant="bochum", kind=""):
    """Kinds of events of mail in order, or the payloads of one kind."""
    with reading(Scope(tenant=tenant)):
        rows = list(Event.objects.filter(tenant=tenant).order_by("pk"))
    names = [(row.kind.removeprefix("mail."), row.payload) for row in rows]
    return [payload for name, payload in names if name == kind] if kind else [name for name, _ in names]


def given_up(tenant="bochum"):
    """A delivery that failed every time."""
    with writing(Scope(tenant=tenant)):
        event_id = publish(MailOpened(tenant=tenant, mail_id=0), by=RULE, at=NOON)
        values = {"attempts": 12, "due_at": NOON, "dead_at": NOON, "error": "builtins.KeyError at here"}
        return Delivery.objects.create(event_id=event_id, tenant=tenant, handler="mail.read", **values)


def in_tenant(tenant="bochum"):
    """To touch rows directly."""
    return writing(Scope(tenant=tenant))

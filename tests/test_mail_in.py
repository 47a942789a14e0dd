"""Mail comes in: one inlet, stored before it is confirmed, matched by token only."""

import pytest
from make_mail import NOON, PERSON, PNG, RULE, clerk, mail, raw, tenants, with_photo

from glueckauf.core.files import read_blob
from glueckauf.core.models import Event
from glueckauf.core.outbox.dispatch import drain
from glueckauf.mail import actions, queries

pytestmark = pytest.mark.django_db
TOPIC = "nachforderung:7"


@pytest.fixture(autouse=True)
def address():
    """Bochum has asked Erika Mustermann for a document."""
    tenants()
    actions.send("bochum", to="erika@example.org", subject="Post", text="Bitte.", topic=TOPIC, person=PERSON, by=RULE, at=NOON)
    return queries.reply_address("bochum", TOPIC)


def arrive(message, to, **options):
    """Accepted and read."""
    content = message if isinstance(message, bytes) else raw(message)
    found = actions.receive(content, [to], NOON, **({"envelope_from": "erika@example.org"} | options))
    drain(NOON)
    return found[0]


def kinds(tenant="bochum"):
    """Events of mail, in order."""
    return [e.kind.removeprefix("mail.") for e in Event.objects.filter(tenant=tenant).order_by("pk")]


def test_a_reply_with_a_photo_lands_at_its_topic(address):
    got = arrive(with_photo(mail()), address)
    assert (got.tenant, got.topic, got.is_new) == ("bochum", TOPIC, True)
    found = queries.incoming(clerk(), got.mail_id)
    assert (found.from_, found.subject, found.text, found.is_automatic) == (
        "erika@example.org", "Mein Hund", "Guten Tag, anbei das Foto.", False)  # fmt: skip
    assert [(a.filename, read_blob(a.original)) for a in found.attachments] == [("impfpass.png", PNG)]
    assert kinds() == ["MailQueued", "MailAccepted", "MailReceived"]

"""Who asked for mails about a street on the English page gets English mails, from the first to the last; everybody else German ones."""

import re
from datetime import timedelta

import make_supply
import pytest
from django.test import Client
from django.urls import reverse

from glueckauf.core.db import reading
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Role
from glueckauf.mail.models import OutgoingMail
from glueckauf.supply import actions
from glueckauf.supply.rules.outages import Kind
from tests import make_identity
from tests.make_catalogue import NOON

pytestmark = pytest.mark.django_db
BEGIN, END = NOON + timedelta(days=2), NOON + timedelta(days=2, hours=3)
GERMAN = re.compile(r"\b(bis|ab|von|Uhr|Strom|Wasser|Wärme|Guten|Sie|und|ist|Störung|abbestellen|Nachrichten|fällt|die)\b", re.IGNORECASE)


def clerk():
    return make_identity.clerk(make_supply.OPERATOR, roles=(Role.CLERK,), offices=("leitstelle",))


def mails():
    drain(NOON + timedelta(days=3))
    with reading(Scope(tenant="bochum")):
        return list(OutgoingMail.objects.filter(tenant="bochum").order_by("pk"))


def ordered(language):
    """Through the page, and confirmed by the link of the first mail."""
    client = Client(headers={"accept-language": language})
    client.post(reverse("stoerungen", args=["bochum"]), {"strasse": "Musterstraße", "email": f"{language}@mustermann.example"})
    client.post(re.search(r"/stoerungen/nachrichten/[^\s\"]+/", mails()[-1].text).group())


def outage(network, **more):
    """Everything that can become of one: announced with an end, changed to none, begun and ended; or called off."""
    one, two = clerk(), clerk()
    key = make_supply.outage(by=one, begins_at=BEGIN, expected_end=END, kind=Kind.PLANNED, **more)
    actions.announce_outage(key, by=two, at=NOON)
    actions.change_outage(key, expected_end=None, note="", by=one, at=NOON)
    if network == "off":
        actions.withdraw_outage(key, by=one, at=NOON)
        return
    actions.begin_outage(key, by=one, at=NOON)
    actions.end_outage(key, by=one, at=NOON)


def test_every_mail_of_an_english_order_is_english_whoever_else_ordered():
    ordered("en")
    ordered("de")
    outage("water")
    outage("off")
    english = [mail for mail in mails() if mail.to.startswith("en@")]
    german = [mail for mail in mails() if mail.to.startswith("de@")]
    assert len(english) == len(german) == 8  # one that confirms, four of what came, three of what did not
    for mail in english:
        said = re.sub(r"https?://\S+|Musterstraße|Glückauf", "", f"{mail.subject}\n{mail.text}")
        assert not GERMAN.search(said), said
        assert '<html lang="en">' in mail.html
    assert all(GERMAN.search(mail.text) and '<html lang="de">' in mail.html for mail in german)
    assert "Musterstraße 1 to 9" in english[1].text and "Musterstraße 1 bis 9" in german[1].text

"""People for tests: clerks, operators, citizens and guests, and browsers in which they are signed in."""

import base64
import secrets
from datetime import UTC, datetime
from itertools import count
from uuid import uuid4

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from glueckauf.cities import queries as cities
from glueckauf.cities.models import Tenant
from glueckauf.core import clock
from glueckauf.identity import actions, queries
from glueckauf.identity.models import ClerkAccount
from glueckauf.identity.rules.actor import Anonymous, Role, Rule

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PASSWORD = "Kohle-und-Lampe-1784"
HOUSE = Rule(tenant="", name="test")
CITIES = {"bochum": "BO", "dortmund": "DO", "duisburg": "DU", "essen": "E", "gelsenkirchen": "GE", "muelheim": "MH"}
_numbers = count(1)


def city(key="bochum"):
    """The row of a tenant, city or operator."""
    prefix = CITIES[key] if key in CITIES else cities.tenant(key).prefix
    return Tenant.objects.get_or_create(key=key, defaults={"kind": "kommune", "name": key.title(), "prefix": prefix})[0]


def secret():
    """A TOTP secret in base 32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code(totp_secret, *, steps=0):
    """What the app shows now, or some half minutes off."""
    return format_hotp_value(hotp_value(totp_secret, int(clock.now().timestamp()) // 30 + steps))


def account(tenant="bochum", *, roles=(Role.CLERK,), offices=("steueramt",), totp_secret=None, username=None):
    """A clerk's account; the sign-in goes by PASSWORD and, with totp_secret, code(totp_secret)."""
    city(tenant)
    username = username or f"beispiel{next(_numbers)}"
    return actions.make_clerk(
        username,
        password=PASSWORD,
        tenant=tenant,
        offices=offices,
        roles=roles,
        display_name="Max Beispiel",
        totp_secret=totp_secret,
        by=HOUSE,
        at=NOON,
    )


def operator():
    """An operator's account."""
    return actions.make_operator(f"betrieb{next(_numbers)}", password=PASSWORD, display_name="Lena Beispiel", by=HOUSE, at=NOON)


def clerk(tenant="bochum", **more):
    """The same as an actor."""
    return queries.clerk(account(tenant, **more))


def citizen(email="erika@mustermann.example"):
    """Erika Mustermann, with her address confirmed, as an actor."""
    link = actions.issue_sign_in(email, by=Anonymous(), at=NOON)
    return actions.sign_in_by_link(link.token, by=Anonymous(), at=NOON).citizen


def at_desk(account):
    """A browser in which this clerk or operator gave both factors."""
    client = Client()
    client.force_login(account)
    return keep(client, second_factor=account.pk)


def desk_of(clerk):
    """The same for a Clerk as an actor."""
    return at_desk(ClerkAccount.objects.get(pk=clerk.id))


def at_home(actor):
    """A browser in which this Citizen is signed in."""
    return keep(Client(), citizen={"person": actor.person, "email": actor.email})


def as_guest(person=None):
    """A browser of somebody who started something without an account."""
    return keep(Client(), guest=person or str(uuid4()))


def keep(client, **values):
    """Puts values into the browser's session."""
    session = client.session
    session.update(values)
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client

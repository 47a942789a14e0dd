"""Real objects behind the URLs that take parameters, for the test that walks every URL as everybody.

A domain adds its own here, one function per URL name (or several names that take the same parameters):

    @sample("schreibtisch-vorgang", "schreibtisch-bescheid", of_tenant=True)
    def vorgang(owner):
        return {"number": make.vorgang(kommune=owner.tenant, person=owner.person).number}

`of_tenant`: only clerks of owner.tenant may find it, for clerks of another city it does not exist. `of_person`: the same for the
citizen or guest owner.person. The function is called once per visit and makes a new object each time, because a POST may change it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from glueckauf.core import clock
from glueckauf.identity import actions
from glueckauf.identity.rules.actor import Anonymous
from glueckauf.payments.actions import simulator
from tests import make_payments, make_portal


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose object a sample makes."""

    tenant: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How to make the parameters of a URL, and to whom the object belongs."""

    make: Callable[[Owner], dict[str, object]]
    of_tenant: bool
    of_person: bool


SAMPLES: dict[str, Sample] = {}


def sample(*names, of_tenant=False, of_person=False):
    """Registers a function for these URL names."""

    def register(make):
        for name in names:
            assert name not in SAMPLES, f"two samples for {name}"
            SAMPLES[name] = Sample(make=make, of_tenant=of_tenant, of_person=of_person)
        return make

    return register


@sample("anmelden-link")
def sign_in_link(owner):
    """Good for whoever holds it."""
    return {"token": actions.issue_sign_in("erika@mustermann.example", by=Anonymous(), at=clock.now()).token}


@sample("zahlung-simulator", "zahlung-simulator-status", "zahlung-simulator-erstattung")
def simulated_payment(owner):
    """An order that was opened at the simulated provider; good for whoever holds its key."""
    order = urlsplit(make_payments.start(f"antrag-{uuid4().hex[:8]}", tenant=owner.tenant).redirect_url)
    opened = {name: values[0] for name, values in parse_qs(order.query).items()}
    return {"key": simulator.open_order(opened["bestellung"], opened["siegel"]).key}


@sample("kommune")
def city(owner):
    """Public."""
    return {"kommune": owner.tenant}


@sample("leistung", "leistung-leicht", "leistung-datenschutz")
def leistung(owner):
    """Public."""
    make_portal.published()
    return {"kommune": owner.tenant, "slug": "hundesteuer-anmeldung"}

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
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from glueckauf.catalogue import queries as catalogue
from glueckauf.core import clock
from glueckauf.identity import actions
from glueckauf.identity.rules.actor import Anonymous
from glueckauf.payments.actions import simulator
from glueckauf.vorgaenge import actions as vorgaenge
from tests import make, make_payments, make_portal


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


@sample("antrag-start")
def form(owner):
    """Public."""
    make_portal.published()
    return {"kommune": owner.tenant, "slug": "hundesteuer-anmeldung"}


def draft_of(owner):
    """A draft this person fills."""
    make_portal.published()
    return str(make.antrag(by=make.guest(owner.person), kommune=owner.tenant).key)


@sample("antrag-pruefen", "antrag-gespeichert", of_person=True)
def draft(owner):
    """Hers."""
    return {"key": draft_of(owner)}


@sample("antrag-schritt", of_person=True)
def draft_section(owner):
    """The first section of hers."""
    return {"key": draft_of(owner), "section": catalogue.leistung(owner.tenant, "hundesteuer-anmeldung").leistung.form.sections[0].key}


@sample("antrag-vergleich", of_person=True)
def draft_versions(owner):
    """The version that counts, beside itself."""
    return {"key": draft_of(owner), "number": 1}


@sample("antrag-eingegangen", of_person=True)
def submitted(owner):
    """Handed in."""
    make_portal.published()
    case = make.vorgang(by=make.guest(owner.person), kommune=owner.tenant)
    return {"key": str(make.key_of(case))}


def case_of(owner):
    """A Vorgang of the person that waits for a clerk."""
    make_portal.published()
    answers = make.values("hundesteuer-anmeldung", kommune=owner.tenant, ermaessigung="tierheim")
    return make.vorgang(by=make.guest(owner.person), kommune=owner.tenant, answers=answers)


def asked_of(owner):
    """The same, with a Nachforderung."""
    case = case_of(owner)
    asked = [vorgaenge.Asked(nachweis="tierheimvertrag", label="Vertrag", reason="Für die Ermäßigung")]
    row = vorgaenge.request_documents(case.number, asked=asked, by=make.clerk(owner.tenant), at=make.NOON)
    return case, row


@sample("vorgang", "vorgang-nachricht", "vorgang-frist", "vorgang-zahlung", "vorgang-zurueckziehung", of_person=True)
def own_vorgang(owner):
    """Hers."""
    return {"number": asked_of(owner)[0].number}


@sample("vorgang-nachweis", of_person=True)
def own_slot(owner):
    """A slot of hers."""
    case, row = asked_of(owner)
    return {"number": case.number, "slot": make.slot_of(case, row)}


@sample("vorgang-dokument", of_person=True)
def own_document(owner):
    """A file of hers."""
    case, row = asked_of(owner)
    return {"number": case.number, "key": make.document(case, row)}


@sample("vorgang-bescheid", of_person=True)
def own_bescheid(owner):
    """A letter of hers."""
    make_portal.published()
    case = make.vorgang(by=make.guest(owner.person), kommune=owner.tenant)
    return {"number": case.number, "bescheid_id": make.bescheid_of(case)}


@sample(
    "schreibtisch-vorgang",
    "schreibtisch-zustaendigkeit",
    "schreibtisch-nachrichten",
    "schreibtisch-vollstaendigkeit",
    "schreibtisch-gebuehr",
    "schreibtisch-nachforderung",
    "schreibtisch-bescheid",
    "schreibtisch-entwurf",
    "schreibtisch-ruecknahme",
    "schreibtisch-widerruf",
    "schreibtisch-versand",
    "schreibtisch-mitzeichnung",
    of_tenant=True,
)
def case(owner):
    """Of the clerk's city."""
    return {"number": case_of(owner).number}


@sample("schreibtisch-frist", of_tenant=True)
def wish(owner):
    """A wish for more time."""
    found, row = asked_of(owner)
    until = row.reply_by + timedelta(days=7)
    wished = vorgaenge.ask_for_time(found.number, until=until, by=make.guest(owner.person), at=make.NOON)
    return {"number": found.number, "extension_id": wished.pk}


@sample("schreibtisch-brief", of_tenant=True)
def sent_letter(owner):
    """A letter that went out."""
    make_portal.published()
    found = make.vorgang(by=make.guest(owner.person), kommune=owner.tenant)
    return {"number": found.number, "bescheid_id": make.bescheid_of(found)}


@sample("schreibtisch-dokument", "schreibtisch-pruefung", "schreibtisch-datei", of_tenant=True)
def desk_document(owner):
    """A file of a case."""
    found, row = asked_of(owner)
    return {"number": found.number, "key": make.document(found, row)}


@sample("schreibtisch-seite", of_tenant=True)
def desk_page(owner):
    """Its first page."""
    return desk_document(owner) | {"page": 0}

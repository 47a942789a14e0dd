"""Real objects behind the URLs that take parameters, for the test that walks every URL as everybody.

A domain adds its own here, one function per URL name (or several names that take the same parameters):

    @sample("schreibtisch-vorgang", "schreibtisch-bescheid", of_tenant=True)
    def vorgang(owner):
        return {"number": make.vorgang(kommune=owner.tenant, person=owner.person).number}

`of_tenant`: only clerks of owner.tenant may find it, for clerks of another city it does not exist. `of_person`: the same for the
citizen or guest owner.person. The function is called once per visit and makes a new object each time, because a POST may change it.
"""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from glueckauf.catalogue import queries as catalogue
from glueckauf.core import clock
from glueckauf.core.db import reading, writing
from glueckauf.core.scope import Scope
from glueckauf.identity import actions
from glueckauf.identity.rules.actor import Anonymous
from glueckauf.mail import queries
from glueckauf.payments import actions as payments
from glueckauf.payments.actions import simulator
from glueckauf.payments.models import Payment
from glueckauf.vorgaenge import actions as vorgaenge
from glueckauf.vorgaenge.models import Vorgang
from tests import (
    make,
    make_appointments,
    make_editing,
    make_mail,
    make_national,
    make_payments,
    make_portal,
    samples_of_networks,  # noqa: F401  registers its own
)
from tests.sampling import SAMPLES, Owner, Sample, sample

__all__ = ["SAMPLES", "Owner", "Sample", "sample"]


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


@sample("kommune", "leistungen", "fortschritt-kommune", "zahlen", "stoerungen", "stoerungen-geojson", "stoerungen-csv")
def city(owner):
    """Public."""
    return {"kommune": owner.tenant}


@sample("leistung", "leistung-leicht", "leistung-datenschutz", "antrag-start")
def leistung(owner):
    """Public."""
    make_portal.published()
    return {"kommune": owner.tenant, "slug": "hundesteuer-anmeldung"}


@sample("leistung-national")
def national_leistung(owner):
    """Public."""
    make_national.imported()
    return {"kommune": owner.tenant, "key": make_national.HUNT[0]}


def draft_of(owner):
    """A draft this person fills."""
    make_portal.published()
    return str(make.antrag(by=make.guest(owner.person), kommune=owner.tenant).key)


@sample("antrag-pruefen", "antrag-gespeichert", "antrag-neuerungen", of_person=True)
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


@sample("antrag-eingegangen", "antrag-bestaetigung", of_person=True)
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


@sample("vorgang", "vorgang-nachricht", "vorgang-frist", "vorgang-zahlung", "vorgang-zurueckziehung", "vorgang-korrektur", of_person=True)
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


@sample("schreibtisch-nachforderung-brief", of_tenant=True)
def request_letter(owner):
    """Of a case that waits for documents."""
    found, row = asked_of(owner)
    return {"number": found.number, "nachforderung_id": row.pk}


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


def unmatched_mail(owner):
    """A mail to the city itself, with a photo."""
    make_portal.published()
    message = make_mail.with_photo(make_mail.mail(message_id=f"<{uuid4().hex}@example.org>"), "impfpass.jpg", make.photo().read())
    return make_mail.arrive(message, f"{owner.tenant}@{make_mail.DOMAIN}").mail_id


@sample("postkorb-mail", "postkorb-zuordnung", "postkorb-aussortierung", "postkorb-ruecknahme", of_tenant=True)
def mail_of_the_city(owner):
    """Waits for a clerk."""
    return {"mail_id": unmatched_mail(owner)}


@sample("postkorb-anhang", "postkorb-datei", of_tenant=True)
def file_of_a_mail(owner):
    """Its photo."""
    mail_id = unmatched_mail(owner)
    return {"mail_id": mail_id, "file_id": queries.incoming(make_mail.clerk(owner.tenant), mail_id).attachments[0].id}


@sample("postkorb-seite", of_tenant=True)
def page_of_a_file(owner):
    """The photo as an image."""
    return file_of_a_mail(owner) | {"page": 0}


@sample("zahlung-annahme", "zahlung-erstattung", of_tenant=True)
def payment_in_question(owner):
    """Less money than was due."""
    make_portal.published()
    found = case_of(owner)
    with writing(Scope(tenant=owner.tenant)):
        Vorgang.objects.filter(pk=found.pk).update(stage="payment")
    started = make_payments.start(f"vorgang:{found.pk}", tenant=owner.tenant, person=owner.person)
    with reading(Scope(tenant=owner.tenant)):
        row = Payment.objects.get(pk=started.id)
    payments.receive(make_payments.report(row, cents=100), at=make.NOON)
    return {"payment_id": started.id}


@sample("betrieb-zustellung")
def dead_delivery(owner):
    """Given up; of no city in particular."""
    return {"delivery_id": make_mail.given_up().pk}


@sample("betrieb-email")
def mail_of_no_city(owner):
    """Waits for the operator."""
    make_portal.published()
    message = make_mail.mail(message_id=f"<{uuid4().hex}@example.org>")
    return {"mail_id": make_mail.arrive(message, f"post@{make_mail.DOMAIN}").mail_id}


@sample("vorgang-termin", "vorgang-termin-datei", of_person=True)
def own_appointment(owner):
    """Hers."""
    make_portal.published()
    return {"number": make_appointments.of_person(owner.tenant, owner.person).number}


@sample("termin-sperre", of_tenant=True)
def free_slot(owner):
    """Of the city."""
    return {"slot_id": make_appointments.of_office(owner.tenant)}


@sample("termin-absage", of_tenant=True)
def visit_to_cancel(owner):
    """In an office of the clerks of this test."""
    found = case_of(owner)
    make_appointments.visit(owner.tenant, owner.person, topic=f"vorgang:{found.pk}")
    return {"number": found.number}


@sample("termin-anwesenheit", of_tenant=True)
def booking(owner):
    """Somebody comes."""
    return {"booking_id": make_appointments.visit(owner.tenant, owner.person)}


@sample("oeffnungszeiten-ende", of_tenant=True)
def opening(owner):
    """Hours of the city."""
    return {"opening_id": make_appointments.hours(owner.tenant, office="steueramt").pk}


@sample("abwesenheit-ende", of_tenant=True)
def absence(owner):
    """Somebody of the city is away."""
    return {"absence_id": make_appointments.away(owner.tenant)}


@sample("api-leistungen", "api-leistungen-csv", "api-dcat", "api-xzufi", "api-stoerungen", "api-stoerungen-csv")
def open_data_of_a_city(owner):
    """The catalogue of a city, for machines."""
    return {"kommune": owner.tenant}


@sample("api-leistung", "api-formular", "api-xdatenfelder")
def open_data_of_a_leistung(owner):
    """One Leistung, for machines."""
    make.publish()
    return {"kommune": owner.tenant, "slug": "hundesteuer-anmeldung"}


def edited(owner):
    """A draft of a service of the city's own, fresh for each visit."""
    make_portal.published()
    return make_editing.own(make_editing.editor(owner.tenant), f"hund-{uuid4().hex[:8]}", copy_of="hundesteuer-anmeldung", at=clock.now())


PARTS = {
    **{f"leistung-{tab}": {} for tab in ("angaben", "formular", "nachweise", "gebuehr", "fristen", "briefe", "texte", "beispiele")},
    **{f"leistung-{tab}": {} for tab in ("freigabe", "datei", "archiv", "ansicht", "ruecknahme")},
    "leistung-feld": {"path": "hunde.rasse"},
    "leistung-nachweis": {"key": "erlaubnis"},
    "leistung-gebuehr-zeile": {"key": "erstes_jahr"},
    "leistung-brief": {"name": "bescheid.typ"},
    "leistung-beispiel": {"index": 0},
}
for name, more in PARTS.items():
    sample(name, of_tenant=True)(lambda owner, more=more: {"draft_id": edited(owner).pk} | more)


@sample("leistung-ausgaben")
def editions_of_a_service(owner):
    """Each city sees its own."""
    make_portal.published()
    return {"slug": "hundesteuer-anmeldung"}

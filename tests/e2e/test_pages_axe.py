"""Every public page in a browser: axe at 390 and 1280 px, 320 px without sideways scroll, visible focus."""

import re

import make
import make_identity
import make_mail
import make_national
import make_payments
import pytest
from django.test import RequestFactory
from make_pages import PAGES
from make_portal import published
from playwright.sync_api import expect

from e2e.browser import axe, sideways, unseen_focus
from glueckauf.core import clock
from glueckauf.core.clock import now
from glueckauf.core.error_pages import server_error
from glueckauf.core.jobs import run_due
from glueckauf.identity.queries import derived_code
from glueckauf.mail import actions as mail
from glueckauf.mail.queries import incoming
from glueckauf.vorgaenge import actions
from glueckauf.vorgaenge.rules.by_code import PURPOSE
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _catalogue(live_server):
    published()
    make_national.imported()


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(page, width):
    found = {}
    for name, path in PAGES.items():
        page.goto(path)
        found[name] = axe(page)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        found[f"{name}, unfolded"] = axe(page)
    assert not {name: faults for name, faults in found.items() if faults}


@pytest.mark.parametrize("width", [320])
def test_nothing_scrolls_sideways(page, width):
    wide = {}
    for name, path in PAGES.items():
        page.goto(path)
        wide[name] = sideways(page)
    assert not {name: elements for name, elements in wide.items() if elements}


def test_focus_is_always_seen(page):
    unseen = {}
    for name, path in PAGES.items():
        page.goto(path)
        unseen[name] = unseen_focus(page)
    assert not {name: elements for name, elements in unseen.items() if elements}


def test_the_first_tab_offers_to_skip_to_the_content(page):
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#inhalt")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_start_page_to_the_service_page(page, scripts):
    page.goto("/")
    page.get_by_label("Leistung oder Thema").fill("hund anmelden bochum")
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("link", name="Hund", exact=False).first.click()
    expect(page).to_have_url(re.compile("/bochum/leistungen/hundesteuer-anmeldung/$"))


@pytest.fixture
def asked():
    """A Vorgang that waits for two documents, one of them rejected, and its Nachforderung."""
    clerk = make.clerk()
    case = make.vorgang(answers=make.values("hundesteuer-anmeldung", ermaessigung="tierheim"), at=now())
    wanted = [
        actions.Asked(nachweis="tierheimvertrag", label="Vertrag mit dem Tierheim", reason="Für die Ermäßigung"),
        actions.Asked(nachweis="weiteres", label="Foto des Hundes", reason="Die Rasse ist unklar."),
    ]
    row = actions.request_documents(case.number, asked=wanted, by=clerk, at=now())
    key = make.document(case, row)
    actions.review(case.number, document=key, reason="Die zweite Seite fehlt.", by=clerk, at=now())
    return case, row


def as_guest(page, person):
    """The browser of whoever began this."""
    session = make_identity.as_guest(str(person)).cookies["sessionid"].value
    page.goto("/")
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.url}])


def faults_of(page, pages):
    """Of each page, folded and unfolded, and what makes it scroll sideways at 320 px."""
    found = {}
    for name, path in pages.items():
        if path:
            page.goto(path)
        found[name] = axe(page)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        found[f"{name}, unfolded"] = axe(page)
        size = page.viewport_size
        page.set_viewport_size({"width": 320, "height": 800})
        found[f"{name}, 320 px"] = sideways(page)
        page.set_viewport_size(size)
    return {name: faults for name, faults in found.items() if faults}


def test_axe_finds_nothing_where_documents_are_handed_in_with_a_code(page, asked, watch):
    case, row = asked
    watch.expected.add(422)
    page.goto("/nachreichen/")
    page.get_by_role("button", name="Weiter").click()
    assert not faults_of(page, {"nachreichen, nothing typed": ""})
    page.get_by_label("Vorgangsnummer").fill(case.number)
    page.get_by_label("Code", exact=True).fill(derived_code(PURPOSE, case.tenant_id, str(row.pk)))
    page.get_by_role("button", name="Weiter").click()
    assert page.locator("h1").inner_text() == "Was noch fehlt"
    assert not faults_of(page, {"what is missing": ""})
    for field in page.locator("input[type=file]").all():
        field.set_input_files({"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": make.photo().getvalue()})
    page.get_by_role("button", name="Absenden").click()
    assert page.locator("h1").inner_text() == "2 von 2 angekommen"
    assert not faults_of(page, {"all arrived": ""})


def test_axe_finds_nothing_where_answers_are_corrected(page, asked):
    case, _ = asked
    as_guest(page, case.person)
    page.goto(f"/vorgaenge/{case.number}/")
    page.get_by_role("button", name="Angaben korrigieren").click()
    assert not faults_of(page, {"nothing changed": ""})
    page.get_by_role("link", name=re.compile("Ändern.*Vorname")).click()
    assert not faults_of(page, {"a step": ""})
    page.get_by_label("Vorname").fill("Erna")
    page.get_by_role("button", name="Weiter", exact=True).last.click()
    assert page.locator("table tbody").inner_text().split() == ["Vorname", "Erika", "Erna"]
    assert not faults_of(page, {"old and new": ""})
    page.get_by_role("button", name="Korrektur absenden").click()
    assert not faults_of(page, {"the Vorgang afterwards": ""})


def test_axe_finds_nothing_in_what_is_hers(page, asked):
    case, _ = asked
    as_guest(page, case.person)
    pages = {
        "all of hers": "/vorgaenge/",
        "one": f"/vorgaenge/{case.number}/",
        "the receipt": f"/antraege/{make.key_of(case)}/eingegangen/",
        "withdrawal": f"/vorgaenge/{case.number}/zurueckziehung/",
    }
    assert not faults_of(page, pages)
    page.get_by_role("button", name="Antrag zurückziehen").click()
    assert not faults_of(page, {"withdrawn": "", "all of hers, one withdrawn": "/vorgaenge/"})


def test_an_error_page_passes_axe(page, watch):
    watch.expected.add(404)
    page.goto("/gibt-es-nicht/")
    assert not axe(page)


def desk_pages():
    """What only a clerk sees beside the cases, full and empty, by name. Ends with her session's cookie."""
    clerk = make.clerk()
    samples.payment_in_question(samples.Owner(tenant="bochum", person=make_payments.ERIKA))
    case = make.vorgang(answers=make.values("hundesteuer-anmeldung", ermaessigung="tierheim"))
    first, second = (stray(f"Zu {case.number}: {'Text ' * 900}", n) for n in (1, 2))
    mail.discard(second, reason="spam", by=clerk, at=make.NOON)
    file = incoming(clerk, first).attachments[0].id
    base = "/schreibtisch/postkorb/"
    pages = {
        "postkorb": base,
        "postkorb, aussortiert": f"{base}?ansicht=aussortiert",
        "postkorb, leer": f"{base}?ansicht=zugeordnet",
        "postkorb, mail": f"{base}{first}/",
        "postkorb, erledigte mail": f"{base}{second}/",
        "postkorb, datei": f"{base}{first}/anhaenge/{file}/",
        "zahlungen": "/schreibtisch/zahlungen/",
    }
    return pages, make_identity.desk_of(clerk).cookies["sessionid"].value


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_operators_page_and_what_it_may_not_see_pass_axe(page, watch, width):
    watch.expected |= {403, 404}
    make_mail.given_up()
    make_mail.arrive(make_mail.mail(make_mail.NUMBER), f"post@{make_mail.DOMAIN}")
    run_due(clock.now())
    session = make_identity.at_desk(make_identity.operator()).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": watch.base}])
    found = {}
    for path in ("/schreibtisch/betrieb/", "/schreibtisch/", "/schreibtisch/gibt-es-nicht/"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach((d) => { d.open = true })")
        found[path] = [*axe(page), *sideways(page)]
    assert not {name: faults for name, faults in found.items() if faults}


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_of_our_own_fault_passes_axe(page, watch, width):
    watch.expected.add(500)
    page.route("**/hilfe/", lambda route: route.fulfill(status=500, content_type="text/html", body=server_error(fault()).content))
    page.goto("/hilfe/")
    assert page.locator("h1").inner_text() == "Das hat nicht geklappt"
    assert not [*axe(page), *sideways(page)]


def fault():
    """A request that went wrong."""
    request = RequestFactory().get("/hilfe/")
    request.number = "7F3K-20A9"
    return request


def stray(text, number):
    """A mail with a photo that found no Vorgang."""
    message = make_mail.mail(text, message_id=f"<{number}@example.org>", subject="Eine lange Betreffzeile " * 8)
    return make_mail.arrive(make_mail.with_photo(message, "foto.jpg", make.photo().read()), f"bochum@{make_mail.DOMAIN}").mail_id


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_desk_passes_axe_and_nothing_scrolls_sideways(page, watch, width):
    pages, session = desk_pages()
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": watch.base}])
    found = {}
    for name, path in pages.items():
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach((d) => { d.open = true })")
        found[name] = [*axe(page), *sideways(page)]
    assert not {name: faults for name, faults in found.items() if faults}

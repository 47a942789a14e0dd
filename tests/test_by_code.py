"""Handed in with number and code of a letter or mail, without an account: into the slots of one Nachforderung, and nothing else is seen."""

import re
import subprocess
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.models import Event
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.scope import Scope
from glueckauf.identity.models import Key
from glueckauf.identity.queries import derived_code
from glueckauf.identity.rules.actor import Holder
from glueckauf.mail.models import OutgoingMail
from glueckauf.mail.queries.outgoing import as_received, outgoing
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.rules.by_code import PURPOSE
from glueckauf.vorgaenge.rules.stage import Ending, Stage
from tests import make, make_identity

pytestmark = pytest.mark.django_db

PAGE, SLOTS = "/nachreichen/", "/nachreichen/unterlagen/"


@pytest.fixture(autouse=True)
def _published(monkeypatch):
    make.publish()
    set_clock(monkeypatch, make.NOON)


def set_clock(monkeypatch, at):
    """The views' clock; limits count with it too."""
    monkeypatch.setattr("glueckauf.vorgaenge.views.by_code.now", lambda: at)


@pytest.fixture
def clerk():
    return make.clerk()


@pytest.fixture
def asked(clerk):
    """A case that waits for two documents, and its Nachforderung."""
    case = make.vorgang(answers=make.values("hundesteuer-anmeldung", ermaessigung="tierheim"))
    actions.take(case.number, by=clerk, at=make.NOON)
    wanted = [
        actions.Asked(nachweis="tierheimvertrag", label="Vertrag mit dem Tierheim", reason="Für die Ermäßigung"),
        actions.Asked(nachweis="weiteres", label="Foto des Hundes", reason="Die Rasse ist unklar"),
    ]
    row = actions.request_documents(case.number, asked=wanted, by=clerk, at=make.NOON)
    drain(make.NOON)
    return case, row


def code_of(case, row):
    return derived_code(PURPOSE, case.tenant_id, str(row.pk))


def holding(case, row):
    """A browser that has shown number and code."""
    client = Client()
    assert client.post(PAGE, {"nummer": case.number, "code": code_of(case, row)}).headers["Location"] == SLOTS
    return client


def slots_of(clerk, case):
    return queries.case(clerk, case.number, at=make.NOON).requests[0].slots


def send(client, slot, file=None, name="vertrag.jpg"):
    file = file or make.photo()
    file.name = name
    return client.post(SLOTS, {f"datei-{slot.id}": file}, follow=True)


def test_two_documents_arrive_and_the_case_returns_to_the_clerk_as_by_mail(asked, clerk):
    case, row = asked
    client = holding(case, row)
    page = client.get(SLOTS).content.decode()
    assert "Vertrag mit dem Tierheim" in page
    assert "Foto des Hundes" in page
    first, second = slots_of(clerk, case)
    assert "1 von 2 angekommen" in send(client, first).content.decode()
    assert make.again(case).stage == Stage.ASKED
    assert "2 von 2 angekommen" in send(client, second, name="hund.jpg").content.decode()
    assert make.again(case).stage == Stage.ARRIVED
    drain(make.NOON)
    found = queries.case(clerk, case.number, at=make.NOON)
    assert [s.papers[0].via for s in found.requests[0].slots] == ["code", "code"]
    assert any("mit dem Code aus dem Brief" in e.detail for e in found.history)
    with reading(Scope(tenant="bochum")):
        assert OutgoingMail.objects.filter(subject__contains="2 von 2 angekommen").exists()
        assert Event.objects.filter(kind="vorgaenge.DocumentsArrived", actor=f"code:{row.pk}").count() == 2


def test_the_holder_sees_the_slots_and_nothing_else_of_the_case(asked):
    case, row = asked
    client = holding(case, row)
    page = client.get(SLOTS).content.decode()
    assert "Mustermann" not in page
    assert "Musterstra" not in page
    for address in (reverse("vorgang", args=[case.number]), reverse("antrag-eingegangen", args=[make.key_of(case)])):
        assert client.get(address).headers["Location"].startswith("/anmelden/")
    holder = Holder(person=str(case.person), nachforderung_id=row.pk)
    with pytest.raises(NotFound):
        queries.matter(holder, case.number, at=make.NOON)
    with pytest.raises(NotFound):
        actions.withdraw(case.number, by=holder, at=make.NOON)


def test_files_that_came_another_way_are_neither_named_nor_replaced(asked, clerk):
    case, row = asked
    make.document(case, row)
    client = holding(case, row)
    page = client.get(SLOTS).content.decode()
    assert "vertrag.jpg" not in page
    assert "falsche Datei" not in page
    refused = send(client, slots_of(clerk, case)[0], name="anders.jpg")
    assert refused.status_code == 409
    assert len(slots_of(clerk, case)[0].papers) == 1


def test_a_wrong_file_is_replaced_until_a_clerk_has_judged_it(asked, clerk):
    case, row = asked
    client = holding(case, row)
    slot = slots_of(clerk, case)[0]
    assert "falsch.jpg" in send(client, slot, name="falsch.jpg").content.decode()
    assert "falsch.jpg" not in holding(case, row).get(SLOTS).content.decode(), "another browser with the same code reads no name"
    send(client, slot, name="richtig.jpg")
    papers = slots_of(clerk, case)[0].papers
    assert [p.filename for p in papers] == ["richtig.jpg"]
    with reading(Scope(tenant="bochum")):
        assert Event.objects.filter(kind="vorgaenge.DocumentsReplaced").count() == 1
    actions.review(case.number, document=papers[0].key, by=clerk, at=make.NOON)
    assert send(client, slot, name="zu-spaet.jpg").status_code == 409
    assert [p.filename for p in slots_of(clerk, case)[0].papers] == ["richtig.jpg"]


def test_a_rejected_document_can_be_handed_in_again(asked, clerk):
    case, row = asked
    client = holding(case, row)
    first, second = slots_of(clerk, case)
    send(client, first)
    send(client, second)
    actions.review(case.number, document=slots_of(clerk, case)[0].papers[0].key, reason="Die zweite Seite fehlt.", by=clerk, at=make.NOON)
    assert "Die zweite Seite fehlt." in client.get(SLOTS).content.decode()
    assert "2 von 2 angekommen" in send(client, first, name="neu.jpg").content.decode()
    assert make.again(case).stage == Stage.ARRIVED


def test_a_file_that_cannot_be_used_says_why_and_takes_no_place(asked, clerk):
    case, row = asked
    client = holding(case, row)
    slot = slots_of(clerk, case)[0]
    send(client, slot, name="gut.jpg")
    page = send(client, slot, file=BytesIO(b"<html>kein Bild</html>"), name="foto.jpg").content.decode()
    assert "Das hat nicht geklappt" in page
    assert "1 von 2 angekommen" in page, "the good one stays"
    fresh = slots_of(clerk, case)[1]
    page = send(client, fresh, file=BytesIO(b"MZ"), name="foto.jpg").content.decode()
    assert "Bitte noch einmal" in page
    assert make.again(case).stage == Stage.ASKED


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(asked):
    case, row = asked
    other = make.vorgang(answers=make.values("hundesteuer-anmeldung", ermaessigung="tierheim"))
    code = code_of(case, row)
    wrong_code = Client().post(PAGE, {"nummer": case.number, "code": "AAAA-BBBB-CCCC-DDDD"})
    wrong_number = Client().post(PAGE, {"nummer": other.number, "code": code})
    assert wrong_code.status_code == wrong_number.status_code == 422
    pages = [
        re.sub(r'value="[^"]*"', "", response.content.decode())  # what was typed, and the CSRF token
        for response in (wrong_code, wrong_number)
    ]
    assert pages[0] == pages[1]


def test_a_typing_error_in_the_number_is_said_at_once_and_counts_for_no_limit(asked):
    case, row = asked
    letter = "A" if case.number[-1] != "A" else "B"
    for _ in range(32):
        page = Client().post(PAGE, {"nummer": case.number[:-1] + letter, "code": code_of(case, row)})
        assert page.status_code == 422
        assert "Der letzte Buchstabe passt nicht" in page.content.decode()


@pytest.mark.parametrize("typed", [str.lower, lambda n: n.replace("-", " "), lambda n: n.replace("-", ""), lambda n: n.replace("0", "O")])
def test_number_and_code_may_be_typed_as_people_type(asked, typed):
    case, row = asked
    code = code_of(case, row).lower().replace("-", " ")
    assert Client().post(PAGE, {"nummer": typed(case.number), "code": code}).status_code == 302


def test_guessing_ends(asked):
    case, row = asked
    answers = [Client().post(PAGE, {"nummer": case.number, "code": f"AAAA-BBBB-CCCC-{n:04d}"}).status_code for n in range(31)]
    assert answers == [422] * 30 + [429]


def test_after_the_day_nothing_is_taken_and_the_page_says_what_to_do(asked, clerk, monkeypatch):
    case, row = asked
    client = holding(case, row)
    slot = slots_of(clerk, case)[0]
    set_clock(monkeypatch, make.NOON + timedelta(days=40))
    assert client.get(SLOTS).headers["Location"] == PAGE, "the browser has forgotten"
    client = holding(case, row)
    assert "Der Termin ist vorbei" in client.get(SLOTS).content.decode()
    assert send(client, slot).status_code == 409
    with pytest.raises(actions.ReplyDayOver):
        hand_in(case, row, slot, at=make.NOON + timedelta(days=40))
    assert not slots_of(clerk, case)[0].papers


def hand_in(case, row, slot, at):
    received = [actions.take_in(make.photo(), "vertrag.jpg", at=at)]
    holder = Holder(person=str(case.person), nachforderung_id=row.pk)
    actions.hand_in_by_code(row.pk, files={slot.id: received}, by=holder, at=at)


def test_more_time_holds_for_the_code_too(asked, clerk, monkeypatch):
    case, row = asked
    until = row.reply_by + timedelta(days=30)
    wish = actions.ask_for_time(case.number, until=until, by=make.guest(case.person), at=make.NOON)
    actions.grant_time(case.number, extension=wish.pk, by=clerk, at=make.NOON)
    hand_in(case, row, slots_of(clerk, case)[0], at=make.NOON + timedelta(days=40))
    assert slots_of(clerk, case)[0].state == "arrived"


def test_a_withdrawn_and_a_decided_case_take_nothing_more(asked, clerk):
    case, row = asked
    client = holding(case, row)
    slot = slots_of(clerk, case)[0]
    actions.decide(case.number, ending=Ending.CLOSE, reasons="Die Unterlagen kamen nicht.", by=clerk, at=make.NOON)
    assert "Hier nehmen wir nichts mehr an" in client.get(SLOTS).content.decode()
    assert send(client, slot).status_code == 409
    with pytest.raises(actions.NotAskedAnyMore):
        hand_in(case, row, slot, at=make.NOON)


def test_a_file_for_what_is_on_no_list_is_called_as_it_was_asked_for(asked, clerk):
    case, row = asked
    hand_in(case, row, slots_of(clerk, case)[1], at=make.NOON)
    assert [p.label for p in queries.case(clerk, case.number, at=make.NOON).papers] == ["Foto des Hundes"]


def test_the_code_of_one_request_opens_no_slot_of_another(asked, clerk):
    case, row = asked
    other = make.vorgang(answers=make.values("hundesteuer-anmeldung", ermaessigung="tierheim"))
    wanted = [actions.Asked(nachweis="weiteres", label="Anderes", reason="Anders")]
    theirs = actions.request_documents(other.number, asked=wanted, by=clerk, at=make.NOON)
    foreign = queries.case(clerk, other.number, at=make.NOON).requests[0].slots[0]
    with pytest.raises(NotFound):
        hand_in(case, row, foreign, at=make.NOON)
    with pytest.raises(NotFound):
        actions.hand_in_by_code(theirs.pk, files={}, by=Holder(person=str(case.person), nachforderung_id=row.pk), at=make.NOON)
    assert send(holding(case, row), foreign).status_code == 404


def test_no_table_holds_the_code_and_the_mail_leaves_with_it(asked):
    case, row = asked
    code = code_of(case, row)
    assert Key.objects.get(purpose=PURPOSE, subject=str(row.pk)).digest != code
    with reading(Scope(tenant="bochum")):
        stored = OutgoingMail.objects.get(subject__contains="fehlen noch 2 Nachweise")
        assert code not in stored.text + stored.html
        mail = as_received(outgoing(make.clerk(), f"vorgang:{case.pk}")[0])
    link = urlsplit(re.search(r"https?://\S+/nachreichen/\S+", mail.text)[0])
    assert {k: v[0] for k, v in parse_qs(link.query).items()} == {"nummer": case.number, "code": code}
    assert code in mail.html
    assert f'value="{code}"' in Client().get(f"{PAGE}?{link.query}").content.decode()


def test_the_letter_to_print_carries_number_code_and_what_is_missing(asked, clerk):
    case, row = asked
    pdf = queries.request_letter(clerk, case.number, row.pk, at=make.NOON)
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    for said in (case.number, code_of(case, row), "Vertrag mit dem Tierheim", "Die Rasse ist unklar", "/nachreichen", "Erika Mustermann"):
        assert said in text
    assert "Prüfcode" not in text
    assert b"pdfuaid" in pdf
    with pytest.raises(NotFound):
        queries.request_letter(make.clerk("dortmund"), case.number, row.pk, at=make.NOON)


def test_her_own_page_says_the_code_while_it_opens_something(asked):
    case, row = asked
    erika = make.guest(case.person)
    assert queries.matter(erika, case.number, at=make.NOON).requests[0].access_code == code_of(case, row)
    assert queries.matter(erika, case.number, at=make.NOON + timedelta(days=40)).requests[0].access_code == ""
    page = make_identity.as_guest(str(case.person)).get(f"/vorgaenge/{case.number}/").content.decode()
    assert case.number in page


def test_the_reminder_counts_what_is_still_missing(asked, clerk):
    case, row = asked
    hand_in(case, row, slots_of(clerk, case)[0], at=make.NOON)
    due = queries.reminders_due(datetime.combine(row.reply_by - timedelta(days=2), time(12), tzinfo=UTC))
    assert [(r.nachforderung_id, r.open_slots) for r in due] == [(row.pk, 1)]


def test_who_hands_in_can_have_it_confirmed_by_a_mail_that_names_number_and_count_only(asked, clerk):
    case, row = asked
    client, slot = holding(case, row), slots_of(clerk, case)[0]
    client.post(SLOTS, {f"datei-{slot.id}": make.photo(), "mail": "otto@nachbar.example"})
    with reading(Scope(tenant="bochum")):
        sent = OutgoingMail.objects.get(to="otto@nachbar.example")
        assert f"{case.number} sind 1 von 2 Nachweisen angekommen" in sent.text
        assert "/vorgaenge/" not in sent.text + sent.html
        assert sent.topic == ""
    again = client.post(SLOTS, {f"datei-{slot.id}": make.photo(), "mail": "keine adresse"})
    assert again.status_code == 422
    assert "Ihre Dateien sind angekommen" in again.content.decode()
    answers = [client.post(SLOTS, {f"datei-{slot.id}": make.photo(), "mail": f"a{n}@nachbar.example"}).status_code for n in range(4)]
    assert answers == [302, 302, 302, 429]


def test_a_field_that_names_no_slot_is_no_slot(asked):
    case, row = asked
    client = holding(case, row)
    assert client.post(SLOTS, {"datei-x": make.photo()}).status_code == 422
    assert client.post(SLOTS, {"datei-99999999999999999999999": make.photo()}).status_code == 422
    assert client.post(SLOTS, {"datei-999999999999": make.photo()}).status_code == 404

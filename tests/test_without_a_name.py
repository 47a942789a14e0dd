"""Somebody reports without a name and without an e-mail address: it arrives, is found, is answered and is deleted like any other matter."""

from datetime import timedelta

import make_catalogue
import pytest
import time_machine
from django.urls import reverse
from make_letters import text_of

from glueckauf.catalogue.queries.folders import everything
from glueckauf.core.db import reading
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.scope import Scope
from glueckauf.mail.models import OutgoingMail
from glueckauf.vorgaenge import actions, queries, tasks
from glueckauf.vorgaenge.queries.worklist import Filter
from glueckauf.vorgaenge.rules.stage import Ending, Stage
from tests import make, make_identity
from tests.make_nameless import KEY, nameless

pytestmark = pytest.mark.django_db
LATER = make.NOON + timedelta(minutes=11)
LAMP = {"stelle": {"street": "Mühlenstraße", "number_from": "12", "side": "both"}, "was": "Sie ist dunkel."}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """The catalogue of this test: this one Leistung."""
    found = nameless(tmp_path)
    make_catalogue.use(settings, leistungen=tmp_path)
    make.publish()
    with time_machine.travel(make.NOON):
        yield found


def reported(**more):
    """Handed in by somebody nobody knows."""
    return make.vorgang(KEY, answers=LAMP | more)


def rows(clerk, text=""):
    return queries.worklist(clerk, Filter(view="offen", text=text), at=make.NOON).rows


def test_it_arrives_with_a_receipt_that_greets_nobody_by_name():
    case = reported()
    guest, key = make.guest(case.person), str(make.key_of(case))
    assert (case.applicant, case.stage) == ("", Stage.NEW)
    assert queries.receipt(guest, key, at=make.NOON).email == ""
    text = " ".join(text_of(queries.receipt_letter(guest, key)[1]).split())
    assert "Guten Tag, " in text and "Ohne Namensangabe" in text and case.number in text


def test_no_mail_is_written_to_nobody():
    reported()
    with reading(Scope(tenant="bochum")):
        assert OutgoingMail.objects.count() == 0
    reported(email="erika@mustermann.example")
    with reading(Scope(tenant="bochum")):
        assert OutgoingMail.objects.get().to == "erika@mustermann.example"


def test_the_desk_lists_it_and_finds_it_by_place_and_by_having_no_name():
    case, clerk = reported(), make.clerk()
    for text in ("", "mühlen", "Muehlenstrasse", "ohne Namen", case.number):
        assert [r.number for r in rows(clerk, text)] == [case.number], text
    assert rows(clerk, "Mustermann") == ()
    listed = make_identity.desk_of(clerk).get(reverse("schreibtisch")).content.decode()
    assert "ohne Namen" in listed and case.number in listed


def test_who_gives_a_name_is_found_by_it_and_after_a_correction_by_the_new_one():
    case, clerk = reported(nachname="Mustermann"), make.clerk()
    assert [r.applicant for r in rows(clerk, "muster")] == ["Mustermann"]
    guest = make.guest(case.person)
    actions.start_correction(case.number, by=guest, at=make.NOON)
    values = {**LAMP, "stelle": {**LAMP["stelle"], "street": "Probeweg"}}
    actions.save(str(make.key_of(case)), section="sie", seen=1, values=values, errors=[], by=guest, at=make.NOON)
    actions.send_correction(case.number, by=guest, at=make.NOON)
    assert rows(clerk, "muster") == ()
    assert [r.applicant for r in rows(clerk, "probe")] == [""]


def test_the_clerk_sees_that_nobody_can_be_written_to_and_asks_all_the_same():
    case, clerk = reported(was="Foto folgt"), make.clerk()
    client = make_identity.desk_of(clerk)
    assert "ohne Namen" in client.get(reverse("schreibtisch-vorgang", args=[case.number])).content.decode()
    assert "weder E-Mail noch Anschrift" in client.get(reverse("schreibtisch-nachforderung", args=[case.number])).content.decode()
    actions.take(case.number, by=clerk, at=make.NOON)
    asked = [actions.Asked(nachweis="foto", label="Foto", reason="Wir finden die Laterne nicht.")]
    request = actions.request_documents(case.number, asked=asked, by=clerk, at=make.NOON)
    drain(make.NOON)
    assert "weder E-Mail noch Anschrift" in client.get(reverse("schreibtisch-vorgang", args=[case.number])).content.decode()
    text = text_of(queries.request_letter(clerk, case.number, request.pk, at=make.NOON))
    assert "Guten Tag," in text and "Ohne Namensangabe" in text
    assert make.document(case, request)


@pytest.mark.parametrize("ending", [Ending.GRANT, Ending.CLOSE])
def test_it_ends_with_a_letter_that_waits_where_it_was_reported(ending):
    case, clerk = make.vorgang(KEY, answers=LAMP, channel="post"), make.clerk()
    client = make_identity.desk_of(clerk)
    assert client.get(reverse("schreibtisch-bescheid", args=[case.number])).status_code == 200
    actions.decide(case.number, ending=ending, reasons="Danke für den Hinweis.", by=clerk, at=make.NOON)
    drain(LATER)
    found = queries.matter(make.guest(case.person), case.number, at=LATER)
    assert found.stage is Stage.CLOSED  # nothing lies for the post, whatever the browser sent: there is no address
    text = " ".join(text_of(queries.letter(make.guest(case.person), case.number, found.decisions[0].id)).split())
    assert "Guten Tag, Die Laterne" in text and "Rechtsbehelfsbelehrung" not in text


def test_the_pages_of_whoever_reported_hold_without_a_name():
    case = reported()
    client = make_identity.as_guest(str(case.person))
    for name, args in (("antrag-eingegangen", [make.key_of(case)]), ("vorgang", [case.number]), ("vorgaenge", [])):
        page = client.get(reverse(name, args=args))
        assert page.status_code == 200 and "None" not in page.content.decode()


def test_it_is_deleted_when_its_time_is_over():
    case, clerk = reported(), make.clerk()
    actions.decide(case.number, ending=Ending.GRANT, by=clerk, at=make.NOON)
    drain(LATER)
    tasks.delete_ended(LATER.replace(year=2028))
    drain(LATER.replace(year=2028))
    assert queries.deleted(clerk, case.number).years == 1


def lines():
    return [str(p).split(" ", 1)[1] for p in everything().problems if KEY in str(p)]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("applicant: {name: nachname, email: email, subject: stelle.street}", "applicant: {}", None),
        ("outcome: mitteilung\n  remedy: none", "outcome: bescheid\n  remedy: klage", "decision.outcome: contradiction (a Bescheid is for"),
        ("close: antwort.typ", "refuse: antwort.typ", "decision.letters.refuse: contradiction (a refusal is for somebody"),
        ("fee: {kind: none}", "fee: {kind: by_person}", "fee.kind: contradiction (a fee is owed by somebody"),
    ],
)
def test_nobody_gets_no_decision_and_no_bill(tmp_path, before, after, said):
    nameless(tmp_path, (before, after))
    assert lines() == [] if said is None else len(lines()) == 1 and lines()[0].startswith(said)


def test_a_report_is_answered_and_not_granted():
    case, clerk = reported(), make.clerk()
    client, guest = make_identity.desk_of(clerk), make.guest(case.person)
    receipt = make_identity.as_guest(guest.person).get(reverse("antrag-eingegangen", args=[make.key_of(case)])).content.decode()
    assert "Danke, Ihre Meldung ist eingegangen" in receipt and "auf diesem Gerät" in receipt
    assert "Antworten" in client.get(reverse("schreibtisch-bescheid", args=[case.number])).content.decode()
    actions.decide(case.number, ending=Ending.GRANT, by=clerk, at=make.NOON)
    drain(LATER)
    assert queries.matter(guest, case.number, at=LATER).decisions[0].word == "beantwortet"

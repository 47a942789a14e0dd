"""The receipt as a PDF: what arrived, when, with its documents and their hashes, as it was on that day."""

import subprocess
from datetime import timedelta

import pytest
from django.urls import reverse

from glueckauf.core.errors import NotFound
from glueckauf.vorgaenge import actions, queries
from tests import make, make_identity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _published():
    make.publish()


def text_of(pdf):
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def receipt_of(case, by=None):
    return queries.receipt_letter(by or make.guest(case.person), str(make.key_of(case)))[1]


def test_it_names_number_instant_answers_fee_with_its_rule_and_what_comes_next():
    case = make.vorgang()
    text = " ".join(text_of(receipt_of(case)).split())
    for said in (
        case.number,
        "Dienstag, 24. November 2026, 13:00 Uhr",
        "Hund anmelden",
        "Erika Mustermann",
        "Rufname",
        "Hundesteuersatzung",
        "Fehlt etwas, schreiben wir Ihnen",
        f"/vorgaenge/{case.number}",
    ):
        assert said in text, said
    assert "Prüfcode" not in text


def test_it_is_an_archive_file_that_readers_can_read():
    pdf = receipt_of(make.vorgang())
    assert b"pdfuaid" in pdf
    assert b"pdfaid" in pdf


def test_documents_stand_in_it_with_their_hash():
    by = make.guest()
    row = make.antrag(by=by, answers=make.values("hundesteuer-anmeldung", ermaessigung="tierheim"))
    received = actions.take_in(make.photo(), "vertrag.jpg", at=make.NOON)
    brought = {"field": "tierheimvertrag", "nachweis": "tierheimvertrag", "received": received}
    file = actions.add_to_antrag(str(row.key), **brought, by=by, at=make.NOON)
    draft = queries.draft(by, str(row.key))
    values = draft.values | {"tierheimvertrag": [str(file.key)]}
    actions.save(draft.key, section=draft.sections[0].key, seen=draft.current, values=values, errors=[], by=by, at=make.NOON)
    actions.submit(str(row.key), channel="portal", by=by, at=make.NOON)
    text = text_of(receipt_of(make.of_antrag(row, "bochum")))
    assert "vertrag.jpg" in text
    assert received.sha256 in "".join(text.split())


def test_what_is_corrected_or_brought_later_does_not_change_it():
    case = make.vorgang(answers=make.values("hundesteuer-anmeldung", ermaessigung="tierheim"))
    before, by = receipt_of(case), make.guest(case.person)
    later = make.NOON + timedelta(days=1)
    antrag = actions.start_correction(case.number, by=by, at=later)
    draft = queries.draft(by, str(antrag.key))
    values = draft.values | {"vorname": "Erna"}
    actions.save(str(antrag.key), section=draft.sections[0].key, seen=draft.current, values=values, errors=[], by=by, at=later)
    actions.send_correction(case.number, by=by, at=later)
    assert receipt_of(case) == before


def test_every_leistung_has_one():
    for leistung in ("bewohnerparkausweis", "geburtsurkunde", "gewerbe-anmeldung", "sondernutzung-strasse", "wohnberechtigungsschein"):
        assert "Eingangsbestätigung" in text_of(receipt_of(make.vorgang(leistung, answers=make.values(leistung))))


def test_it_is_hers_alone_and_only_once_handed_in():
    case = make.vorgang()
    url = reverse("antrag-bestaetigung", args=[make.key_of(case)])
    mine = make_identity.as_guest(str(case.person)).get(url)
    assert mine["Content-Disposition"] == f'attachment; filename="Eingang-{case.number}.pdf"'
    assert make_identity.as_guest().get(url).status_code == 404
    with pytest.raises(NotFound):
        receipt_of(case, by=make.guest())
    draft = make.antrag(by=make.guest(case.person))
    with pytest.raises(NotFound):
        queries.receipt_letter(make.guest(case.person), str(draft.key))


def test_page_and_vorgang_offer_it():
    case = make.vorgang()
    url = reverse("antrag-bestaetigung", args=[make.key_of(case)])
    browser = make_identity.as_guest(str(case.person))
    for page in (reverse("antrag-eingegangen", args=[make.key_of(case)]), reverse("vorgang", args=[case.number])):
        assert url in browser.get(page).content.decode()

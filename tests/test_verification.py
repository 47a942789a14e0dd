"""Anyone checks a letter, by file or by code: genuine, withdrawn, replaced, changed, unknown. Nothing about a person is shown."""

import re
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO

import make_letters as make
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as quick
from hypothesis import strategies as st

from glueckauf.core.files import read_blob
from glueckauf.identity.rules.actor import Clerk
from glueckauf.letters import actions, queries
from glueckauf.letters.providers import authority
from glueckauf.letters.providers.seal import seal
from glueckauf.letters.queries import Outcome, verify_code

pytestmark = pytest.mark.django_db

CLERK = Clerk(id=1, tenant="bochum", offices=frozenset(), roles=frozenset())
LATER = make.NOON + timedelta(days=3)


def pdf_of(letter):
    return read_blob(letter.sha256)


def code_of(letter):
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf_of(letter), capture_output=True, check=True).stdout.decode()
    return re.search(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b", text)[0]


def check(content, at=LATER):
    return queries.verify_upload(BytesIO(content), at=at)


def appended(content):
    """What a forger does: an incremental update after the seal."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(content))
    writer.root["/OpenAction"] = generic.pdf_name("/Changed")
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_letter_as_it_was_issued_is_genuine():
    verdict = check(pdf_of(make.letter()))
    assert (verdict.outcome, verdict.title, verdict.number) == (Outcome.GENUINE, "Hundesteuerbescheid", "BO-2026-048213-K")
    assert (verdict.issuer, verdict.issued_at) == ("Stadt Bochum, Amt für Finanzsteuerung", make.NOON)
    assert verdict.seal == "Muster-Siegel der Stadt Bochum" and verdict.is_demo


@pytest.mark.parametrize("typed", [str, str.lower, lambda c: f"  {c.replace('-', ' ')} ", lambda c: c.replace("0", "o").replace("1", "l")])
def test_the_code_on_paper_finds_it_however_it_is_typed(typed):
    assert verify_code(typed(code_of(make.letter()))).outcome == Outcome.GENUINE


@pytest.mark.parametrize("code", ["", "7KDM", "7KDM-Q2XT-93PA-V6HN", "ä" * 50, "7" * 10_000])
def test_a_code_we_never_printed_is_unknown(code):
    assert verify_code(code).outcome == Outcome.UNKNOWN


def test_a_withdrawn_letter_says_since_when():
    letter = make.letter()
    actions.withdraw(letter.pk, by=CLERK, at=LATER)
    for verdict in (check(pdf_of(letter)), verify_code(code_of(letter))):
        assert (verdict.outcome, verdict.withdrawn_at) == (Outcome.WITHDRAWN, LATER)


def test_a_replaced_letter_says_so_and_the_new_one_is_genuine():
    old, new = make.letter(), make.letter(at=LATER)
    actions.withdraw(old.pk, replaced_by=new.pk, by=CLERK, at=LATER)
    assert check(pdf_of(old)).outcome == verify_code(code_of(old)).outcome == Outcome.REPLACED
    assert check(pdf_of(new)).outcome == Outcome.GENUINE


def test_what_was_added_after_the_seal_makes_it_changed_and_we_still_know_which_letter_it_was():
    verdict = check(appended(pdf_of(make.letter())))
    assert (verdict.outcome, verdict.issued_at) == (Outcome.CHANGED, make.NOON)


def test_a_byte_changed_under_the_seal_makes_it_changed():
    content = bytearray(pdf_of(make.letter()))
    place = content.index(b"stream\n") + 60
    content[place] ^= 1
    assert check(bytes(content)).outcome == Outcome.CHANGED


def test_bytes_after_the_end_make_it_changed():
    assert check(pdf_of(make.letter()) + b"\n%%EOF\n<html>").outcome in (Outcome.CHANGED, Outcome.UNKNOWN)


def test_saved_again_by_another_program_it_is_no_longer_confirmed():
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf_of(make.letter()))) as pdf:
        pdf.save(out)
    assert check(out.getvalue()).outcome in (Outcome.CHANGED, Outcome.UNKNOWN)


def test_a_second_seal_of_somebody_else_makes_it_changed(tmp_path):
    stranger = authority.demo_key(authority.SealFolder(path=tmp_path), tenant="x", name="Stadt Anderswo")
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigFieldSpec

    from glueckauf.letters.providers.seal import Signer

    out, meta = BytesIO(), signers.PdfSignatureMetadata(field_name="Zweites")
    signer = signers.PdfSigner(meta, Signer(stranger), new_field_spec=SigFieldSpec("Zweites"))
    signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf_of(make.letter()))), output=out)
    assert check(out.getvalue()).outcome == Outcome.CHANGED


def test_sealed_by_an_unknown_root_is_unknown(tmp_path):
    forged = authority.demo_key(authority.SealFolder(path=tmp_path), tenant="bochum", name="Stadt Bochum")
    content = seal(queries.preview(make.TEMPLATE, make.daten()), forged, at=make.NOON)
    assert check(content).outcome == Outcome.UNKNOWN


def test_our_seal_on_something_we_never_issued_is_unknown():
    from glueckauf.letters.providers import settings

    make.letter()
    content = seal(queries.preview(make.TEMPLATE, make.daten()), settings.key_of("bochum", name="Stadt Bochum"), at=make.NOON)
    assert check(content).outcome == Outcome.UNKNOWN


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"PK\x03\x04", b"<html>%PDF-", b"%PDF-1.7\n/ByteRange [0 1 2 3]", b"%PDF-1.4 /ByteRange " * 9999]
)
def test_what_is_no_letter_is_unknown(content):
    assert check(content).outcome == Outcome.UNKNOWN


def test_an_unsealed_preview_is_unknown():
    assert check(queries.preview(make.TEMPLATE, make.daten())).outcome == Outcome.UNKNOWN


@quick(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 70_000), flip=st.integers(0, 70_000), to=st.integers(0, 255))
def test_no_damage_makes_a_letter_genuine_or_breaks_the_check(sealed, cut, flip, to):
    content = bytearray(sealed)
    content[flip % len(content)] = to
    damaged = bytes(content[: len(content) - cut % 5000])
    assert damaged == sealed or check(damaged).outcome in (Outcome.CHANGED, Outcome.UNKNOWN)


@pytest.fixture
def sealed():
    return pdf_of(make.letter())


def test_a_certificate_that_ran_out_does_not_make_an_old_letter_unknown():
    far = datetime(2055, 1, 1, tzinfo=UTC)
    assert check(pdf_of(make.letter()), at=far).outcome == Outcome.GENUINE


# --- the page ---


def upload(client, content, name="bescheid.pdf"):
    return client.post("/pruefung/", {"pdf": SimpleUploadedFile(name, content, content_type="application/pdf")})


def test_erika_uploads_her_letter_and_reads_that_it_is_genuine(client):
    page = upload(client, pdf_of(make.letter())).content.decode()
    assert "Echt und unverändert" in page and "Stadt Bochum, Amt für Finanzsteuerung" in page
    assert "Mustermann" not in page and "Musterstraße" not in page


def test_the_qr_code_leads_to_the_answer(client):
    page = client.get("/pruefung/", {"code": code_of(make.letter())})
    assert page.status_code == 200 and "Dieses Schreiben gibt es, und es gilt" in page.content.decode()
    assert "Mustermann" not in page.content.decode()


def test_the_page_says_what_was_changed_and_what_to_do(client):
    page = upload(client, appended(pdf_of(make.letter()))).content.decode()
    assert "Die Datei wurde verändert" in page and "30.\xa0November 2026" in page and 'href="tel:115"' in page


@pytest.mark.parametrize(("sent", "words"), [({"code": " "}, "Geben Sie den Prüfcode ein"), ({}, "Wählen Sie zuerst die PDF-Datei aus")])
def test_an_empty_form_says_what_to_do(client, sent, words):
    page = client.post("/pruefung/", sent)
    assert page.status_code == 422 and words in page.content.decode()


def test_an_empty_file_says_so(client):
    assert "Diese Datei ist leer" in upload(client, b"").content.decode()


def test_a_file_that_is_too_large_ends_the_upload_with_a_sentence():
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get("/pruefung/").content.decode())[1]
    large = SimpleUploadedFile("gross.pdf", b"%PDF-" + b"0" * 30_000_000, content_type="application/pdf")
    page = client.post("/pruefung/", {"csrfmiddlewaretoken": token, "pdf": large})
    assert page.status_code == 422 and "zu groß" in page.content.decode()


def test_whoever_tries_too_often_waits(client):
    answers = [client.post("/pruefung/", {"code": "7KDM-Q2XT-93PA-V6HN"}).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]


def test_the_answer_speaks_english_too(client):
    client.cookies["django_language"] = "en"
    with translation.override("de"):  # what the page sets ends with the test
        page = upload(client, pdf_of(make.letter())).content.decode()
    assert "Genuine and unchanged" in page and "valid until" in page and "Prüf" not in page.split("<main")[1].split("</main")[0]

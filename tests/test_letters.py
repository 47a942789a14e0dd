"""A letter is typeset, sealed and stored; it says on each page what it is."""

import json
import re
import subprocess
from io import BytesIO

import make_letters as make
import pikepdf
import pytest
from pydantic import ValidationError

from glueckauf.core.errors import NotFound
from glueckauf.core.files import read_blob
from glueckauf.core.models import Event
from glueckauf.identity.rules.actor import Citizen, Clerk
from glueckauf.letters import actions, queries
from glueckauf.letters.providers.sheet import Sheet, State, render
from glueckauf.letters.providers.typesetter import TemplateBroken, typeset

pytestmark = pytest.mark.django_db

ERIKA = Citizen(person=make.ERIKA, email="erika@example.org")
CLERK = Clerk(id=1, tenant="bochum", offices=frozenset(), roles=frozenset())
FOREIGN = Clerk(id=2, tenant="essen", offices=frozenset(), roles=frozenset())


def words(pdf: bytes) -> str:
    """The text of a PDF, by poppler."""
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def test_a_rule_issues_a_letter_and_the_citizen_and_the_clerk_can_read_it():
    letter = make.letter()
    assert queries.content(ERIKA, letter.pk) == queries.content(CLERK, letter.pk) == read_blob(letter.sha256)
    assert [view.title for view in queries.letters_of(ERIKA, "bescheid:1")] == ["Hundesteuerbescheid"]


def test_another_city_does_not_find_it():
    letter = make.letter()
    assert queries.letters_of(FOREIGN, "bescheid:1") == ()
    with pytest.raises(NotFound):
        queries.content(FOREIGN, letter.pk)


def test_the_event_names_ids_only(as_tenant):
    letter = make.letter()
    with as_tenant("bochum"):
        event = Event.objects.get(kind="letters.LetterIssued")
    assert event.payload == {"letter_id": letter.pk, "subject_ref": "bescheid:1"}


def test_the_pdf_is_archival_and_accessible_and_carries_the_application():
    with pikepdf.open(BytesIO(read_blob(make.letter().sha256))) as pdf:
        meta = pdf.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        assert pdf.Root.Lang == "de" or str(pdf.Root.Lang).startswith("de")
        assert pdf.Root.MarkInfo.Marked
        assert json.loads(pdf.attachments["antrag.json"].get_file().read_bytes()) == {"hund": "Flöz"}
        field = pdf.Root.AcroForm.Fields[0]
        assert (str(field.FT), str(field.V.SubFilter)) == ("/Sig", "/ETSI.CAdES.detached")
        assert [float(v) for v in field.Rect] == [0, 0, 0, 0], "the seal is invisible"


def test_a_binary_attachment_comes_out_as_it_went_in():
    content = bytes(range(256))
    letter = make.letter(attachments={"plan.bin": content})
    with pikepdf.open(BytesIO(read_blob(letter.sha256))) as pdf:
        assert pdf.attachments["plan.bin"].get_file().read_bytes() == content


def test_a_letter_of_the_demo_authority_says_muster_on_every_page():
    text = words(read_blob(make.letter().sha256))
    pages = text.rstrip("\f").split("\f")
    assert len(pages) >= 2 and all("Muster:" in page for page in pages)
    assert f"Seite 1 von {len(pages)}" in pages[0]


def test_code_and_address_of_the_verification_page_are_printed():
    text = words(read_blob(make.letter().sha256))
    assert re.search(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b", text)
    assert "127.0.0.1:8000/pruefung" in text


def test_a_preview_is_unsealed_and_says_draft_on_every_page():
    pdf = queries.preview(make.TEMPLATE, make.daten())
    pages = words(pdf).rstrip("\f").split("\f")
    assert all("Entwurf, noch nicht versiegelt" in page for page in pages)
    assert queries.preview(make.TEMPLATE, make.daten()) == pdf
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert "/AcroForm" not in opened.Root


def test_the_same_letter_at_the_same_instant_has_the_same_bytes():
    sheet = Sheet(template=make.TEMPLATE, daten=make.daten(), state=State.SEALED, code="7KDM-Q2XT-93PA-V6HN", attachments={"a.json": b"{}"})
    assert render(sheet, at=make.NOON) == render(sheet, at=make.NOON)


def test_a_template_may_be_a_file(tmp_path):
    path = tmp_path / "bescheid.typ"
    path.write_text(make.TEMPLATE)
    assert make.letter(template=path).template == make.letter().template


def test_what_a_citizen_typed_is_never_markup():
    typed = '#panic("x") *fett* $a$ = Kopf @ref \\ <marke> https://example.org'
    assert '#panic("x") *fett* $a$ = Kopf @ref' in words(queries.preview(make.TEMPLATE, make.daten(reasons=[typed], salutation=typed)))


@pytest.mark.parametrize(
    "template",
    [
        '#import "/brief.typ": *\n#show: brief.with(daten)\n#text(font: "Nirgends")[x]',
        '#import "/brief.typ": *\n#show: brief.with(daten)\n#daten.values.fehlt',
        '#import "/brief.typ": *\n#show: brief.with(daten)\n==== Zu tief',
        '#read("/../../config/settings.py")',
        '#import "@preview/tablex:0.0.8": *',
    ],
    ids=["missing font", "unknown value", "skipped heading", "outside", "package from the net"],
)
def test_a_broken_template_is_refused_and_nothing_is_written(template):
    with pytest.raises(TemplateBroken):
        make.letter(template=template)
    assert queries.letters_of(CLERK, "bescheid:1") == ()


def test_a_wrong_path_in_daten_is_named():
    with pytest.raises(ValidationError, match="fee.lines.0.cent"):
        make.letter(fee={"lines": [{"text": "Steuer", "cent": 1}]})


def test_a_long_letter_with_a_long_address_keeps_its_shape():
    rows = [[f"Frage {n} " + "lang " * 20, "Antwort " * 40] for n in range(60)]
    lines = ["Gesellschaft mit einem sehr langen Namen zur Erprobung von Briefköpfen mbH", *["Zeile"] * 7]
    pdf = queries.preview(
        make.TEMPLATE, make.daten(recipient=lines, reasons=["Grund " * 200] * 12, answers=[{"title": "Viel", "rows": rows}])
    )
    pages = words(pdf).rstrip("\f").split("\f")
    assert len(pages) > 4 and f"Seite {len(pages)} von {len(pages)}" in pages[-1]


def test_withdrawing_twice_is_refused():
    letter = make.letter()
    actions.withdraw(letter.pk, by=CLERK, at=make.NOON)
    with pytest.raises(actions.AlreadyWithdrawn):
        actions.withdraw(letter.pk, by=CLERK, at=make.NOON)


def test_a_foreign_clerk_withdraws_nothing():
    letter = make.letter()
    with pytest.raises(NotFound):
        actions.withdraw(letter.pk, by=FOREIGN, at=make.NOON)


@pytest.mark.parametrize("reads", ['#read("/etc/passwd")', '#read("../../config/settings.py")', '#import "@preview/cetz:0.2.0": *'])
def test_a_template_reaches_nothing_of_the_machine_or_the_network(reads):
    with pytest.raises(TemplateBroken) as refused:
        typeset(f"{reads}\nGuten Tag", {}, at=make.NOON)
    assert "download" not in str(refused.value)

"""docs/howto/add-a-leistung-from-fim.md, followed literally: the schema of 88 fields is published, filled in its pages, handed in."""

import re
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries.folders import everything
from glueckauf.forms.validators.choices import YES
from glueckauf.vorgaenge import queries
from tests import howto, make, make_catalogue, make_uploads, make_xdatenfelder
from tests.shared import SHARED

pytestmark = [pytest.mark.django_db, pytest.mark.shared_data]
DOC = howto.page("add-a-leistung-from-fim.md")
GENDER = "urn:xpersonenstand:schluesseltabelle:geschlecht"


@pytest.fixture
def followed(settings, tmp_path, monkeypatch):
    """The files of step 1, then all that the page says; what was printed."""
    make_catalogue.empty(settings, tmp_path)
    monkeypatch.chdir(tmp_path)
    Path("schema.xml").write_bytes(next((SHARED / "xdatenfelder").glob("S00000121*.xml")).read_bytes())
    Path("geschlecht.xml").write_bytes(make_xdatenfelder.genericode(GENDER, "2"))
    with time_machine.travel(make.NOON):
        return "\n".join(howto.follow(DOC, tmp_path))


def test_the_command_prints_what_a_person_has_to_settle(followed):
    assert 'wenn "F00001027 Krankenversicherung vorhanden" bejaht wurde' in followed
    assert len(re.findall("^.*Codeliste .* fehlt", followed, re.M)) == 4, "the list of step 1 is no longer missing"
    assert re.search(r"\d+ parts taken, \d+ lines for a person", followed)


def test_an_existing_folder_is_never_touched(followed):
    assert "is there already" in "\n".join(howto.follow(DOC.partition("3. ")[0].replace("```text", "```yaml"), Path()))


@pytest.mark.parametrize("content", [b"<a/>", b"", b"x" * 6_000_000])
def test_a_file_that_is_none_leaves_no_folder(content, settings, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("schema.xml").write_bytes(content)
    make_catalogue.use(settings, leistungen=tmp_path / "leistungen")
    with pytest.raises(CommandError):
        call_command("catalogue_from_fim", "schema.xml", "--key", "x", "--office", "buergerbuero", "--topic", "soziales")
    assert not (tmp_path / "leistungen/x").exists()


def answer(field):
    """What somebody types into a field, only as much as it asks for."""
    least = re.search(r"\{(\d+),\}", getattr(field, "pattern", "") or "")
    texts = {"integer": "3", "number": "1,75", "money": "62.000,00", "yesno": YES, "text": "44787" if least else "Şükrü Ñandú"}
    name = field.key
    if field.type == "date":
        return {f"{name}-day": ["5"], f"{name}-month": ["11"], f"{name}-year": ["2026"]}
    if field.type in ("info", "file"):
        return {}
    return {name: [field.options[0].key if field.type == "choice" else texts[field.type]]}


def typed(section):
    """All required fields of a page, and two items where two are asked."""
    posted = {}
    for field in section.fields:
        if field.type == "group":
            posted[f"{field.key}-items"] = [str(field.fewest)]
            for at in range(field.fewest):
                for inner in field.fields:
                    posted |= {f"{field.key}-{at}-{name}": texts for name, texts in answer(inner).items() if not inner.optional}
        elif not field.optional:
            posted |= answer(field)
    return posted


def photo(name):
    found = BytesIO(make_uploads.photo(size=(640, 480)))
    found.name = f"{name}.jpg"
    return found


def test_the_88_fields_are_filled_through_the_pages_and_handed_in(followed):
    assert [p for p in everything().problems if "blaue-karte" in p.file] == []
    client, url = Client(), "/bochum/leistungen/blaue-karte/antrag/"
    with time_machine.travel(make.NOON):
        form = catalogue.leistung("bochum", "blaue-karte").leistung.form
        for section in form.sections:
            page = client.get(url)
            posted = typed(section) | {"version": page.context["version"], "page": page.context["page_token"]}
            answered = client.post(url, posted | {f.key: photo(f.key) for f in section.fields if f.type == "file" and not f.optional})
            assert answered.status_code == 302, answered.context["errors"]
            url = answered.url
        assert "Şükrü Ñandú" in client.get(url).content.decode()
        receipt = client.post(url, {"channel": "portal"})
        number = client.get(receipt.url).context["receipt"].number
        case = queries.case(make.clerk(), number, at=make.NOON)
    assert len(case.papers) == 6, "eight documents in the schema, two of them optional"

"""Our forms as XDatenfelder 2 and 3: what comes back is the same, and what is not is listed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glueckauf.forms import xdatenfelder
from glueckauf.forms.schema import FormSchema
from tests import make_fim_forms as make
from tests import make_forms, make_xdatenfelder
from tests.make_catalogue import everything
from tests.shared import SHARED

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
BOTH = pytest.mark.parametrize("version", ["2", "3"])


def exported(form, version):
    return xdatenfelder.write(form, name="Testantrag", version=version, at=AT)


def again(file):
    """The form that comes back."""
    imported = xdatenfelder.read(file.content, codelists=[content for _name, content in file.codelists])
    return FormSchema.model_validate({"sections": imported.sections})


def plain(value, *without):
    """A form without the numbers of FIM, which a form of ours gets on its first way out."""
    if isinstance(value, dict):
        return {key: plain(inner, *without) for key, inner in value.items() if key not in without}
    return [plain(inner, *without) for inner in value] if isinstance(value, list) else value


def same(left, right):
    return plain(left.model_dump(mode="json"), "fim") == plain(right.model_dump(mode="json"), "fim")


@settings(max_examples=80, deadline=None)
@given(form=make.forms(), version=st.sampled_from(["2", "3"]))
def test_without_a_line_of_loss_the_same_form_comes_back(form, version):
    """The other way round: whatever comes back changed has a line."""
    file = exported(form, version)
    if not same(form, again(file)):
        assert file.lost


@settings(max_examples=50, deadline=None)
@given(form=make.forms(), version=st.sampled_from(["2", "3"]))
def test_what_came_back_once_comes_back_for_ever(form, version):
    """But for the questions made of optional groups: their condition is a rule in words."""
    once = again(exported(form, version))
    twice = again(exported(once, version))
    assert plain(once.model_dump(mode="json"), "fim", "when") == plain(twice.model_dump(mode="json"), "fim", "when")
    assert same(twice, again(exported(twice, version)))


@settings(max_examples=50, deadline=None)
@given(form=make.forms(conditions=False))
def test_a_line_of_loss_names_a_field_of_the_form(form):
    inner = {f"{s.key}.{f.key}.{i.key}" for s, f in form.in_order() if f.type == "group" for i in f.fields}
    paths = {f"{s.key}.{f.key}" for s, f in form.in_order()} | {s.key for s in form.sections} | inner
    assert {line.path for line in exported(form, "3").lost} <= paths


@BOTH
def test_plain_questions_lose_nothing(version):
    colours = [{"key": "rot", "label": "rot", "hint": "wie Feuer"}, {"key": "c_01", "code": "01", "label": "blau"}]
    born = {"hint": "Zum Beispiel Bochum", "why": "Rechtsgrundlage: § 3 AufenthG", "max_length": 80}
    age = {"key": "alter", "type": "integer", "label": "Alter", "minimum": "0"}
    fields = [
        {"key": "ort", "type": "text", "label": "Geburtsort", **born},
        {"key": "geboren", "type": "date", "label": "Geboren am", "optional": True},
        {"key": "farbe", "type": "choice", "label": "Farbe", "options": colours},
        {"key": "was", "type": "choices", "label": "Was?", "options": colours},
        {"key": "kind", "type": "group", "label": "Kind", "item": "Kind", "most": 4, "fields": [age]},
        {"key": "beleg", "type": "file", "label": "Beleg", "nachweis": "beleg", "most": 3},
        {"key": "einkommen", "type": "money", "label": "Einkommen", "maximum": "10000"},
    ]
    form = make_forms.form(*fields)
    file = exported(form, version)
    assert file.lost == () and same(form, again(file))
    assert [name for name, _content in file.codelists] == (["farbe.xml", "was.xml"] if version == "2" else [])


@BOTH
def test_what_the_standard_cannot_say_is_listed(version):
    lost = exported(make_forms.dog_form(), version).lost
    assert {(line.path, line.text) for line in lost} >= {
        ("hund", "Englische Texte stehen nicht in der Datei."),
        ("hund.seit", "Der späteste Tag steht nicht in der Datei."),
        ("hund.gross", "Warum wir das fragen, steht nicht in der Datei."),
        ("hund.chip", "Die Bedingung steht als Regel in Worten in der Datei."),
        ("hund.adresse", "Das zusammengesetzte Feld wird zu einer Gruppe einzelner Felder."),
    }


def test_a_condition_is_a_rule_in_words_and_comes_back_for_a_person():
    back = xdatenfelder.read(exported(make_forms.dog_form(), "3").content)
    assert any("„Ist der Hund groß?“ ist „Ja“" in line.text for line in back.for_a_person)


@BOTH
def test_every_leistung_of_the_house_goes_out_and_comes_back(version):
    for leistung in {offer.leistung.key: offer.leistung for offer in everything().offers}.values():
        back = again(exported(leistung.form, version))
        assert [s.title.de for s in back.sections] == [s.title.de for s in leistung.form.sections], leistung.key


@pytest.mark.shared_data
@BOTH
def test_the_real_schema_keeps_its_numbers_and_its_form(version):
    first = xdatenfelder.read(next((SHARED / "xdatenfelder").glob("S00000121*.xml")).read_bytes())
    form = FormSchema.model_validate({"sections": first.sections})
    file = xdatenfelder.write(form, name=first.name, version=version, at=AT, identity=first.identity, law=first.law)
    back = xdatenfelder.read(file.content)
    assert back.identity == {"2": "S00000121V1.0", "3": "S00000000121V1.0.0"}[version] and back.law == "§ 19a AufenthG"
    assert (b"F00000043" if version == "2" else b"F00000000043") in file.content
    found = [(f.key, f.type, f.optional, f.label.de) for _s, f in FormSchema.model_validate({"sections": back.sections}).in_order()]
    assert found == [(f.key, f.type, f.optional, f.label.de) for _s, f in form.in_order()]
    assert {line.text for line in file.lost} == {
        "Die Bedingung steht als Regel in Worten in der Datei.",
        "Der Schlüssel kommt nicht gleich zurück.",
    }


def test_a_synthetic_schema_of_version_3_comes_back_but_for_its_questions():
    form = FormSchema.model_validate({"sections": xdatenfelder.read(make_xdatenfelder.everything()).sections})
    back = again(exported(form, "3"))
    assert [f.key for _s, f in back.in_order()] == [f.key for _s, f in form.in_order()]

"""A filled form read aloud, two versions of it compared, two revisions of a form compared."""

import json

from hypothesis import given
from hypothesis import strategies as st

from glueckauf.forms.diff import ChangeKind, changes, compare, moved_paths
from glueckauf.forms.schema import FormSchema
from glueckauf.forms.shown import Upload
from glueckauf.forms.summary import summary
from tests import make_forms as make

FORM = make.dog_form()
NBSP = "\u00a0"


def texts(form, values, language="de", uploads=()):
    return {row.path: row.text for section in summary(form, values, language, uploads) for row in section.rows}


def test_answers_read_as_people_say_them():
    assert texts(FORM, make.DOG) == {
        "rufname": "Flöz",
        "seit": f"14.{NBSP}November 2026",
        "gross": "Ja",
        "chip": "276 098",
        "ort": "Bei mir",
        "personen-0-name": "Max Beispiel",
        "personen-0-jung": "Ja",
        "personen-0-geboren": f"28.{NBSP}Februar 2010",
        "vertrag": "reichen Sie nach",
    }


def test_the_summary_speaks_english():
    sections = summary(FORM, make.DOG, "en")
    assert (sections[0].title, sections[0].rows[0].label) == ("Your dog", "Name")
    assert texts(FORM, make.DOG, "en")["seit"] == f"14{NBSP}November 2026"
    assert texts(FORM, make.DOG, "en")["gross"] == "Yes"


def test_money_places_periods_and_documents():
    kinds = ("money", "iban", "plate", "place", "period", "address", "choices", "number", "file")
    form = make.form(*[make.field(kind, key=kind, **({"unit": "m²"} if kind == "number" else {})) for kind in kinds])
    values = {
        "money": 120450,
        "iban": "DE02120300000000202051",
        "plate": "BO-EM 123",
        "place": {"street": "Musterstraße", "number_from": "11", "number_to": "13", "side": "odd", "length_m": "5", "width_m": "2.5"},
        "period": {"first": "2026-12-01", "last": "2026-12-07"},
        "address": {"street": "Musterstraße", "house_number": "12", "postcode": "44787", "city": "Bochum"},
        "choices": ["a", "b"],
        "number": "1200.5",
        "file": ["d1", "d2"],
    }
    found = texts(form, values, uploads=[Upload(key="d1", field="file", filename="vertrag.pdf", size_text="1 MB")])
    assert found["money"] == f"1.204,50{NBSP}€"
    assert found["iban"] == "DE02 1203 0000 0000 2020 51".replace(" ", NBSP)
    assert found["place"] == "Musterstraße 11 bis 13\nSeite mit ungeraden Hausnummern\n5 × 2,5 m"
    assert found["period"] == f"1.{NBSP}Dezember 2026 bis 7.{NBSP}Dezember 2026"
    assert found["address"] == "Musterstraße 12\n44787 Bochum"
    assert found["choices"] == "Eins\nZwei"
    assert found["number"] == f"1.200,5{NBSP}m²"
    assert found["file"] == "vertrag.pdf\nDokument"
    assert texts(form, values)["file"] == "2 Dateien"


def test_what_was_not_answered_or_not_understood_is_seen_too():
    bad = make.post(FORM.sections[0], {"rufname": "\U0001f415", "ort": "anders"})
    rows = {row.path: row for section in summary(FORM, bad.values) for row in section.rows}
    assert rows["rufname"].text == "\U0001f415"
    assert (rows["seit"].is_answered, rows["seit"].anchor) == (False, "seit-day")
    assert rows["adresse"].anchor == "adresse-street"
    assert "chip" not in rows and "personen" not in rows


def test_two_tabs_are_compared_by_what_people_read():
    other = make.DOG | {"rufname": "Kumpel", "gross": False}
    found = {difference.path: (difference.a, difference.b) for difference in compare(FORM, make.DOG, other)}
    assert found["rufname"] == ("Flöz", "Kumpel")
    assert found["gross"] == ("Ja", "Nein")
    assert found["personen-0-name"] == ("Max Beispiel", "")
    assert "seit" not in found
    assert compare(FORM, make.DOG, dict(make.DOG)) == ()


def changed(**sections):
    raw = json.loads(FORM.model_dump_json(by_alias=True, exclude_none=True))
    return FormSchema.model_validate(sections["edit"](raw) or raw)


def test_the_editor_sees_what_is_new_gone_moved_and_changed():
    def edit(raw):
        hund = raw["sections"][0]["fields"]
        hund[0]["label"] = "Name des Hundes"
        hund[3]["when"] = {"field": "gross", "is": "no"}
        hund[2], hund[1] = hund[1], hund[2]
        hund.append(make.field("text", key="farbe", label="Farbe"))
        raw["sections"][1]["fields"][0]["fields"].pop(1)
        raw["sections"][1]["fields"][0]["fields"][1].pop("when")

    found = changes(FORM, changed(edit=edit))
    by_path = {(change.path, change.kind): change for change in found}
    assert (
        by_path["hund.rufname", ChangeKind.CHANGED].sentence
        == "„Name des Hundes“: die Frage ist jetzt „Name des Hundes“, vorher „Rufname“."
    )
    assert by_path["hund.chip", ChangeKind.CHANGED].after == "„Ist der Hund groß?“ ist „Nein“"
    assert ("hund.farbe", ChangeKind.ADDED) in by_path
    assert ("halter.personen.jung", ChangeKind.REMOVED) in by_path
    assert len([change for change in found if change.kind == ChangeKind.MOVED]) == 1
    assert all(change.sentence.endswith(".") for change in found)


def test_a_form_has_no_changes_to_itself():
    assert changes(FORM, changed(edit=lambda raw: raw)) == ()


@given(st.permutations("abcdefg"))
def test_moving_the_named_paths_back_restores_the_order(after):
    before = list("abcdefg")
    moved = moved_paths(before, list(after))
    assert [path for path in after if path not in moved] == [path for path in before if path not in moved]

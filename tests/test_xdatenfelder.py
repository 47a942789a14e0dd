"""FIM XDatenfelder become a form: what is taken, what a person has to settle, and what is refused with its place."""

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glueckauf.forms import xdatenfelder
from glueckauf.forms.schema import FormSchema
from glueckauf.forms.xdatenfelder import Malformed
from tests import make_xdatenfelder as make
from tests.shared import SHARED

REAL = SHARED / "xdatenfelder" if SHARED else None
shared = pytest.mark.shared_data


def form(content, **more):
    """The import and its form, judged by the schema of the house."""
    found = xdatenfelder.read(content, **more)
    return found, FormSchema.model_validate({"sections": found.sections})


def by_key(schema):
    return {field.key: field for _section, field in schema.in_order()}


def notes(found, path):
    return " ".join(line.text for line in found.for_a_person if line.path == path)


@shared
def test_the_real_schema_of_88_fields_becomes_a_form_within_a_second():
    content = next(REAL.glob("S00000121*.xml")).read_bytes()
    start = time.perf_counter()
    found, schema = form(content)
    assert time.perf_counter() - start < 1
    assert found.name == "Antrag auf Blaue Karte EU" and found.identity == "S00000121V1.0"
    inner = [i for _s, f in schema.in_order() if f.type == "group" for i in f.fields]
    asked = [f for f in (*(f for _s, f in schema.in_order()), *inner) if f.fim.startswith("F") and f.type != "group"]
    # 88 fields; the two that repeat stand in a group of ours, each with its own field
    assert len(asked) == 88 and len({f.fim for f in asked}) == 71
    assert len({line.path for line in found.report if line.text.startswith("Übernommen als ")}) == 88 + 1  # the repeated group of contacts
    assert len([line for line in found.for_a_person if line.text.startswith("Codeliste ")]) == 5
    assert len([line for line in found.for_a_person if line.text.startswith("Regel ")]) == 3
    assert len(found.nachweise) == 8


@shared
def test_a_field_that_stands_twice_is_addressed_by_its_path():
    found, _schema = form(next(REAL.glob("S00000121*.xml")).read_bytes())
    places = [line for line in found.report if line.path.endswith("F00000035") and not line.needs_person]
    assert len(places) == 4 and len({line.path for line in places}) == 4 and len({line.field for line in places}) == 4


@shared
@pytest.mark.parametrize(
    ("file", "place", "reason"),
    [
        ("v2-duplicate-required-value", "Zeile 13", "zweimal"),
        ("v2-unknown-namespace", "Zeile 2", "xdatenfelder_unknown"),
        ("v3-missing-id-node", "Zeile 9", "fehlt „id“"),
        ("v3-unknown-namespace", "Zeile 3", "xdatenfelder_unknown"),
    ],
)
def test_malformed_files_are_refused_with_place_and_reason(file, place, reason):
    with pytest.raises(Malformed) as error:
        xdatenfelder.read((REAL / f"flxbe-{file}.xml").read_bytes())
    assert place in error.value.place and reason in error.value.reason


@shared
@pytest.mark.parametrize("file", ["v2-label", "v2-minimal", "v2-select", "v2-simple", "v2-rule", "v3-input", "v3-simple"])
def test_the_small_files_become_forms(file):
    found, schema = form((REAL / f"flxbe-{file}.xml").read_bytes())
    assert found.name and len(schema.sections) == (0 if file in ("v2-minimal", "v2-rule") else 1)


@shared
def test_a_group_of_version_3_is_one_page_and_its_rules_are_read_by_a_person():
    found, schema = form((REAL / "flxbe-v3-simple.xml").read_bytes())
    assert [s.title.de for s in schema.sections] == ["Anschrift in Deutschland"]
    assert [f.label.de for f in schema.sections[0].fields] == ["Möchten Sie Angaben zu „Straßenanschrift“ machen?", "Straße"]
    assert "Es muss entweder" in notes(found, "G60000000088") and "nicht ausgeführt" in notes(found, "G60000000088")


def test_a_synthetic_schema_of_version_3_with_every_art_and_typ():
    found, schema = form(make.everything())
    fields = by_key(schema)
    kinds = {key: field.type for key, field in fields.items()}
    assert kinds == {
        "name": "text", "geboren": "date", "uhrzeit": "text", "zeitpunkt": "date", "farbe": "choice", "geschlecht": "text",
        "kennung": "text", "boese": "text", "mit_konto": "yesno", "bank": "text", "zeile": "group", "person_name": "text", "kind": "group",
        "einkommen": "money", "anzahl": "integer", "gewicht": "number", "hinweis": "info", "beleg": "file", "objekt": "text",
        "einverstanden": "yesno",
    }  # fmt: skip
    assert fields["name"].max_length == 80 and fields["name"].why.de == "Rechtsgrundlage: § 1 BGB" and not fields["name"].optional
    assert fields["geboren"].optional and fields["bank"].when.field == "mit_konto"
    assert [(o.key, o.code, o.label.de) for o in fields["farbe"].options] == [("c_01", "01", "rot"), ("blau", "", "blau")]
    assert fields["kennung"].pattern == "[A-Z]{3}" and fields["boese"].pattern == ""
    assert (fields["zeile"].fewest, fields["zeile"].most) == (2, 5) and fields["kind"].optional and fields["kind"].most == 10
    assert [f.key for f in fields["kind"].fields] == ["vorname", "schule", "schule_2", "mit_hort", "ort_des_horts", "zu_freund", "freund"]
    assert (fields["einkommen"].maximum, fields["anzahl"].minimum, fields["beleg"].most) == ("999999", "-5", 3)
    assert fields["hinweis"].label.de == "Bitte lesen" and [n["key"] for n in found.nachweise] == ["beleg"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("G60000000001", "Wenn F1 gefüllt ist"),
        ("G60000000001/F60000000004", "nur das Datum"),
        ("G60000000001/F60000000006", "Codeliste „urn:de:example_1“ fehlt"),
        ("G60000000001/F60000000008", "Muster"),
        ("G60000000001/G60000000002", "freiwillig"),
        ("G60000000003/G60000000005", "Wiederholung in einer Wiederholung"),
        ("F60000000022", "gesperrt"),
        ("F60000000023", "verborgen"),
        ("F60000000025", "begrenzt die Datei"),
        ("F60000000026", "obj"),
        ("F60000000027", "Vorbefüllung"),
    ],
)
def test_what_needs_a_person_is_listed_at_its_path(path, said):
    assert said in notes(xdatenfelder.read(make.everything()), path)


def test_an_uploaded_code_list_turns_the_waiting_field_into_a_choice():
    found, schema = form(make.everything(), codelists=[make.genericode()])
    assert [(o.key, o.label.de) for o in by_key(schema)["geschlecht"].options] == [
        ("c_000", "unbekannt"),
        ("m", "männlich"),
        ("w", "weiblich"),
    ]
    assert "Codeliste" not in notes(found, "G60000000001/F60000000006")
    later = xdatenfelder.with_options(xdatenfelder.read(make.everything()).sections, xdatenfelder.read_codelist(make.genericode()))
    assert FormSchema.model_validate({"sections": later}) == schema


def test_a_long_code_list_is_a_select():
    rows = [(f"{n:03}", f"Staat {n}") for n in range(200)]
    field = by_key(form(make.everything(), codelists=[make.genericode(rows=rows)])[1])["geschlecht"]
    assert field.show_as == "select" and len({o.key for o in field.options}) == 200 and field.options[7].code == "007"


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "%s">%s]><a>&b9;</a>'
LAUGHS = BOMB % (
    b"ha" * 1000,
    b"".join(b'<!ENTITY b%d "%s">' % (n, b"&b%s;" % (str(n - 1).encode() if n else b"") * 10) for n in range(10)),
)
PASSWD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
REMOTE = b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a b="&x;"/>'


@pytest.mark.parametrize("content", [LAUGHS, PASSWD, REMOTE, PASSWD.decode().encode("utf-16")], ids=["bomb", "file", "remote", "utf-16"])
def test_bombs_and_entities_are_refused_at_once(content):
    start = time.perf_counter()
    with pytest.raises(Malformed) as error:
        xdatenfelder.read(content)
    assert time.perf_counter() - start < 0.2 and "DTD" in error.value.reason and "root:" not in str(error.value)


def test_100_mb_are_refused_before_they_are_parsed():
    content = make.schema(make.place("1:1", make.field("F1", "x" * 100_000_000)))
    tracemalloc.start()
    start = time.perf_counter()
    with pytest.raises(Malformed):
        xdatenfelder.read(content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.perf_counter() - start < 0.1 and most < 1_000_000


def nested(depth):
    inside = make.field("F1", "Ganz innen")
    for n in range(depth):
        inside = make.group(f"G{n}", "Gruppe", make.place("1:1", inside))
    return make.schema(make.place("1:1", inside))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "XML"),
        (b"<a", "XML"),
        (b"PK\x03\x04 a spreadsheet", "XML"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "XML"),
        (make.wrapped("xdatenfelder.datenfeld.0104", "<datenfeld/>"), "datenfeld.0104"),
        (make.wrapped("xdatenfelder.stammdatenschema.0102", ""), "fehlt „stammdatenschema“"),
        (make.schema(make.place("3:2", make.field("F1", "a"))), "3:2"),
        (make.schema(make.place("1:0", make.field("F1", "a"))), "1:0"),
        (make.schema(make.place("viele", make.field("F1", "a"))), "viele"),
        (make.schema(make.place("1:1", "")), "enthaelt"),
        (make.schema(make.place("1:1", make.field("F1", "a", "blob"))), "blob"),
        (make.schema(make.place("1:1", make.field("F1", "a", "text", "magic"))), "magic"),
        (make.schema(make.place("1:1", make.field("1; DROP", "a"))), "id"),
        (make.schema(make.place("1:1", make.field("F1", "a", "text", "input", "<praezisierung>{nein</praezisierung>")), version=2), "JSON"),
        (nested(20), "geschachtelt"),
        (make.schema(*[make.place("1:1", make.field(f"F{n}", "a")) for n in range(3001)]), "mehr als"),
    ],
)
def test_any_other_malformed_file_is_refused_too(content, said):
    with pytest.raises(Malformed) as error:
        xdatenfelder.read(content)
    assert said in error.value.reason and error.value.place


@pytest.mark.parametrize("content", [b"<a/>", make.everything(), make.genericode(rows=()), LAUGHS])
def test_what_is_no_code_list_is_refused(content):
    with pytest.raises(Malformed):
        xdatenfelder.read_codelist(content)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_file_is_a_form_or_is_refused(data):
    """Bytes lost, doubled or changed anywhere: never another error, never a form the house would not take."""
    content = bytearray(make.everything())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        end = at + data.draw(st.integers(0, 60))
        content[at:end] = data.draw(
            st.sampled_from([b"", bytes(content[at:end]) * 2, b"<x/>", b"&amp;", b"0", "ß".encode(), b"1:*", b"\xff"])
        )
    try:
        form(bytes(content))
    except Malformed as refused:
        assert refused.place and refused.reason


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="<>&"), min_size=1, max_size=60).filter(str.strip)


@settings(max_examples=100, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=12))
def test_any_names_give_keys_of_the_house(names):
    places = [make.place("1:1", make.field(f"F{at}", name)) for at, name in enumerate(names) if name.strip() != "-"]
    _found, schema = form(make.schema(*places, name="Test"))
    assert len(schema.in_order()) == len(places)

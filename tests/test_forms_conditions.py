"""Conditions hold or do not, for any answers, and every one can be read aloud in German."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from glueckauf.forms import visible
from glueckauf.forms.conditions import holds, sentence
from glueckauf.forms.schema import Condition, FormSchema
from tests import make_forms as make

FORM = make.dog_form()
READ = TypeAdapter(Condition).validate_python
VALUES = {
    "ja": True,
    "nein": False,
    "zahl": 12,
    "dezimal": "2.50",
    "cent": 120450,
    "tag": "2026-11-24",
    "wahl": "anders",
    "viele": ["a", "b"],
    "null": 0,
    "text": "Maler und Lackierer",
    "anschrift": {"street": "Musterstraße", "city": "Bochum"},
    "personen": [{"name": "Erika", "alter": 41}, {"name": "Max"}],
    "spaeter": [],
}


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ({"field": "ja", "is": "true"}, True),
        ({"field": "ja", "is": "ja"}, True),
        ({"field": "ja", "is": "no"}, False),
        ({"field": "nein", "is": "no"}, True),
        ({"field": "fehlt", "is": "no"}, False),
        ({"field": "wahl", "is": "anders"}, True),
        ({"field": "wahl", "in": ["selbst", "anders"]}, True),
        ({"field": "wahl", "in": ["selbst"]}, False),
        ({"field": "zahl", "is": "12.0"}, True),
        ({"field": "zahl", "at_least": "12"}, True),
        ({"field": "zahl", "less_than": "12"}, False),
        ({"field": "dezimal", "is": "2.5"}, True),
        ({"field": "cent", "at_least": "120000"}, True),
        ({"field": "tag", "at_least": "2026-11-24"}, True),
        ({"field": "tag", "less_than": "2026-12-01"}, True),
        ({"field": "tag", "at_least": "12"}, False),
        ({"field": "wahl", "at_least": "1"}, False),
        ({"field": "viele", "includes": "b"}, True),
        ({"field": "viele", "at_least": "2"}, True),
        ({"field": "text", "contains": ["LACK", "dach"]}, True),
        ({"field": "text", "contains": ["dach"]}, False),
        ({"field": "personen", "at_least": "2"}, True),
        ({"field": "personen.name", "is": "Max"}, True),
        ({"field": "personen.alter", "at_least": "60"}, False),
        ({"field": "anschrift.city", "is": "Bochum"}, True),
        ({"field": "null", "answered": "true"}, True),
        ({"field": "nein", "answered": "true"}, True),
        ({"field": "fehlt", "answered": "false"}, True),
        ({"field": "spaeter", "answered": "true"}, False),
        ({"all": []}, True),
        ({"any": []}, False),
        ({"not": {"field": "fehlt", "is": "x"}}, True),
        ({"all": [{"field": "ja", "is": "true"}, {"any": [{"field": "zahl", "is": "1"}, {"field": "wahl", "is": "anders"}]}]}, True),
    ],
)
def test_worked_cases(test, expected):
    assert holds(READ(test), VALUES) is expected


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"field": "gross", "is": "true"}, "„Ist der Hund groß?“ ist „Ja“"),
        ({"not": {"field": "ort", "is": "anders"}}, "„Wo lebt der Hund?“ ist nicht „An einer anderen Adresse“"),
        ({"field": "seit", "less_than": "2026-11-01"}, "„Seit wann lebt der Hund bei Ihnen?“ ist kleiner als 01.11.2026"),
        (
            {
                "all": [
                    {"field": "gross", "is": "no"},
                    {"any": [{"field": "chip", "answered": "true"}, {"field": "personen.name", "is": "Max"}]},
                ]
            },
            "„Ist der Hund groß?“ ist „Nein“ und („Chipnummer“ ist beantwortet oder „Name“ ist „Max“)",
        ),
    ],
)
def test_reads_as_a_german_sentence(condition, words):
    assert sentence(READ(condition), FORM) == words


PATHS = st.sampled_from(["rufname", "seit", "gross", "ort", "adresse", "adresse.city", "personen", "personen.name", "fehlt", "fehlt.auch"])
WORDS = st.sampled_from(["true", "no", "12", "2.5", "2026-11-24", "anders", "NaN", "1e9", ""]) | st.text(max_size=8)
TESTS = st.one_of(
    *[st.fixed_dictionaries({"field": PATHS, name: WORDS}) for name in ("is", "at_least", "less_than", "includes")],
    *[st.fixed_dictionaries({"field": PATHS, name: st.lists(WORDS, min_size=1, max_size=3)}) for name in ("in", "contains")],
    st.fixed_dictionaries({"field": PATHS, "answered": st.sampled_from(["true", "false"])}),
)
TREES = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"not": inner}), *[st.fixed_dictionaries({name: st.lists(inner, max_size=3)}) for name in ("all", "any")]
    ),
    max_leaves=8,
)
ANSWERS = st.dictionaries(
    st.sampled_from(["rufname", "seit", "gross", "ort", "adresse", "personen"]),
    st.none() | st.booleans() | st.integers() | WORDS | st.lists(WORDS | st.dictionaries(st.just("name"), WORDS), max_size=3),
)


@given(tree=TREES, values=ANSWERS)
def test_every_condition_holds_or_not_and_has_a_sentence(tree, values):
    condition = READ(tree)
    assert holds(condition, values) is not holds(READ({"not": tree}), values)
    assert sentence(condition, FORM)


def test_a_hidden_answer_hides_what_hangs_on_it():
    form = make.form(
        make.field("yesno", key="a"),
        make.field("yesno", key="b", when={"field": "a", "is": "true"}),
        make.field("text", key="c", when={"field": "b", "is": "true"}),
    )
    values = {"a": False, "b": True, "c": "x"}
    assert [f.key for f in visible.fields(form.sections[0], values)] == ["a"]
    assert visible.settled(form, values) == {"a": False}


@given(values=ANSWERS)
def test_settling_twice_is_settling_once(values):
    once = visible.settled(FORM, values)
    assert visible.settled(FORM, once) == once
    assert visible.sections(FORM, once) == visible.sections(FORM, values)


@pytest.mark.parametrize(
    "fields",
    [
        [make.field("text", when={"field": "g", "is": "x"}), make.field("text", key="g")],
        [make.field("text", key="remove")],
        [make.field("text"), make.field("text")],
        [make.field("group", item="Hund", fields=[make.field("text"), make.field("text")])],
    ],
)
def test_a_form_that_cannot_work_is_refused(fields):
    with pytest.raises(ValidationError):
        make.form(*fields)


def test_deciding_fields_name_what_hangs_on_them():
    assert visible.deciding(FORM.sections[0].fields) == {"gross": ("chip",), "ort": ("adresse",)}
    group = FORM.sections[1].fields[0]
    assert visible.deciding(group.fields) == {"jung": ("geboren",)}
    assert isinstance(FORM, FormSchema)

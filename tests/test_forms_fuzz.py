"""Whatever is posted: reading never fails, gives what a database takes, and showing it and reading it again changes nothing."""

import json

from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st

from glueckauf.forms import complete, inputs, read
from glueckauf.forms.showing import section_shown
from glueckauf.forms.summary import summary
from glueckauf.forms.validators.kinds import KINDS
from tests import make_forms as make

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
TEMPTING = [
    "1",
    "31",
    "2",
    "02",
    "2026",
    "ja",
    "nein",
    "a",
    "b",
    "1.204,50",
    "-3",
    "7 a",
    "44787",
    "even",
    "Musterstraße",
    "BO-EM 1",
    "=1+1",
]
TEXTS = st.sampled_from(TEMPTING) | st.text(max_size=30) | st.text(alphabet="0123456789.,-+ €", max_size=12)
HIDDEN = {"field": "gate", "is": "true"}
FIELDS = [make.field(kind, key=f"f_{kind}", optional=at % 2 == 0) for at, kind in enumerate(KINDS)]
GATED = [field | {"key": field["key"] + "_2", "when": HIDDEN} for field in FIELDS]
GROUP = {
    "key": "many",
    "label": "Viele",
    "type": "group",
    "item": "Eintrag",
    "most": 3,
    "fewest": 0,
    "fields": [field for field in FIELDS if field["type"] != "appointment"] + [make.field("info", key="i")],
}
FORM = make.form(make.field("yesno", key="gate"), *FIELDS, *GATED, GROUP, GROUP | {"key": "maybe", "optional": True, "when": HIDDEN})
SECTION = FORM.sections[0]
NAMES = [
    name
    for field in SECTION.fields
    if field.type != "group"
    for name in inputs.names_of(field, field.key)
] + [
    f"{group.key}-{at}{name}"
    for group in SECTION.fields
    if group.type == "group"
    for at in range(3)
    for field in group.fields
    for name in inputs.names_of(field, f"-{field.key}")
]  # fmt: skip
COUNTS = {"many-items": st.sampled_from(["0", "1", "3", "999", "x", "-1", "9" * 40]), "add": st.just("many"), "remove": st.just("many-1")}
POSTS = st.builds(
    lambda texts, more: MultiValueDict(texts | more),
    st.dictionaries(st.sampled_from(NAMES), st.lists(TEXTS, min_size=1, max_size=3), max_size=60),
    st.dictionaries(st.sampled_from(list(COUNTS)), st.just([]), max_size=2).flatmap(
        lambda picked: st.fixed_dictionaries({name: COUNTS[name].map(lambda text: [text]) for name in picked})
    ),
)


def read_again(found):
    return read.section(SECTION, MultiValueDict(inputs.of_section(SECTION, found.values)), {}, found.values, today=make.TODAY)


@settings(max_examples=150, deadline=None)
@given(post=POSTS)
def test_reading_what_was_shown_changes_nothing(post):
    found = read.section(SECTION, post, {"f_file": ["d1", "d2"]}, {}, today=make.TODAY, postcodes=make.POSTCODES)
    again = read_again(found)
    assert again.values == found.values or found.focus  # going on drops the empty items that a press on "hinzufügen" keeps
    assert read_again(again).values == again.values


@settings(max_examples=100, deadline=None)
@given(post=POSTS)
def test_what_is_kept_can_be_stored(post):
    found = read.section(SECTION, post, {}, {}, today=make.TODAY)
    stored = json.dumps(found.values, ensure_ascii=False)
    stored.encode("utf-8")
    assert "\\u0000" not in json.dumps(found.values)
    assert json.loads(stored) == found.values


@settings(max_examples=60, deadline=None)
@given(values=st.dictionaries(st.sampled_from([f.key for f in SECTION.fields] + [inputs.TYPED]), JSON, max_size=12))
def test_stored_values_of_any_shape_are_shown_judged_and_summed_up(values):
    errors = complete.missing(FORM, values, today=make.TODAY)
    assert len(section_shown(SECTION, values, errors, (), "de")) > 0
    assert len(summary(FORM, values)) == 1
    complete.shaped(FORM, values, today=make.TODAY)


@settings(max_examples=60, deadline=None)
@given(post=POSTS)
def test_the_whole_form_finds_the_errors_the_page_found(post):
    found = read.section(SECTION, post, {}, {}, today=make.TODAY)
    again = complete.missing(FORM, found.values, today=make.TODAY)
    assert {e.path for e in found.errors} - {"many", "maybe"} <= {e.path for e in again}

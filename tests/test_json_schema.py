"""JSON Schema of our forms: what our validators take, it takes, and the other way round as far as a schema can say it."""

import json
from pathlib import Path

import pytest
from django.conf import settings as house
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from glueckauf.catalogue.queries.examples import examples, with_files
from glueckauf.forms import complete
from glueckauf.forms.json_schema import conditions_in_words, json_schema
from glueckauf.forms.validators.din91379 import table, tidy
from glueckauf.forms.validators.kind import Limits
from glueckauf.forms.validators.kinds import KINDS
from tests import make_fim_forms, make_forms
from tests.make_catalogue import everything

TODAY, POSTCODES = make_forms.TODAY, make_forms.POSTCODES


def schema_of(form):
    found = json_schema(form, id_="https://example.org/form", title="Test", postcodes=POSTCODES)
    return Draft202012Validator(found, format_checker=Draft202012Validator.FORMAT_CHECKER)


def ours(form, values):
    return complete.missing(form, values, today=TODAY, postcodes=POSTCODES) == ()


def agree(field, value):
    """Both say the same about one answer."""
    form = make_forms.form(field)
    return ours(form, {"f": value}), schema_of(form).is_valid({"f": value})


FIELD = make_forms.field
GROUP = FIELD("group", item="Kind", fewest=1, most=2, fields=[{"key": "a", "type": "integer", "label": "Alter"}])


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        (FIELD("text", max_length=5), ["Şükrü", "K͟hK͟hK͟hK͟hK͟h", "a b", "Ł"],
         ["", "toolong", " a", "a ", "a  b", "a\nb", "日本", 5, None, ["a"], "a\u0301"]),
        (FIELD("text", lines=3), ["a\nb", "a\n\nb"], ["a \nb", "a\r\nb", "\na"]),
        (FIELD("text", pattern="[0-9]{3}"), ["123"], ["12", "1234", "abc"]),
        (FIELD("text", pattern="(?s:.{5,})"), ["12345"], []),
        (FIELD("name"), ["Ñandú", "O’Neil", "d’Arc-Müller", "A̋"], ["R2D2", "a@b", ""]),
        (FIELD("email"), ["erika@mustermann.example", "e+1@müller.example"], ["erika", "a@b", "a b@c.de", "@c.de"]),
        (FIELD("phone"), ["0234 123456", "+49 (234) 12-34"], ["123456", "0234", "0234 abc", "0" * 20]),
        (FIELD("iban"), ["DE02120300000000202051"], ["DE0212030000000020205", "XX02120300000000202051", "DE02 1203 0000 0000 2020 51"]),
        (FIELD("plate"), ["BO-EM 123", "E-A 1H"], ["BO EM 123", "bo-em 123", "BO-EM 0123"]),
        (FIELD("yesno"), [True, False], ["ja", 1, None]),
        (FIELD("consent"), [True], [False, "ja"]),
        (FIELD("integer", minimum="2", maximum="9"), [2, 9], [1, 10, "2", 2.5, True]),
        (FIELD("integer"), [0, 12], [-1, 10**16]),
        (FIELD("number", minimum="-5", decimals=2), ["0", "1.5", "-2.25"], ["1.50", "01", "1.234", "-0", 1.5, "1,5", "-0.0"]),
        (FIELD("money", maximum="10"), [0, 999, 1000], [1001, -1, "5"]),
        (FIELD("date"), ["2026-11-24", "1980-02-29"], ["2026-02-30", "2026-13-01", "24.11.2026", "1700-01-01", ""]),
        (FIELD("period"), [{"first": "2026-11-24", "last": "2026-11-25"}], [{"first": "2026-11-24"}, "2026-11-24"]),
        (FIELD("choice"), ["a", "b"], ["c", ["a"], ""]),
        (FIELD("choices"), [["a"], ["a", "b"]], [["c"], [], ["a", "a"], "a"]),
        (FIELD("file", most=2), [[], ["x"], ["x", "y"]], [["x", "y", "z"], ["x", "x"], "x"]),
        (FIELD("file", later=False), [["x"]], [[]]),
        (FIELD("address", inside=True), [dict(street="Musterstraße", house_number="12 a", postcode="44787", city="Bochum")],
         [dict(street="Musterstraße", house_number="12", postcode="10115", city="Berlin"), dict(street="Musterstraße"), {}]),
        (FIELD("place"), [dict(street="Musterstraße", number_from="1", side="both", length_m="2.5", width_m="1")],
         [dict(street="Musterstraße", number_from="1", side="north", length_m="2.5", width_m="1"),
          dict(street="Musterstraße", number_from="1", side="odd", length_m="0", width_m="1")]),
        (GROUP, [[{"a": 1}], [{"a": 1}, {"a": 2}]], [[], [{}], [{"a": 1}] * 3, {"a": 1}]),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)  # fmt: skip
def test_both_take_the_good_and_refuse_the_bad(field, good, bad):
    assert [(value, agree(field, value)) for value in good] == [(value, (True, True)) for value in good]
    assert [(value, agree(field, value)) for value in bad] == [(value, (False, False)) for value in bad]


KINDS_OF_TEXT = [
    FIELD("text", max_length=8),
    FIELD("text", lines=3),
    FIELD("name"),
    FIELD("phone"),
    FIELD("plate"),
    FIELD("number"),
    FIELD("email"),
]
LETTERS = st.sampled_from([letter for letters in table().values() for letter in letters])
TYPED = st.lists(
    st.one_of(LETTERS, st.sampled_from("aZ0 -.,\n\t\u00ad´’@+()/日"), st.characters(exclude_categories=["Cs"])), max_size=10
).map("".join)


@settings(max_examples=60, deadline=None)
@given(field=st.sampled_from(KINDS_OF_TEXT), typed=TYPED)
def test_what_is_read_from_any_typed_text_passes_the_schema(field, typed):
    form = make_forms.form(field)
    shown = form.sections[0].fields[0]
    value = KINDS[shown.type].read(shown, {"": [typed]}, Limits(today=TODAY)).value
    assert value is None or schema_of(form).is_valid({"f": value}), value


@settings(max_examples=60, deadline=None)
@given(field=st.sampled_from(KINDS_OF_TEXT[:3]), value=TYPED)
def test_for_texts_both_say_the_same_of_any_value(field, value):
    taken, passes = agree(field, value)
    lacks_letters = field["type"] == "name" and not any(map(str.isalpha, value))
    assert taken == passes or (lacks_letters and passes)


def test_every_letter_of_din_91379_is_taken_as_our_validator_stores_it():
    validator = schema_of(make_forms.form(FIELD("text", lines=2)))
    letters = [f"a{tidy(letter)}a" for letters in table().values() for letter in letters if letter not in table()["dc"]]
    assert len(letters) > 900
    assert [text for text in letters if not validator.is_valid({"f": text}) and "\t" not in text and "\r" not in text] == []


@settings(max_examples=40, deadline=None)
@given(form=make_fim_forms.forms(), data=st.data())
def test_whole_forms_what_ours_takes_the_schema_takes(form, data):
    """Answers drawn per field, those that count are judged; conditions decide what has to be there."""
    values = {
        field.key: data.draw(answer_of(field)) for _s, field in form.in_order() if field.type != "info" and data.draw(st.integers(0, 5))
    }
    counting = complete.answers(form, values)
    if ours(form, values):
        assert schema_of(form).is_valid(counting), list(schema_of(form).iter_errors(counting))[:2]


ANSWERS = {
    "text": st.sampled_from(["ABC", "12345", "Bochum"]), "name": st.just("Erika"), "yesno": st.booleans(), "consent": st.just(True),
    "integer": st.integers(0, 5), "number": st.sampled_from(["0", "1", "2.5"]), "money": st.integers(0, 1000),
    "date": st.just("2026-11-24"),
    "email": st.just("erika@mustermann.example"), "phone": st.just("0234 123456"), "iban": st.just("DE02120300000000202051"),
    "plate": st.just("BO-EM 123"), "period": st.just({"first": "2026-11-24", "last": "2026-11-24"}), "file": st.just(["x"]),
    "address": st.just({"street": "Musterstraße", "house_number": "1", "postcode": "44787", "city": "Bochum"}),
    "place": st.just({"street": "Musterstraße", "number_from": "1", "side": "odd", "length_m": "2", "width_m": "1"}),
}  # fmt: skip


def answer_of(field):
    """What somebody might have answered."""
    if field.type == "group":
        inner = {f.key: answer_of(f) for f in field.fields if f.type != "info"}
        return st.lists(st.fixed_dictionaries(inner), min_size=1, max_size=2)
    keys = [option.key for option in getattr(field, "options", ())] or ["x"]
    if field.type in ("choice", "choices"):
        return st.sampled_from(keys) if field.type == "choice" else st.just(keys)
    return ANSWERS[field.type]


def test_it_is_a_schema_of_its_dialect():
    found = json_schema(make_forms.dog_form(), id_="https://example.org/form", title="Test")
    Draft202012Validator.check_schema(json.loads(json.dumps(found)))
    assert found["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def test_conditions_decide_what_has_to_be_there():
    validator = schema_of(make_forms.dog_form())
    base = {"rufname": "Flöz", "seit": "2026-11-01", "ort": "hier"}
    errors = {error.message for error in validator.iter_errors(base | {"gross": True})}
    assert any("'chip' is a required property" in message for message in errors)
    assert not any("chip" in error.message for error in validator.iter_errors(base | {"gross": False}))
    assert any(
        "chip" in str(error.absolute_path) or "False schema" in error.message
        for error in validator.iter_errors(base | {"gross": False, "chip": "1"})
    )
    assert conditions_in_words(make_forms.dog_form())["chip"] == "„Ist der Hund groß?“ ist „Ja“"


def test_the_examples_of_every_leistung_pass_exactly_when_nothing_is_missing():
    """The worked examples that can be handed in; what is refused today (a past day) a schema cannot know."""
    offers = {(offer.leistung.key, offer.kommune.key): offer for offer in everything().offers}
    passed = 0
    for folder in sorted(Path(house.GLUECKAUF.leistungen).glob("*")):
        for _line, _column, example in examples(folder):
            offer = offers[(folder.name, example.kommune)]
            values = with_files(offer.leistung, example)
            day, codes = make_forms.date.fromisoformat(example.day), frozenset(offer.kommune.postcodes)
            shaped = complete.shaped(offer.leistung.form, values, today=day, postcodes=codes)
            found = json_schema(offer.leistung.form, id_="https://example.org/x", title="x", postcodes=codes)
            if not complete.missing(offer.leistung.form, shaped, today=day, postcodes=codes):
                errors = list(Draft202012Validator(found).iter_errors(complete.answers(offer.leistung.form, shaped)))
                assert errors == [], (folder.name, example.name, errors)
                passed += 1
    assert passed >= 20

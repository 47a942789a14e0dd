"""Worked cases of each type: what Erika types, what is kept, what is refused. Texts are not asserted, so that they can improve."""

import re
from time import process_time

import pytest

from glueckauf.forms import inputs
from glueckauf.forms.validators.kinds import KINDS
from tests import make_forms as make

NBSP = "\u00a0"

GOOD = [
    ("text", {}, "  =SUMME(A1)  ", "=SUMME(A1)"),
    ("text", {}, "@import, +49, -1", "@import, +49, -1"),
    ("text", {}, f"Musterstraße{NBSP}12", "Musterstraße 12"),
    ("text", {}, "Vorher – nachher", "Vorher - nachher"),
    ("text", {}, "A\u0308rger", "Ärger"),
    ("text", {}, "eine\nZeile", "eine Zeile"),
    ("text", {"lines": 3}, "erste \r\nzweite\r\n", "erste\nzweite"),
    ("text", {"pattern": "[0-9]{15}"}, "276098100234567", "276098100234567"),
    ("text", {"reader": "area", "lines": 4}, "51.48, 7.2\n51.48, 7.21\n51.481, 7.21", "51.48, 7.2\n51.48, 7.21\n51.481, 7.21"),
    ("name", {}, "Erika  Mustermann", "Erika Mustermann"),
    ("name", {}, "O’Neill-Müller, Dr. d'Àvila", "O’Neill-Müller, Dr. d'Àvila"),
    ("name", {}, "H\u200dans\u00ad", "Hans"),
    ("email", {}, " Erika@Mustermann.Example ", "Erika@mustermann.example"),
    ("email", {}, "erika@müller.example", "erika@müller.example"),
    ("email", {}, "e.m+hund@a-b.example", "e.m+hund@a-b.example"),
    ("phone", {}, "0234 910-0", "0234 910-0"),
    ("phone", {}, "+49 (0)234/123456", "+49 (0)234/123456"),
    ("iban", {}, "de02 1203 0000 0000 2020 51", "DE02120300000000202051"),
    ("iban", {}, "IBAN: DE02120300000000202051", "DE02120300000000202051"),
    ("iban", {}, "NL91 ABNA 0417 1643 00", "NL91ABNA0417164300"),
    ("plate", {}, "bo-em 123", "BO-EM 123"),
    ("plate", {}, "BO EM123e", "BO-EM 123E"),
    ("plate", {}, "EA1", "E-A 1"),
    ("plate", {}, "WÜM-AB 12", "WÜM-AB 12"),
    ("plate", {}, "DUIAB12", "DUI-AB 12"),
    ("integer", {}, "1.204", 1204),
    ("integer", {}, "007", 7),
    ("integer", {"minimum": "-5"}, "−3", -3),
    ("number", {}, "2,5", "2.5"),
    ("number", {}, "2.5", "2.5"),
    ("number", {"unit": "m²"}, "1.200,50 m²", "1200.5"),
    ("number", {}, "0,00", "0"),
    ("money", {}, "1.204,50", 120450),
    ("money", {}, "1204.50 €", 120450),
    ("money", {}, "1,204.50 EUR", 120450),
    ("money", {}, "25", 2500),
    ("money", {}, "25,- €", 2500),
    ("money", {}, "1.204", 120400),
    ("yesno", {}, "ja", True),
    ("yesno", {}, "nein", False),
    ("consent", {}, "ja", True),
    ("choice", {}, "b", "b"),
]
BAD = [
    ("text", {"max_length": 3}, "vier"),
    ("text", {}, "Grüße \U0001f415"),
    ("text", {"pattern": "[0-9]{15}"}, "27609810023456"),
    ("text", {"pattern": "[0-9]{2}"}, "123"),
    ("text", {"reader": "area", "lines": 4}, "51.48, 7.2\n51.48, 7.21"),
    ("text", {"reader": "area", "lines": 4}, "Musterstraße 12"),
    ("name", {}, "Erika 2"),
    ("name", {}, "Эрика"),
    ("name", {}, "..."),
    ("name", {}, "=cmd|' /C calc'!A0"),
    ("email", {}, "erika"),
    ("email", {}, "erika@mustermann"),
    ("email", {}, "erika@@mustermann.example"),
    ("email", {}, "erika @mustermann.example"),
    ("email", {}, "erika@mustermann..example"),
    ("email", {}, "<erika@mustermann.example>"),
    ("email", {}, "erika@mustermann.example\r\nBcc: max@beispiel.example"),
    ("email", {}, "e" * 65 + "@mustermann.example"),
    ("email", {}, "erika@" + "a" * 64 + ".example"),
    ("phone", {}, "123456"),
    ("phone", {}, "0234"),
    ("phone", {}, "0234 abc"),
    ("phone", {}, "0" * 30),
    ("iban", {}, "DE03120300000000202051"),
    ("iban", {}, "DE0212030000000020205"),
    ("iban", {}, "02120300000000202051"),
    ("iban", {}, "XX02120300000000202051"),
    ("iban", {}, "DE٠٢120300000000202051"),
    ("plate", {}, "BO-E"),
    ("plate", {}, "BOE12"),
    ("plate", {}, "GEAB 7 H"),
    ("plate", {}, "BO-EM 0123"),
    ("plate", {}, "WÜM-AB 1234E"),
    ("plate", {}, "B-ÄÖ 1"),
    ("integer", {}, "2,5"),
    ("integer", {}, "zwei"),
    ("integer", {}, "-1"),
    ("integer", {"maximum": "10"}, "11"),
    ("integer", {}, "٣"),
    ("integer", {}, "9" * 40),
    ("number", {"decimals": 1}, "2,55"),
    ("number", {}, "1e5"),
    ("number", {}, "1.2.3"),
    ("money", {}, "12,345"),
    ("money", {}, "NaN"),
    ("money", {"minimum": "5"}, "4,99"),
    ("yesno", {}, "vielleicht"),
    ("choice", {}, "c"),
]


@pytest.mark.parametrize(("kind", "more", "typed", "kept"), GOOD)
def test_is_understood(kind, more, typed, kept):
    assert make.answer(make.field(kind, **more), {"f": typed}) == kept


@pytest.mark.parametrize(("kind", "more", "typed"), BAD)
def test_is_refused_with_a_sentence_and_shown_again(kind, more, typed):
    section = make.form(make.field(kind, **more)).sections[0]
    found = make.post(section, {"f": typed})
    [error] = found.errors
    assert error.path == "f" and re.search(r"[.?:]", error.text)
    assert "f" not in found.values
    assert inputs.of_section(section, found.values)["f"] == [typed.strip()]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_typed_is_missing_unless_it_is_optional(kind):
    [(path, text)] = make.answer(make.field(kind), {})
    assert path == "f" and text.startswith("Bitte ")
    assert make.answer(make.field(kind, optional=True), {}) is None


def day(text, name="f"):
    return dict(zip((f"{name}-day", f"{name}-month", f"{name}-year"), text.split("."), strict=True))


@pytest.mark.parametrize(
    ("typed", "more", "kept"),
    [
        ("14.11.2026", {}, "2026-11-14"),
        ("01.02.2026", {}, "2026-02-01"),
        ("29.2.2028", {}, "2028-02-29"),
        ("24.11.2026", {"latest": "today"}, "2026-11-24"),
        ("24.11.2026", {"earliest": "today"}, "2026-11-24"),
        ("8.12.2026", {"earliest": "today+14"}, "2026-12-08"),
        ("24.11.2008", {"latest": "today-18y"}, "2008-11-24"),
    ],
)
def test_a_day_is_understood(typed, more, kept):
    assert make.answer(make.field("date", **more), day(typed)) == kept


@pytest.mark.parametrize(
    ("typed", "more"),
    [
        ("31.11.2026", {}),
        ("29.2.2026", {}),
        ("0.1.2026", {}),
        ("1.13.2026", {}),
        ("1.1.26", {}),
        ("1.1.0000", {}),
        ("1..2026", {}),
        ("1.1.1700", {}),
        ("25.11.2026", {"latest": "today"}),
        ("23.11.2026", {"earliest": "today"}),
        ("7.12.2026", {"earliest": "today+14"}),
        ("25.11.2008", {"latest": "today-18y"}),
        ("2.1.2027", {"latest": "2027-01-01"}),
    ],
)
def test_a_day_is_refused(typed, more):
    [(path, _text)] = make.answer(make.field("date", **more), day(typed))
    assert path == "f"


def test_a_period_counts_both_days():
    field = make.field("period", longest_days=7)
    week = day("1.12.2026", "f-first") | day("7.12.2026", "f-last")
    assert make.answer(field, week) == {"first": "2026-12-01", "last": "2026-12-07"}
    assert [p for p, _ in make.answer(field, week | day("8.12.2026", "f-last"))] == ["f-last"]
    assert [p for p, _ in make.answer(field, week | day("30.11.2026", "f-last"))] == ["f-last"]
    assert [p for p, _ in make.answer(field, day("1.12.2026", "f-first"))] == ["f-last"]
    assert [p for p, _ in make.answer(field, day("1.12.2026", "f-last"))] == ["f-first"]


ADDRESS = {"f-street": "Musterstraße", "f-house_number": "12", "f-postcode": "44787", "f-city": "Bochum"}


def test_an_address_inside_the_city_is_judged_by_its_postcodes():
    field = make.field("address", inside=True)
    assert make.answer(field, ADDRESS) == {"street": "Musterstraße", "house_number": "12", "postcode": "44787", "city": "Bochum"}
    assert [p for p, _ in make.answer(field, ADDRESS | {"f-postcode": "50667"})] == ["f-postcode"]
    assert make.answer(make.field("address"), ADDRESS | {"f-postcode": "50667"})["postcode"] == "50667"


@pytest.mark.parametrize(
    ("part", "text"),
    [("house_number", "zwölf"), ("house_number", ""), ("postcode", "4478"), ("postcode", "٤٤٧٨٧"), ("city", "44787"), ("street", "12")],
)
def test_each_part_of_an_address_has_its_own_error(part, text):
    assert [p for p, _ in make.answer(make.field("address"), ADDRESS | {f"f-{part}": text})] == [f"f-{part}"]


@pytest.mark.parametrize("number", ["7", "7a", "7 a", "12-14", "12 a - 14 b", "3/5", "12 1/2"])
def test_house_numbers_of_the_ruhr(number):
    assert make.answer(make.field("address"), ADDRESS | {"f-house_number": number})["house_number"] == number


PLACE = {"f-street": "Musterstraße", "f-number_from": "11", "f-side": "odd", "f-length_m": "5", "f-width_m": "2,50 m"}


def test_a_place_keeps_its_size_as_decimals():
    place = make.answer(make.field("place"), PLACE)
    assert place == {"street": "Musterstraße", "number_from": "11", "side": "odd", "length_m": "5", "width_m": "2.5"}
    small = make.field("place", ask_side=False, ask_size=False)
    assert make.answer(small, PLACE) == {"street": "Musterstraße", "number_from": "11"}


@pytest.mark.parametrize(
    ("part", "text"), [("side", "north"), ("length_m", "0"), ("length_m", "lang"), ("width_m", "101"), ("width_m", "1,234")]
)
def test_a_place_is_refused_part_by_part(part, text):
    assert [p for p, _ in make.answer(make.field("place"), PLACE | {f"f-{part}": text})] == [f"f-{part}"]


def test_choices_come_in_the_order_of_the_list():
    assert make.answer(make.field("choices"), {"f": ["b", "a", "b"]}) == ["a", "b"]
    assert [p for p, _ in make.answer(make.field("choices"), {"f": ["a", "x"]})] == ["f"]


def test_the_limit_of_a_text_counts_letters():
    letter = "k\u035fh"  # three code points, one letter
    assert make.answer(make.field("name", max_length=3), {"f": letter * 3}) == letter * 3
    assert make.answer(make.field("name", max_length=2), {"f": letter * 3})[0][0] == "f"


@pytest.mark.parametrize("type_", ["text", "name", "email", "phone", "iban", "plate", "integer", "money"])
@pytest.mark.parametrize("typed", ["x" + " " * 1_000_000 + "x", "a" + "\u0300\u0316" * 500_000, "x" * 1_000_000, "1," * 500_000])
def test_a_million_signs_are_refused_in_a_moment(type_, typed):
    section = make.form(make.field(type_, **({"lines": 4} if type_ == "text" else {}))).sections[0]
    began = process_time()
    make.post(section, {"f": typed})
    assert process_time() - began < 1


def test_a_huge_text_is_bounded_before_it_is_kept():
    found = make.post(make.form(make.field("text", max_length=100)).sections[0], {"f": "x" * 2_000_000})
    assert len(found.raw["f"][0]) <= 700

"""Every letter of DIN 91379 is taken where its group allows it, and nowhere else."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glueckauf.forms.validators import din91379
from tests import make_forms as make
from tests.shared import SHARED

LETTERS = [(group, letter) for group, letters in din91379.table().items() for letter in letters]
FIELDS = {"name": din91379.NAME, "text": din91379.ALL}


def is_taken(kind, letter):
    return make.answer(make.field(kind), {"f": f"A{letter}z"}) == f"A{letter}z"


def test_the_table_has_all_924():
    assert len(LETTERS) == len(set(LETTERS)) == 924
    assert sum(len(letter) > 1 for _, letter in LETTERS) == 147


@pytest.mark.parametrize("kind", FIELDS)
def test_each_letter_is_taken_where_its_group_allows_it(kind):
    # Line breaks and tabs become blanks in one line, no-break spaces become spaces: they are tidied, not refused.
    seen = [(group, letter) for group, letter in LETTERS if not letter.isspace() and group != "dc"]
    wrong = [letter for group, letter in seen if is_taken(kind, letter) != (group in FIELDS[kind])]
    assert wrong == []


def test_a_street_takes_letters_and_signs_of_places():
    address = {"f-house_number": "1", "f-postcode": "44787", "f-city": "Bochum"}
    for group, letter in LETTERS:
        if letter.isspace() or group == "dc":
            continue
        found = make.answer(make.field("address"), address | {"f-street": f"A{letter}z"})
        assert isinstance(found, dict) == (group in din91379.OTHER_NAME), letter


def test_a_combining_mark_is_a_letter_only_in_its_sequence():
    for group, mark in LETTERS:
        if group == "dc":
            assert din91379.first_foreign(f"Q{mark}", din91379.ALL) == f"Q{mark}"
            assert din91379.first_foreign(mark, din91379.ALL).endswith(mark)


def test_the_refused_letter_is_named_with_its_marks():
    assert din91379.first_foreign("K\u035fh x\u0303", din91379.NAME) == "x\u0303"
    assert din91379.first_foreign("Ab\U0001f415c", din91379.ALL) == "\U0001f415"


@given(st.lists(st.sampled_from([letter for group, letter in LETTERS if group in din91379.NAME]), min_size=1))
def test_names_of_any_of_these_letters_count_and_stay_as_they_are(letters):
    text = "".join(letters)
    if din91379.tidy(text) == text:  # a letter may flow together with a mark of the next: both ways are one spelling in NFC
        assert din91379.first_foreign(text, din91379.NAME) == ""
        assert din91379.length(text) <= len(letters)


@given(st.text(max_size=50))
def test_tidying_twice_is_tidying_once(text):
    once = din91379.tidy(text)
    assert din91379.tidy(once) == once
    once.encode("utf-8")


@pytest.mark.shared_data
def test_the_table_says_what_the_public_database_says():
    space = "{http://xoev.de/latinchars}"
    root = ET.parse(SHARED / "din91379" / "latinchars.xml").getroot()
    found = [
        (entry.get("group"), "".join(chr(int(code, 16)) for code in entry.findtext(f"{space}cp", "").split()))
        for kind in ("char", "sequence")
        for entry in root.findall(space + kind)
    ]
    assert sorted(found) == sorted(LETTERS)

"""Every letter of DIN 91379 comes out in a letter, and a sign no font has spoils nothing."""

import unicodedata

import make_letters as make
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_letters import text_of

from glueckauf.forms.validators.din91379 import table
from glueckauf.letters import queries
from glueckauf.letters.providers.signs import INSTEAD, writable
from glueckauf.letters.rules.daten import Daten

LETTERS = [letter for group in table().values() for letter in group]
SHOWN = [letter for letter in LETTERS if letter.strip() and unicodedata.category(letter[0]) not in ("Cc", "Cf")]
BOLD = make.TEMPLATE + "#strong(daten.reasons.first())\n"


def test_the_standard_is_complete():
    assert len(LETTERS) == 924


@pytest.mark.parametrize("start", range(0, 924, 100))
def test_each_entry_of_din_91379_is_written_regular_and_bold(start):
    """typst refuses PDF/A with a missing glyph, so a letter that comes out has them all; nothing was replaced beforehand."""
    entries = [f"x{letter}" for letter in SHOWN[start : start + 100]]
    assert writable(entries) == entries
    assert queries.preview(BOLD, make.daten(reasons=[" ".join(entries)], subject="".join(entries[:60]), recipient=entries[:3]))


def test_names_can_be_copied_out_of_the_letter():
    name = "Łukasz Ñandú Ḑẖẗʳ Gżegżółka Ünal Đặng"
    assert name in text_of(queries.preview(make.TEMPLATE, make.daten(recipient=[name])))


@pytest.mark.parametrize("sign", ["😀", "漢", "א", "\ue000", "\ud800", "\U000f0000"])
def test_a_sign_that_no_font_has_is_replaced_visibly(sign):
    assert f"Flöz {INSTEAD}" in text_of(queries.preview(make.TEMPLATE, make.daten(reasons=[f"Flöz {sign}"])))


def test_signs_that_turn_or_hide_text_are_taken_out():
    assert writable(["Er\u202eliefert\u200b \x07nichts", {"a": ("b\u2066",)}, 7]) == ["Erliefert nichts", {"a": ["b"]}, 7]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_whatever_a_citizen_types_the_letter_comes_out(typed):
    assert queries.preview(BOLD, make.daten(reasons=[typed or "x"], recipient=[typed[:200] or "x"], subject=f"Bescheid für {typed}"))


def test_the_schema_keeps_the_order_of_answers():
    rows = [["b", "2"], ["a", "1"]]
    kept = Daten.model_validate(make.daten(answers=[{"title": "x", "rows": rows}])).answers[0].rows
    assert kept == (("b", "2"), ("a", "1"))

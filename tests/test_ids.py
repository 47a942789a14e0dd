"""Numbers people dictate and codes they type."""

from hypothesis import given
from hypothesis import strategies as st

from glueckauf.core import ids

counts = st.integers(0, 999_999)


@given(counts)
def test_a_number_is_recognised(count):
    assert ids.is_number(ids.number("BO", 2026, count))


@given(counts, st.integers(0, 5), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(count, place, shift):
    number = ids.number("BO", 2026, count)
    at = 8 + place
    wrong = number[:at] + str((int(number[at]) + shift) % 10) + number[at + 1 :]
    assert not ids.is_number(wrong)


@given(counts, st.integers(0, 4))
def test_two_swapped_digits_are_noticed(count, place):
    number = ids.number("BO", 2026, count)
    at = 8 + place
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert swapped == number or not ids.is_number(swapped)


def test_a_code_survives_being_typed_badly():
    code = ids.new_code()
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert ids.hash_code(typed) == ids.hash_code(code)

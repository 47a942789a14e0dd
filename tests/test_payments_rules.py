"""Kassenzeichen find typing errors, signatures find forgeries, states follow from what happened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glueckauf.payments.rules.kassenzeichen import is_kassenzeichen, kassenzeichen
from glueckauf.payments.rules.signature import is_signed, sign
from glueckauf.payments.rules.state import Happened, State, state_of

counts = st.integers(0, 999_999_999)


@given(counts)
def test_a_kassenzeichen_is_recognised_also_with_blanks(count):
    number = kassenzeichen(2026, count)
    assert len(number) == 12
    assert is_kassenzeichen(f"{number[:4]} {number[4:8]} {number[8:]}")


@given(counts, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(count, place, shift):
    number = kassenzeichen(2026, count)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not is_kassenzeichen(wrong)


@given(counts, st.integers(0, 10))
def test_two_swapped_neighbours_are_noticed(count, place):
    number = kassenzeichen(2026, count)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or not is_kassenzeichen(swapped)


@given(st.binary(max_size=200), st.integers(0, 4_000_000_000), st.integers(-300, 300))
def test_a_signature_fits_for_five_minutes(content, second, later):
    assert is_signed("secret", content, sign("secret", content, second), second + later)


@pytest.mark.parametrize(
    "header",
    ["", "t=1000", "v1=00", "t=,v1=", "t=1000,v1=" + "0" * 64, "t=١٠٠٠,v1=00", "t=1000,v1=ü", "t=-5,v1=00", "garbage", "t=9" * 50],
)
def test_what_is_no_signature_is_refused(header):
    assert not is_signed("secret", b"{}", header, 1000)


def test_another_body_time_or_secret_does_not_fit():
    header = sign("secret", b"{}", 1000)
    assert not is_signed("secret", b"[]", header, 1000)
    assert not is_signed("other", b"{}", header, 1000)
    assert not is_signed("secret", b"{}", header.replace("t=1000", "t=1001"), 1000)
    assert not is_signed("secret", b"{}", header, 1301)


@pytest.mark.parametrize(
    ("happened", "state"),
    [
        ([], State.OPEN),
        ([Happened.STARTED], State.OPEN),
        ([Happened.STARTED, Happened.FAILED], State.FAILED),
        ([Happened.STARTED, Happened.FAILED, Happened.CONFIRMED], State.CONFIRMED),
        ([Happened.STARTED, Happened.QUESTIONED], State.QUESTIONED),
        ([Happened.STARTED, Happened.FAILED, Happened.QUESTIONED, Happened.ANSWERED], State.FAILED),
        ([Happened.STARTED, Happened.CONFIRMED, Happened.REFUND_ASKED], State.REFUND_ASKED),
        ([Happened.STARTED, Happened.CONFIRMED, Happened.REFUND_ASKED, Happened.REFUNDED], State.REFUNDED),
    ],
)
def test_the_state_follows_from_what_happened(happened, state):
    assert state_of(happened) == state

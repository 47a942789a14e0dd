"""Fees: the worked cases of dog tax by month, the sentence that explains them, and what holds for every amount tree."""

from decimal import Decimal

import make_catalogue as make
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from glueckauf.catalogue.rules.amount import Case, evaluate
from glueckauf.catalogue.rules.fee import compute, set_by_person
from glueckauf.catalogue.rules.schema import Amount, Fee, FeeKind, Remedy, Value

NBSP = "\N{NO-BREAK SPACE}"
AMOUNT = TypeAdapter(Amount)
ROWS = [{"up_to": 4, "then": {"number": 1}}, {"up_to": 5, "then": {"number": 2}}]


@pytest.fixture(scope="module")
def tax():
    """fee(city, answers) of the Hundesteuer."""
    return lambda city, answers: compute(
        make.offer("hundesteuer-anmeldung", city).leistung.fee, make.offer("hundesteuer-anmeldung", city).leistung.values, answers
    )


def euros(number):
    return Value(amount=Decimal(str(number)), unit="€", source="ausgedacht", year="2026")


def part(tree, answers=None, **values):
    return evaluate(AMOUNT.validate_python(tree), Case(values={k: euros(v) for k, v in values.items()}, answers=answers or {}))


@pytest.mark.parametrize(
    ("city", "answers", "cents", "yearly", "explanation"),
    [
        ("bochum", make.dogs("2026-11-14"), 2800, 16800, f"2{NBSP}Monate × 168,00{NBSP}€ : 12"),
        ("bochum", make.dogs("2026-12-31"), 1400, 16800, f"1{NBSP}Monat × 168,00{NBSP}€ : 12"),
        ("bochum", make.dogs("2026-01-01"), 16800, 16800, f"12{NBSP}Monate × 168,00{NBSP}€ : 12"),
        ("bochum", make.dogs("2026-11-14", "2026-11-20"), 6400, 38400, f"2{NBSP}Monate × 2 × 192,00{NBSP}€ : 12"),
        ("bochum", make.dogs("2026-12-01", others=2), 5400, 64800, f"1{NBSP}Monat × 3 × 216,00{NBSP}€ : 12"),
        ("muelheim", make.dogs("2026-11-14"), 2667, 16000, f"2{NBSP}Monate × 160,00{NBSP}€ : 12"),
        ("essen", make.dogs("2028-02-29"), 14300, 15600, f"11{NBSP}Monate × 156,00{NBSP}€ : 12"),
    ],
)
def test_tax_counts_by_month_and_a_second_dog_changes_the_rate_of_each(tax, city, answers, cents, yearly, explanation):
    found = tax(city, answers)
    assert (found.kind, found.total_cents, found.yearly_cents) == (FeeKind.COMPUTED, cents, yearly)
    assert [str(line.explanation) for line in found.lines] == [explanation]
    assert found.as_json()[0] | {"cents": cents, "remedy": "widerspruch", "key": "erstes_jahr"} == found.as_json()[0]


def test_a_dog_that_comes_later_raises_the_rate_of_the_first_from_then_on(tax):
    found = tax("essen", make.dogs("2026-03-31", "2026-09-01"))
    assert found.total_cents == 6 * 1300 + 4 * 2 * 1800
    assert str(found.lines[0].explanation) == f"6{NBSP}Monate × 156,00{NBSP}€ : 12 + 4{NBSP}Monate × 2 × 216,00{NBSP}€ : 12"


def test_dogs_of_two_years_are_taxed_to_the_end_of_the_second(tax):
    assert tax("bochum", make.dogs("2025-12-01", "2026-12-01")).total_cents == 12 * 1400 + 2 * 1600


@pytest.mark.parametrize("more", [{"ermaessigung": "tierheim"}, {"hunde": [{"seit": "2026-11-14", "gefaehrlich": True}]}])
def test_a_reduction_and_a_dangerous_dog_are_for_a_person_with_a_proposal(tax, more):
    found = tax("bochum", make.dogs("2026-11-14", **more))
    assert (found.kind, found.total_cents, found.yearly_cents, found.proposed_cents) == (FeeKind.BY_PERSON, None, None, 2800)


def test_a_fee_that_a_person_sets_keeps_law_and_remedy_of_the_leistung():
    tax = set_by_person(make.offer("hundesteuer-anmeldung", "bochum").leistung, total_cents=1400, yearly_cents=8400, reason="Halber Satz.")
    assert (tax.kind, tax.total_cents, tax.yearly_cents, tax.lines[0].remedy) == (FeeKind.COMPUTED, 1400, 8400, Remedy.WIDERSPRUCH)
    street = set_by_person(make.offer("sondernutzung-strasse", "bochum").leistung, total_cents=7500, reason="Satzung, Zone 2.")
    assert (street.lines[0].remedy, street.as_json()[0]["explanation"]) == (Remedy.KLAGE, "Satzung, Zone 2.")
    free = set_by_person(make.offer("hundesteuer-anmeldung", "muelheim").leistung, total_cents=0, reason="Tierheim.")
    assert (free.kind, free.total_cents, free.lines) == (FeeKind.NONE, 0, ())


def test_a_number_nobody_entered_is_named_and_never_guessed():
    fee = Fee.model_validate(
        {
            "kind": "computed",
            "lines": [{"key": "a", "text": "A", "law": "Satzung", "amount": {"sum": [{"value": "da"}, {"value": "fehlt"}]}}],
        }
    )
    found = compute(fee, {"da": euros(5), "fehlt": Value(to_be_entered="Satzung")}, {})
    assert (found.kind, found.total_cents, found.open) == (FeeKind.TO_BE_ENTERED, None, ("fehlt",))


def test_a_missing_number_in_a_row_nobody_needs_does_not_matter():
    tree = {"choose": [{"when": {"field": "art", "is": "b"}, "then": {"value": "fehlt"}}], "otherwise": {"value": "da"}}
    fee = Fee.model_validate({"kind": "computed", "lines": [{"key": "a", "text": "A", "law": "Satzung", "amount": tree}]})
    assert compute(fee, {"da": euros(5), "fehlt": Value(to_be_entered="Satzung")}, {"art": "a"}).total_cents == 500


@pytest.mark.parametrize("kind", ["none", "by_person", "to_be_entered"])
def test_the_other_kinds_pass_through(kind):
    found = compute(Fee.model_validate({"kind": kind}), {}, {})
    assert (found.kind, found.total_cents, found.lines) == (kind, 0 if kind == "none" else None, ())


@pytest.mark.parametrize(
    ("tree", "answers", "number", "words"),
    [
        ({"number": "12"}, {}, "12", "12"),
        ({"answer": "n"}, {"n": 3}, "3", "3"),
        ({"answer": "n"}, {}, "0", "0"),
        ({"answer": "personen.alter"}, {"personen": [{"alter": 3}, {}, {"alter": 4}]}, "7", "7"),
        ({"money": "e"}, {"e": 120450}, "1204.5", f"1.204,50{NBSP}€"),
        ({"count": "p"}, {"p": [{}, {}]}, "2", "2"),
        ({"days": "z"}, {"z": {"first": "2026-05-03", "last": "2026-05-09"}}, "7", f"7{NBSP}Tage"),
        ({"weeks_begun": "z"}, {"z": {"first": "2026-05-03", "last": "2026-05-10"}}, "2", f"2{NBSP}angefangene Wochen"),
        ({"months_begun": "z"}, {"z": {"first": "2026-01-31", "last": "2026-02-28"}}, "1", f"1{NBSP}angefangener Monat"),
        ({"months_begun": "z"}, {"z": {"first": "2026-01-15", "last": "2026-02-15"}}, "2", f"2{NBSP}angefangene Monate"),
        ({"months_begun": "z"}, {"z": {"first": "2026-05-03", "last": "2026-05-03"}}, "1", f"1{NBSP}angefangener Monat"),
        ({"days": "z"}, {"z": {"first": "2026-05-09", "last": "2026-05-03"}}, "0", "0 Tage"),
        ({"months_left_in_year": "d"}, {"d": "2026-11-14"}, "2", f"2{NBSP}Monate"),
        ({"area": "o"}, {"o": {"length_m": "5", "width_m": "2.01"}}, "11", f"11{NBSP}m²"),
        ({"multiply": [{"answer": "n"}, {"value": "v"}]}, {"n": 1}, "60", f"60,00{NBSP}€"),
        ({"multiply": [{"sum": [{"value": "v"}, {"value": "v"}]}, {"number": 2}]}, {}, "240", f"(60,00{NBSP}€ + 60,00{NBSP}€) × 2"),
        ({"largest": [{"multiply": [{"number": 3}, {"number": 5}]}, {"value": "v"}]}, {}, "60", f"3 × 5, mindestens 60,00{NBSP}€"),
        ({"smallest": [{"number": 99}, {"value": "v"}]}, {}, "60", f"99, höchstens 60,00{NBSP}€"),
        ({"minus": [{"answer": "n"}, {"number": 1}]}, {"n": 3}, "2", "2"),
        ({"minus": [{"number": 1}, {"value": "v"}]}, {}, "0", f"1 − 60,00{NBSP}€"),
        ({"divide": [{"value": "v"}, {"number": 12}]}, {}, "5", f"60,00{NBSP}€ : 12"),
        ({"by": {"number": 5}, "steps": ROWS, "otherwise": {"number": 3}}, {}, "2", "2"),
        ({"by": {"number": 6}, "steps": ROWS, "otherwise": {"number": 3}}, {}, "3", "3"),
        ({"arrived": "h.seit"}, {"h": [{"seit": "2026-01-01"}, {}]}, "1", "1"),
        ({"since": "h.seit", "monthly": {"number": 1}}, {}, "0", "0"),
    ],
)
def test_each_kind_of_amount_counts_and_says_how(tree, answers, number, words):
    found = part(tree, answers, v=60)
    assert (found.number, found.words) == (Decimal(number), words)


@pytest.mark.parametrize("typed", [True, "viele", "NaN", "Infinity", -5, "-5", None, [], {}])
def test_what_is_no_number_counts_as_nothing(typed):
    assert part({"answer": "n"}, {"n": typed}).number == 0


LEAVES = st.sampled_from(
    [{"value": "a"}, {"value": "b"}, {"answer": "n"}, {"number": "3"}, {"days": "z"}, {"area": "o"}, {"count": "h"}, {"money": "m"}]
)
TREES = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3).map(lambda parts: {"sum": parts}),
        st.lists(below, min_size=1, max_size=3).map(lambda parts: {"multiply": parts}),
        st.lists(below, min_size=1, max_size=3).map(lambda parts: {"largest": parts}),
        st.lists(below, min_size=1, max_size=3).map(lambda parts: {"smallest": parts}),
        below.map(lambda inner: {"divide": [inner, {"number": "7"}]}),
        st.tuples(below, LEAVES).map(lambda pair: {"minus": list(pair)}),
        st.tuples(below, below).map(
            lambda pair: {"choose": [{"when": {"field": "n", "at_least": "5"}, "then": pair[0]}], "otherwise": pair[1]}
        ),
    ),
    max_leaves=8,
)
NUMBERS = st.decimals(0, 10_000, places=2)


def without_table_or_minus(tree):
    """Whether more can only cost more: a table may have a cheaper row, and more may be taken away."""
    return "choose" not in str(tree) and "minus" not in str(tree)


@given(tree=TREES, a=NUMBERS, b=NUMBERS, n=st.integers(-10, 100), days=st.integers(0, 400))
def test_no_amount_is_negative(tree, a, b, n, days):
    answers = {"n": n, "h": [{}], "m": 500, "o": {"length_m": "2", "width_m": "1.5"}, "z": {"first": "2026-01-01", "last": "2026-02-01"}}
    found = part(tree, answers, a=a, b=b)
    assert found.number >= 0
    assert found.words


@given(tree=TREES.filter(without_table_or_minus), a=NUMBERS, more=NUMBERS, n=st.integers(0, 100))
def test_a_dearer_tariff_and_a_larger_answer_never_cost_less(tree, a, more, n):
    answers = {"n": n, "h": [{}], "m": 500, "o": {"length_m": "2", "width_m": "1.5"}, "z": {"first": "2026-01-01", "last": "2026-02-01"}}
    before = part(tree, answers, a=a, b=7).number
    assert part(tree, answers, a=a + more, b=7).number >= before
    assert part(tree, answers | {"n": n + 1}, a=a, b=7).number >= before


DAYS = st.dates(min_value=make.day("2026-01-01"), max_value=make.day("2026-12-31")).map(str)


@given(dogs=st.lists(DAYS, min_size=1, max_size=5), others=st.integers(0, 4))
def test_one_more_dog_or_an_earlier_day_never_costs_less(tax_of_bochum, dogs, others):
    total = tax_of_bochum(make.dogs(*dogs, others=others)).total_cents
    assert tax_of_bochum(make.dogs(*dogs, "2026-06-15", others=others)).total_cents >= total
    assert tax_of_bochum(make.dogs("2026-01-01", *dogs[1:], others=others)).total_cents >= total
    assert total <= tax_of_bochum(make.dogs(*["2026-01-01" for _ in dogs], others=others)).yearly_cents


@pytest.fixture(scope="module")
def tax_of_bochum():
    """The tax of one city, loaded once."""
    leistung = make.offer("hundesteuer-anmeldung", "bochum").leistung
    return lambda answers: compute(leistung.fee, leistung.values, answers)

"""Each letter of each Leistung is typeset with the answers of each worked example: no template breaks on an answer nobody was asked for."""

import subprocess
from datetime import date
from functools import cache
from typing import Any

import make_letters
import pytest

from glueckauf.catalogue.queries.folders import Offer, everything, folders, read_source
from glueckauf.forms import complete
from glueckauf.letters.queries.preview import preview

NOTHING_TO_PAY = {"lines": [], "total_cents": None, "pay": []}


@cache
def offers() -> dict[tuple[str, str], Offer]:
    return {(o.leistung.key, o.kommune.key): o for o in everything().offers}


@cache
def examples(slug: str) -> tuple[dict[str, Any], ...]:
    path = next(f for f in folders() if f.name == slug) / "beispiele.yaml"
    return tuple(read_source(path).value) if path.exists() else ()


def cases() -> list[tuple[str, str]]:
    return sorted({(slug, name) for (slug, city), offer in offers().items() if city == "bochum" for name in offer.letters})


def answers_of(offer: Offer, example: dict[str, Any]) -> dict[str, Any]:
    form, today, postcodes = offer.leistung.form, date.fromisoformat(example["day"]), frozenset(offer.kommune.postcodes)
    later: dict[str, Any] = {f.key: [] for s in form.sections for f in s.fields if f.type == "file"}
    values = complete.shaped(form, later | example["values"], today=today, postcodes=postcodes)
    return {} if complete.missing(form, values, today=today, postcodes=postcodes) else complete.answers(form, values)


def words(pdf: bytes) -> str:
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join(text.split())


def letter(slug: str, name: str, example: dict[str, Any], **changes: Any) -> bytes:
    """The draft a clerk would see; empty where the example cannot be handed in."""
    offer = offers()[slug, example["kommune"]]
    answers = answers_of(offer, example)
    if not answers:
        return b""
    values = {
        "answers": answers,
        "received_on": example["day"],
        "applicant": "Erika Mustermann",
        "yearly_cents": 16800,
        "fee_lines": [],
        "city_values": {k: str(v.amount) for k, v in offer.leistung.values.items() if v.amount is not None},
    }
    conditions = [str(c.text) for c in offer.leistung.decision.conditions]
    return preview(offer.letters[name], make_letters.daten(values=values, conditions=conditions, decisions=[], **changes))


@pytest.mark.parametrize(("slug", "name"), cases())
def test_a_letter_holds_for_every_example(slug, name):
    for example in examples(slug):
        letter(slug, name, example)
        letter(slug, name, example, fee=NOTHING_TO_PAY, reasons=[])


def named(slug: str, part: str) -> dict[str, Any]:
    return next(e for e in examples(slug) if part in e["name"])


def test_the_permit_says_plate_zone_and_last_day():
    text = words(letter("bewohnerparkausweis", "bescheid.typ", named("bewohnerparkausweis", "eigenes Auto")))
    assert "BO-EM 2026" in text
    assert "Zone Mitte" in text
    assert "vom 1. Dezember 2026 bis zum 30. November 2027" in text


def test_a_permit_that_begins_on_a_leap_day_ends_on_the_last_of_february():
    example = named("bewohnerparkausweis", "eigenes Auto")
    example = {**example, "day": "2028-02-01", "values": {**example["values"], "beginn": "2028-02-29"}}
    assert "vom 29. Februar 2028 bis zum 28. Februar 2029" in words(letter("bewohnerparkausweis", "bescheid.typ", example))


def test_two_years_in_essen_end_two_years_later():
    text = words(letter("bewohnerparkausweis", "bescheid.typ", named("bewohnerparkausweis", "Zwei Jahre")))
    assert "vom 24. November 2026 bis zum 23. November 2028" in text


def test_four_people_may_have_95_square_metres():
    text = words(letter("wohnberechtigungsschein", "bescheid.typ", named("wohnberechtigungsschein", "zu viert")))
    assert "mit 4 Personen" in text
    assert "bis zu 95 m² groß" in text


def test_a_birth_elsewhere_is_sent_on_without_a_fee():
    text = words(letter("geburtsurkunde", "einstellung.typ", named("geburtsurkunde", "anderen Stadt geboren"), fee=NOTHING_TO_PAY))
    assert "das Standesamt am Geburtsort: Musterstadt, Deutschland" in text
    assert "Sie zahlen bei uns nichts" in text


def test_the_receipt_of_a_trade_names_the_activity_and_is_no_permit():
    text = words(letter("gewerbe-anmeldung", "bescheinigung.typ", named("gewerbe-anmeldung", "bekommt die Bescheinigung"), remedy={}))
    assert "Einzelhandel mit Fahrrädern" in text
    assert "keine Erlaubnis" in text
    assert "Rechtsbehelfsbelehrung" not in text

"""Each letter of each Leistung is typeset with the answers of each worked example: no template breaks on an answer nobody was asked for."""

import subprocess
from datetime import date
from functools import cache
from typing import Any

import make_letters
import pytest

from glueckauf.catalogue.queries.folders import Offer, folders, read_source
from glueckauf.forms import complete
from glueckauf.letters.queries.preview import preview
from tests.make_catalogue import everything

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
    changes = {"conditions": [str(c.text) for c in offer.leistung.decision.conditions]} | changes
    return preview(offer.letters[name], make_letters.daten(values=values, decisions=[], **changes))


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


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("gestorben, die Steuer endet mit dem Monat", "ab dem 1. Dezember 2026 keine Hundesteuer mehr"),
        ("zieht im Dezember aus Duisburg", "ab dem 1. Januar 2027 keine Hundesteuer mehr"),
        ("In Essen ist die Satzung nicht nachgelesen", "Ab welchem Monat, steht unten in der Begründung"),
    ],
)
def test_the_tax_of_a_dog_ends_with_its_last_month_where_the_by_law_was_read(case, said):
    assert said in words(letter("hundesteuer-abmeldung", "bescheid.typ", named("hundesteuer-abmeldung", case)))


def test_the_confirmation_of_a_large_dog_is_no_act_and_names_what_is_missing():
    text = words(letter("grosser-hund-anzeige", "bestaetigung.typ", named("grosser-hund-anzeige", "In Duisburg fehlen"), remedy={}))
    assert "dass Sie den großen Hund „Flöz“ halten" in text
    assert "Der Nachweis der Sachkunde fehlt noch" in text
    assert "Melden Sie den Hund auch zur Hundesteuer an" in text
    assert "Rechtsbehelfsbelehrung" not in text


def test_a_move_inside_the_city_names_both_places():
    text = words(letter("gewerbe-ummeldung", "bescheinigung.typ", named("gewerbe-ummeldung", "innerhalb von Bochum"), remedy={}))
    assert "Bisherige Betriebsstätte: Musterstraße 12" in text
    assert "Neue Betriebsstätte: Beispielweg 3" in text
    assert "Rechtsbehelfsbelehrung" not in text


def test_an_heir_deregisters_the_business_of_who_has_died():
    text = words(letter("gewerbe-abmeldung", "bescheinigung.typ", named("gewerbe-abmeldung", "meldet in Duisburg die Erbin ab"), remedy={}))
    assert "Name: Otto Mustermann, abgemeldet von Erika Mustermann" in text
    assert "Letzter Tag: 20. November 2026" in text


def test_who_moves_to_another_town_is_told_that_nothing_was_needed():
    text = words(letter("gewerbe-abmeldung", "einstellung.typ", named("gewerbe-abmeldung", "Ein Umzug in eine andere Stadt")))
    assert "Für einen Umzug in eine andere Stadt ist sie nicht nötig" in text
    assert "Die Städte klären die Abmeldung unter sich" in text


def test_no_hit_and_a_block_on_information_read_the_same_whatever_the_clerk_wrote():
    case = named("melderegisterauskunft", "Erika sucht")
    texts = {
        words(letter("melderegisterauskunft", "keine-auskunft.typ", case, reasons=[wrote], remedy={}, fee=NOTHING_TO_PAY))
        for wrote in ("Kein Treffer.", "Auskunftssperre nach § 51 BMG, bitte nichts verraten.")
    }
    assert len(texts) == 1
    assert "Zu Ihren Angaben können wir keine Auskunft geben" in texts.pop()


def test_the_answer_of_a_register_is_what_the_clerk_wrote():
    case = named("melderegisterauskunft", "Eine Firma sucht")
    text = words(letter("melderegisterauskunft", "auskunft.typ", case, reasons=["Erna Beispiel, Beispielweg 9, 45127 Essen."], remedy={}))
    assert "Erna Beispiel, Beispielweg 9, 45127 Essen." in text
    assert "nur für den Zweck nutzen, den Sie genannt haben: Einziehung einer Forderung" in text
    assert "Rechtsbehelfsbelehrung" not in text


def test_a_couple_is_invited_to_register_and_is_not_registered_yet():
    case = named("eheschliessung-anmeldung", "Erika und Max wohnen beide")
    wrote = ["am 3. Dezember 2026 um 10 Uhr, Raum 12."]
    text = words(letter("eheschliessung-anmeldung", "einladung.typ", case, reasons=wrote, remedy={}))
    assert "Bitte kommen Sie beide zur Anmeldung: am 3. Dezember 2026 um 10 Uhr, Raum 12." in text
    assert "Angemeldet ist die Eheschließung erst an diesem Tag" in text


def test_a_formless_application_for_housing_benefit_names_the_day_and_who_decides():
    case = named("wohngeld", "am Ende des Monats")
    text = words(letter("wohngeld", "weitergabe.typ", case, remedy={}, fee=NOTHING_TO_PAY))
    assert "Ihr Antrag auf Wohngeld ist am 30. November 2026 eingegangen" in text
    assert "Die Wohngeldstelle entscheidet und schickt Ihnen einen Bescheid" in text
    assert "Rechtsbehelfsbelehrung" not in text


def test_who_books_for_a_family_is_told_that_nobody_is_registered_yet():
    text = words(letter("wohnsitz-anmeldung", "termin.typ", named("wohnsitz-anmeldung", "Eine Familie"), remedy={}, fee=NOTHING_TO_PAY))
    assert "4 Personen, Einzug am 21. November 2026. Angemeldet sind Sie erst nach dem Termin." in text


def test_the_receipt_of_a_trade_names_the_activity_and_is_no_permit():
    text = words(letter("gewerbe-anmeldung", "bescheinigung.typ", named("gewerbe-anmeldung", "bekommt die Bescheinigung"), remedy={}))
    assert "Einzelhandel mit Fahrrädern" in text
    assert "keine Erlaubnis" in text
    assert "Rechtsbehelfsbelehrung" not in text


def test_a_no_stopping_zone_names_day_hours_and_how_early_the_signs_stand():
    text = words(letter("halteverbot-umzug", "bescheid.typ", named("halteverbot-umzug", "Mülheim ein, privat")))
    assert "am 12. Dezember 2026, von 7 bis 18 Uhr" in text
    assert "Die Schilder müssen 96 Stunden vorher stehen." in text


def test_the_answer_to_a_report_is_no_act_and_says_what_was_reported():
    text = words(letter("maengelmeldung", "antwort.typ", named("maengelmeldung", "Schlagloch"), remedy={}))
    assert "einen Schaden an Straße, Gehweg oder Radweg gemeldet: Musterstraße 12" in text
    assert "Rechtsbehelfsbelehrung" not in text


def test_a_collection_says_the_day_that_a_person_wrote():
    example = named("sperrmuell", "zwei Matratzen")
    text = words(letter("sperrmuell", "termin.typ", example, reasons=["am Montag, 7. Dezember 2026."], remedy={}))
    assert "Musterstraße 12 ab: am Montag, 7. Dezember 2026." in text
    assert "1 × Sofa, 2 × Matratze" in text and "Rechtsbehelfsbelehrung" not in text


def test_a_permit_to_fell_names_each_tree_with_its_girth():
    text = words(letter("baumfaellung", "bescheid.typ", named("baumfaellung", "Zwei Bäume")))
    assert "diese Bäume fällen: Linde, Umfang 75 cm; Kirsche, Umfang 110 cm." in text


def test_a_permit_to_serve_alcohol_is_for_one_occasion_and_can_be_revoked():
    text = words(letter("gestattung-gastg", "bescheid.typ", named("gestattung-gastg", "Weihnachtsmarkt")))
    assert "am 12. Dezember 2026, von 15 bis 20 Uhr" in text and "jederzeit widerrufen" in text


def test_a_library_card_of_a_child_needs_the_parent():
    text = words(letter("bibliotheksausweis", "bestaetigung.typ", named("bibliotheksausweis", "Ein Kind"), remedy={}))
    assert "Für das Kind kommt Max Mustermann mit" in text


def test_a_wallbox_is_promised_as_no_act_and_refused_with_reason_and_remedy():
    example = named("wallbox-netzanschluss", "11 kW in B")
    yes, no = (words(letter("wallbox-netzanschluss", name, example, remedy={})) for name in ("antwort.typ", "absage.typ"))
    assert "Sie dürfen die Wallbox anschließen lassen" in yes and "Diese Zusage ist kein Bescheid" in yes
    assert "Warum, was hilft und wie lange es dauert" in no and "Schlichtungsstelle Energie" in no
    assert "Rechtsbehelfsbelehrung" not in yes + no


def test_an_excavation_names_the_law_that_fits_who_digs():
    telecom, private = (words(letter("aufgrabung", "bescheid.typ", named("aufgrabung", n))) for n in ("Glasfaser", "Abwasseranschluss"))
    assert "Wir stimmen zu: Musterstraße 12 bis 20, vom 7. Dezember 2026 bis zum 18. Dezember 2026" in telecom
    assert "§ 127 TKG" in telecom and "§ 127 TKG" not in private
    assert "§ 18 StrWG NRW" in private


def test_bins_are_named_with_size_and_rhythm():
    text = words(letter("abfallbehaelter", "bescheid.typ", named("abfallbehaelter", "vier Menschen reicht")))
    assert "1 × Restmüll, 120 Liter, alle zwei Wochen; 1 × Bio, 80 Liter, alle zwei Wochen." in text

"""Places in a search text, city colours, bars, and the questions a fee depends on."""

from hypothesis import given
from hypothesis import strategies as st

from glueckauf.catalogue.rules.calculator import questions
from glueckauf.catalogue.rules.schema import Fee
from glueckauf.cities.rules.schema import Court, KommuneData
from glueckauf.forms.schema import FormSchema
from glueckauf.portal.rules import place
from glueckauf.portal.rules.colours import sheet
from glueckauf.portal.rules.histogram import bins


def kommune(key: str, name: str, *postcodes: str, colours: tuple[str, ...] = ("#14508c",)) -> KommuneData:
    return KommuneData(
        key=key,
        name=name,
        full_name=f"Stadt {name}",
        locative=f"in {name}",
        prefix=key[:2].upper(),
        ars="059110000000",
        postcodes=postcodes,
        colours=colours,
        court=Court(name="VG", street="Straße 1", postcode_town="45879 Gelsenkirchen", source="Test"),
        widerspruch_address="Rathaus",
        offices=(),
        imprint="Test",
        privacy_officer="Test",
    )


CITIES = (
    kommune("bochum", "Bochum", "44787"),
    kommune("muelheim", "Mülheim an der Ruhr", "45468"),
    kommune("essen", "Essen", "45127", "45468"),
)


def keys(found: place.Place) -> list[str]:
    return [k.key for k in found.kommunen]


def test_a_postcode_may_belong_to_two_cities():
    assert keys(place.place_of("45468", CITIES)) == ["muelheim", "essen"]


def test_umlauts_and_beginnings_do_not_matter():
    for typed in ("Mülheim", "muelheim", "MÜLHEIM AN DER RUHR", "mülh"):
        assert keys(place.place_of(typed, CITIES)) == ["muelheim"]


def test_a_place_that_is_none_of_ours_is_said():
    assert place.place_of("Köln", CITIES).unknown == "Köln"


@given(st.text())
def test_whatever_is_typed_is_understood_somehow(typed):
    assert place.place_of(typed, CITIES).kommunen is not None


def test_the_sheet_has_a_rule_per_city_and_one_for_all():
    css = sheet([kommune("essen", "Essen", colours=("#e0b000", "#14508c")), kommune("bochum", "Bochum", colours=())])
    assert '[data-kommune="essen"]' in css and "50.00%" in css
    assert "bochum" not in css and css.startswith(".ga-band { background: #e0b000; }")


@given(st.lists(st.integers(-3, 2_000), min_size=5), st.integers(0, 500))
def test_bars_count_every_case_once(days, nine):
    bars = bins(days, nine)
    assert sum(count for _, count in bars) == len(days)
    assert 2 <= len(bars) <= 16
    assert len({b - a for (a, _), (b, _) in zip(bars, bars[1:], strict=False)}) == 1


FORM = FormSchema.model_validate(
    {
        "sections": [
            {
                "key": "hund",
                "title": "Ihr Hund",
                "fields": [
                    {"key": "zahl", "type": "integer", "label": "Zahl"},
                    {"key": "name", "type": "name", "label": "Name"},
                    {"key": "seit", "type": "date", "label": "Seit", "when": {"field": "zahl", "at_least": "1"}},
                    {"key": "tierheim", "type": "yesno", "label": "Tierheim?"},
                ],
            }
        ]
    }
)


def test_the_calculator_asks_exactly_what_the_fee_depends_on():
    fee = Fee.model_validate(
        {
            "kind": "computed",
            "lines": [
                {
                    "key": "steuer",
                    "text": "Steuer",
                    "amount": {"multiply": [{"answer": "zahl"}, {"months_left_in_year": "seit"}]},
                    "when": {"not": {"field": "tierheim", "is": "ja"}},
                    "law": "Satzung",
                }
            ],
        }
    )
    asked = questions(fee, FORM)
    assert [field.key for field in asked.fields] == ["zahl", "seit", "tierheim"]


def test_a_question_brings_the_one_it_hangs_on():
    fee = Fee.model_validate(
        {"kind": "computed", "lines": [{"key": "s", "text": "Steuer", "amount": {"months_left_in_year": "seit"}, "law": "Satzung"}]}
    )
    assert [field.key for field in questions(fee, FORM).fields] == ["zahl", "seit"]


def test_a_fee_without_questions_needs_no_calculator():
    fee = Fee.model_validate(
        {"kind": "computed", "lines": [{"key": "urkunde", "text": "Urkunde", "amount": {"value": "urkunde"}, "law": "AVwGebO"}]}
    )
    assert questions(fee, FORM) is None

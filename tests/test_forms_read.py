"""Erika fills in a page: what she typed is understood, refused with a sentence, and never lost."""

from glueckauf.forms import complete, inputs, visible
from tests import make_forms as make

FORM = make.dog_form()
HUND, HALTER = FORM.sections


def paths(errors):
    return [error.path for error in errors]


def test_a_filled_page_becomes_values():
    found = make.post(
        HUND, {"rufname": "Flöz", "seit-day": "14", "seit-month": "11", "seit-year": "2026", "gross": "nein", "ort": "selbst"}
    )
    assert found.errors == ()
    assert found.values == {"rufname": "Flöz", "seit": "2026-11-14", "gross": False, "ort": "selbst"}


def test_answers_of_other_pages_stay():
    found = make.post(HUND, {"rufname": "Flöz"}, {"personen": [{"name": "Max"}], "rufname": "Kumpel"})
    assert found.values == {"rufname": "Flöz", "personen": [{"name": "Max"}]}


def test_what_was_not_understood_is_shown_again_and_has_no_value():
    found = make.post(HUND, {"seit-day": "31", "seit-month": "11", "seit-year": "2026"}, {"seit": "2026-11-01"})
    assert "seit" not in found.values
    assert found.raw == {"seit-day": ["31"], "seit-month": ["11"], "seit-year": ["2026"]}
    texts = inputs.of_section(HUND, found.values)
    assert texts["seit-day"] == ["31"]
    assert "seit" in paths(complete.missing(FORM, found.values, today=make.TODAY))


def test_once_corrected_the_old_text_is_gone():
    bad = make.post(HUND, {"seit-day": "31", "seit-month": "11", "seit-year": "2026"})
    good = make.post(HUND, {"seit-day": "30", "seit-month": "10", "seit-year": "2026"}, bad.values)
    assert good.raw == {}
    assert good.values["seit"] == "2026-10-30"


def test_a_text_of_another_page_that_was_not_understood_stays():
    bad = make.post(HUND, {"seit-day": "31", "seit-month": "11", "seit-year": "2026"})
    then = make.post(HALTER, {"personen-items": "1", "personen-0-name": "Max"}, bad.values)
    assert then.raw["seit-day"] == ["31"]


def test_a_question_that_appears_by_this_answer_is_marked_as_new():
    found = make.post(HUND, {"rufname": "Flöz", "gross": "ja"}, {"rufname": "Flöz"})
    assert [error.is_new for error in found.errors if error.path == "chip"] == [True]
    again = make.post(HUND, {"rufname": "Flöz", "gross": "ja", "chip": ""}, found.values)
    assert [error.is_new for error in again.errors if error.path == "chip"] == [False]


def test_a_hidden_answer_is_kept_for_later_but_does_not_count():
    before = {"gross": True, "chip": "276"}
    found = make.post(HUND, {"gross": "nein", "chip": "276"}, before)
    assert "chip" not in paths(found.errors)
    assert found.values["chip"] == "276"
    assert "chip" not in complete.answers(FORM, found.values)
    back = make.post(HUND, {"gross": "ja"}, {**found.values})
    assert back.values["chip"] == "276"
    assert "chip" not in paths(back.errors)


def test_a_section_that_is_not_asked_is_no_step():
    assert visible.sections(FORM, {"gross": False}) == (HUND,)
    assert visible.sections(FORM, {"gross": True}) == (HUND, HALTER)


def test_items_are_added_and_removed_without_losing_others():
    posted = {"personen-items": "2", "personen-0-name": "Erika", "personen-1-name": "M4x", "personen-1-jung": "nein"}
    added = make.post(HALTER, posted | {"add": "personen"}, {"gross": True})
    assert [item.get("name") for item in added.values["personen"]] == ["Erika", None, None]
    assert added.focus == "personen-2-name"
    removed = make.post(HALTER, posted | {"remove": "personen-0"}, {"gross": True})
    assert removed.values["personen"] == [{"jung": False}]
    assert removed.raw == {"personen-0-name": ["M4x"]}
    assert [error.path for error in removed.errors if "name" in error.path] == ["personen-0-name"]


def test_more_items_than_allowed_are_refused():
    posted = {"personen-items": "900"} | {f"personen-{at}-name": "Max" for at in range(900)}
    found = make.post(HALTER, posted, {"gross": True})
    assert len(found.values["personen"]) == 3
    assert "personen" in paths(found.errors)
    full = make.post(HALTER, {"personen-items": "3", "add": "personen"}, {"gross": True})
    assert len(full.values["personen"]) == 3


def test_items_count_themselves_where_the_page_does_not_say():
    found = make.post(HALTER, {"personen-0-name": "Erika", "personen-1-name": "Max"}, {"gross": True})
    assert [item["name"] for item in found.values["personen"]] == ["Erika", "Max"]


def test_the_condition_of_an_item_sees_its_own_item_first():
    posted = {"personen-items": "2", "personen-0-jung": "ja", "personen-1-jung": "nein"}
    found = make.post(HALTER, posted, {"gross": True})
    assert "personen-0-geboren" in paths(found.errors)
    assert "personen-1-geboren" not in paths(found.errors)


def test_keys_of_documents_come_from_the_view_only():
    forged = make.post(HALTER, {"vertrag": "doc-of-somebody-else"}, {"gross": True})
    assert "vertrag" not in forged.values
    stored = make.post(HALTER, {}, {"gross": True}, {"vertrag": ["d1"]})
    assert stored.values["vertrag"] == ["d1"]
    kept = make.post(HALTER, {"vertrag-later": "ja"}, stored.values)
    assert kept.values["vertrag"] == ["d1"]


def test_a_nachweis_may_come_later():
    found = make.post(HALTER, {"vertrag-later": "ja"}, {"gross": True})
    assert found.values["vertrag"] == []
    assert "vertrag" not in paths(found.errors)


def test_too_many_documents_are_refused_and_not_lost():
    found = make.post(HALTER, {}, {"gross": True}, {"vertrag": ["d1", "d2", "d3"]})
    assert found.values["vertrag"] == ["d1", "d2", "d3"]
    assert "vertrag" in paths(found.errors)


def test_a_complete_form_misses_nothing():
    assert complete.missing(FORM, make.DOG, today=make.TODAY, postcodes=make.POSTCODES) == ()


def test_everything_missing_is_named_in_the_order_of_the_form():
    assert paths(complete.missing(FORM, {"gross": True}, today=make.TODAY)) == ["rufname", "seit", "chip", "ort", "personen", "vertrag"]


def test_a_foreign_shape_is_refused():
    found = complete.missing(FORM, make.DOG | {"gross": "true", "seit": "14.11.2026"}, today=make.TODAY)
    assert "seit" in paths(found)


def test_texts_from_yaml_get_their_shapes():
    loose = make.DOG | {"gross": "true", "personen": [{"name": "Max Beispiel", "jung": "true", "geboren": "2010-02-28"}]}
    assert complete.shaped(FORM, loose, today=make.TODAY) == make.DOG

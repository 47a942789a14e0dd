"""What the editor's pages decide: conditions and fees as rows of a form say the same as the files, fields keep what their kind knows."""

import typing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glueckauf.catalogue.rules.editor import amounts, conditions, fee_table, fields, keys, limits, numerals, tree
from glueckauf.catalogue.rules.editor.conditions import Asked
from glueckauf.core.strict_yaml import Source
from glueckauf.forms import schema
from glueckauf.forms.conditions import holds

LEISTUNGEN = Path(__file__).parents[1] / "leistungen"
SECTIONS = [
    {
        "key": "hund",
        "title": "Hund",
        "fields": [
            {"key": "ja", "type": "yesno", "label": "Ja?"},
            {
                "key": "wahl",
                "type": "choice",
                "label": "Wahl",
                "options": [{"key": "a", "label": "A"}, {"key": "b", "label": "B, und mehr"}],
            },
            {"key": "viele", "type": "choices", "label": "Viele", "options": [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}]},
            {"key": "zahl", "type": "integer", "label": "Zahl", "unit": "m"},
            {"key": "geld", "type": "money", "label": "Geld"},
            {"key": "tag", "type": "date", "label": "Tag"},
            {"key": "wort", "type": "text", "label": "Wort"},
            {
                "key": "hunde",
                "type": "group",
                "label": "Hunde",
                "item": "Hund",
                "fields": [{"key": "rasse", "type": "text", "label": "Rasse"}],
            },
            {"key": "ort", "type": "address", "label": "Ort"},
            {"key": "zeit", "type": "period", "label": "Zeit"},
        ],
    }
]
ASKED = Asked(answers=tree.askable(SECTIONS), fields=tree.understood(SECTIONS))
TESTS = st.one_of(
    st.builds(lambda v: {"field": "ja", "is": v}, st.sampled_from(["yes", "no"])),
    st.builds(lambda v: {"field": "wahl", "is": v}, st.sampled_from(["a", "b"])),
    st.builds(lambda v: {"field": "wahl", "in": v}, st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=2, unique=True)),
    st.builds(lambda v: {"field": "viele", "includes": v}, st.sampled_from(["a", "b"])),
    st.builds(lambda k, v: {"field": "zahl", k: str(v)}, st.sampled_from(["is", "at_least", "less_than"]), st.integers(0, 99)),
    st.builds(lambda k, v: {"field": "geld", k: str(v)}, st.sampled_from(["at_least", "less_than"]), st.integers(0, 9_999_999)),
    st.builds(lambda v: {"field": "tag", "less_than": v.isoformat()}, st.dates()),
    st.builds(lambda v: {"field": "wort", "contains": v}, st.lists(st.sampled_from(["Maler", "Bau", "x y"]), min_size=1, unique=True)),
    st.builds(lambda v: {"field": "hunde.rasse", "is": v}, st.sampled_from(["Dackel", "Pudel"])),
    st.builds(lambda v: {"field": "zeit", "answered": v}, st.sampled_from(["true", "false"])),
)
TREES = st.recursive(
    TESTS,
    lambda parts: st.one_of(
        st.builds(lambda p: {"all": p}, st.lists(parts, min_size=1, max_size=3)),
        st.builds(lambda p: {"any": p}, st.lists(parts, min_size=1, max_size=3)),
        st.builds(lambda p: {"not": p}, parts),
    ),
    max_leaves=12,
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "ja": st.booleans(),
        "wahl": st.sampled_from(["a", "b"]),
        "viele": st.lists(st.sampled_from(["a", "b"]), unique=True),
        "zahl": st.integers(0, 99),
        "geld": st.integers(0, 9_999_999),
        "tag": st.dates().map(str),
        "wort": st.sampled_from(["Malermeister", "Tiefbau", ""]),
        "hunde": st.lists(st.fixed_dictionaries({"rasse": st.sampled_from(["Dackel", "Pudel"])}), max_size=2),
        "zeit": st.just({"first": "2026-01-01", "last": "2026-01-02"}),
    },
)


def post(group):
    """What a browser would send for a group of rows."""
    found = {f"{group.name}-join": [group.join]}
    for part in group.parts:
        if isinstance(part, conditions.Group):
            found |= post(part)
        elif isinstance(part, conditions.Kept):
            found[f"{part.name}-kept"] = [part.json]
        else:
            found |= row_post(part)
    return found


def row_post(row):
    """One row; several values of a select come one by one, typed ones in one input."""
    values = list(row.values) if row.picks else [row.value]
    return {f"{row.name}-field": [row.field], f"{row.name}-comparison": [row.comparison], f"{row.name}-value": values}


@settings(max_examples=300, deadline=None)
@given(TREES, ANSWERS)
def test_a_condition_shown_and_sent_back_holds_for_the_same_answers(written, answers):
    again = conditions.tree_of(conditions.posted(post(conditions.shown(written, ASKED)), ASKED))
    assert holds(conditions.READ.validate_python(again), answers) == holds(conditions.READ.validate_python(written), answers)


def every_condition():
    """Those of all Leistungen, with what they may ask about."""
    for folder in sorted(LEISTUNGEN.glob("*/leistung.yaml")):
        sections = Source(folder.read_text("utf-8"), folder.name).value.get("form", {}).get("sections", [])
        for place, path, field in tree.walk(sections):
            if field.get("when"):
                yield pytest.param(sections, place, field["when"], id=f"{folder.parent.name}-{path}")


@pytest.mark.parametrize(("sections", "place", "when"), list(every_condition()))
def test_every_condition_of_a_leistung_is_shown_as_rows_and_comes_back_unchanged(sections, place, when):
    asked = Asked(answers=tree.askable(sections, place), fields=tree.understood(sections))
    group = conditions.posted(post(conditions.shown(when, asked)), asked)
    assert conditions.tree_of(group) == when
    assert "?" not in conditions.said(when, asked).replace("?“", "")


def every_amount():
    """Amounts of the fee lines of all Leistungen."""
    for folder in sorted(LEISTUNGEN.glob("*/leistung.yaml")):
        leistung = Source(folder.read_text("utf-8"), folder.name).value
        fee = leistung["fee"]
        for fee_line in [*fee.get("lines", []), *([fee["yearly"]] if "yearly" in fee else [])]:
            yield pytest.param(leistung, fee_line["amount"], id=f"{folder.parent.name}-{fee_line['key']}")


@pytest.mark.parametrize(("leistung", "amount"), list(every_amount()))
def test_every_amount_reads_as_a_formula_and_a_table_says_the_same(leistung, amount):
    sections = leistung.get("form", {}).get("sections", [])
    asked = Asked(answers=tree.askable(sections), fields=tree.understood(sections))
    assert "?" not in amounts.said(amount, amounts.Names(values=leistung.get("values", {}), asked=asked)).replace("?“", "").replace(
        "?: ", ""
    )
    table = fee_table.shown(amount, asked, "line-0")
    if table is not None:
        assert fee_table.tree_of(fee_table.posted(table_post(table, "line-0"), asked, "line-0")) == amount


def table_post(table, name):
    """What a browser would send."""
    found = {f"{name}-{part}": [getattr(table, part)] for part in ("kind", "otherwise", "by", "times", "order", "at_least", "at_most")}
    for row in table.rows:
        place = f"{name}-row-{row.number}"
        found |= {f"{place}-cell": [row.cell], f"{place}-up_to": [row.up_to]}
        if row.test:
            found |= row_post(row.test)
    return found


def test_a_table_of_sizes_comes_back_sorted_without_its_empty_rows():
    posted = {
        "l-kind": ["steps"],
        "l-by": ["answer:zahl"],
        "l-otherwise": ["value:gross"],
        "l-row-0-up_to": ["10,5"],
        "l-row-0-cell": ["value:mittel"],
        "l-row-1-up_to": ["2"],
        "l-row-1-cell": ["value:klein"],
        "l-row-2-up_to": [""],
        "l-row-2-cell": ["value:klein"],
        "l-at_least": ["value:klein"],
    }
    table = fee_table.posted(posted, ASKED, "l")
    assert fee_table.faults(table, "l", (("value:klein", ""), ("value:mittel", ""), ("value:gross", ""))) == {}
    steps = [{"up_to": "2", "then": {"value": "klein"}}, {"up_to": "10.5", "then": {"value": "mittel"}}]
    core = {"by": {"answer": "zahl"}, "steps": steps, "otherwise": {"value": "gross"}}
    assert fee_table.tree_of(table) == {"largest": [core, {"value": "klein"}]}


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"when-0-field": ["zahl"], "when-0-comparison": ["at_least"], "when-0-value": ["viel"]}, "when-0-value"),
        ({"when-0-field": ["wahl"], "when-0-comparison": ["is"], "when-0-value": ["c"]}, "when-0-value"),
        ({"when-0-field": ["wahl"], "when-0-comparison": ["is"], "when-0-value": [""]}, "when-0-value"),
        ({"when-0-field": ["fremd"], "when-0-comparison": ["is"], "when-0-value": ["x"]}, "when-0-field"),
        ({"when-0-field": ["tag"], "when-0-comparison": ["less_than"], "when-0-value": ["31. März"]}, "when-0-value"),
    ],
)
def test_a_row_that_says_nothing_clear_is_named(row, wrong):
    with pytest.raises(conditions.Wrong) as refused:
        conditions.tree_of(conditions.posted({"when-join": ["all"], **row}, ASKED))
    assert list(refused.value.errors) == [wrong]


def test_rows_nobody_filled_are_no_condition():
    assert conditions.tree_of(conditions.posted({"when-join": ["any"], "when-0-field": [""], "when-1-field": [""]}, ASKED)) is None


def test_a_thousand_rows_or_a_hostile_tree_do_no_harm():
    flood = {f"when-{n}-field": ["zahl"] for n in range(999)} | {"when-0-kept": ["[" * 9000]}
    assert len(conditions.posted(flood, ASKED).parts) <= conditions.MOST_PARTS


@pytest.mark.parametrize(
    ("typed", "cents"), [("12,50", "1250"), ("1.204,50 €", "120450"), ("1.204", "120400"), ("0", "0"), ("zwölf", None)]
)
def test_money_is_read_as_people_write_it(typed, cents):
    assert numerals.amount(typed, in_cents=100) == cents


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("heute", "today"),
        ("in 14 Tagen", "today+14"),
        ("vor 18 Jahren", "today-18y"),
        ("1.5.2027", "2027-05-01"),
        ("", ""),
        ("30.2.2027", None),
    ],
)
def test_limits_of_days_are_words(typed, stored):
    assert limits.stored(typed) == stored
    assert stored is None or limits.stored(limits.spoken(stored)) == stored


def test_keys_come_from_words_and_never_twice():
    assert keys.key_from("Größe des Hundes (in cm)?") == "groesse_des_hundes_in_cm"
    assert keys.key_from("Name", {"name"}) == "name_2"
    assert keys.key_from("3 Türen") == "feld_3_tueren"
    assert keys.key_from("Zurück", ()) == "zurueck"
    assert keys.key_from("page") == "page_2", "names the page needs itself are taken"
    assert keys.slug_from("Straßenfest, groß") == "strassenfest-gross"


@given(st.text(max_size=80))
def test_any_words_give_a_key_the_form_takes(words):
    assert schema.FieldBase.model_validate({"key": keys.key_from(words), "label": "x"})


KINDS_OF_SCHEMA = {
    kind: model
    for model in typing.get_args(typing.get_args(schema.AnyField)[0])
    for kind in typing.get_args(model.model_fields["type"].annotation)
}


@pytest.mark.parametrize("kind", KINDS_OF_SCHEMA)
def test_no_attribute_of_a_kind_is_forgotten(kind):
    names = {info.alias or name for name, info in KINDS_OF_SCHEMA[kind].model_fields.items()}
    forgotten = names - fields.known(kind)
    shared = {"unit", "decimals", "minimum", "maximum"} if kind in ("integer", "number", "money") else {"show_as"}
    assert forgotten <= shared
    assert set(fields.KINDS) == set(KINDS_OF_SCHEMA)


def test_a_field_that_changes_its_kind_keeps_words_and_condition():
    before = {"key": "wer", "type": "text", "label": "Wer?", "max_length": "20", "when": {"field": "ja", "is": "yes"}}
    posted = {"type": ["choice"], "shown": ["text"], "label-de": ["Wer stellt auf?"], "label-en": ["Who?"]}
    after = fields.field_from(before, posted)
    assert after == {
        "key": "wer",
        "type": "choice",
        "label": {"de": "Wer stellt auf?", "en": "Who?"},
        "when": before["when"],
        "options": [],
    } | ({"options": []})


def test_options_keep_the_keys_that_answers_hold():
    before = [{"key": "firma", "label": "eine Firma"}, {"key": "stadt", "label": "die Stadt"}]
    posted = {
        "option-0-key": ["stadt"],
        "option-0-de": ["die Stadt (95 €)"],
        "option-1-key": ["firma"],
        "option-1-de": [""],
        "option-2-key": [""],
        "option-2-de": ["Ich selbst"],
        "option-3-key": ["gefaelscht"],
        "option-3-de": ["Noch eine"],
    }
    after = fields.options_from(before, posted)
    assert [o["key"] for o in after] == ["stadt", "ich_selbst", "noch_eine"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ({"key": "a", "type": "text", "label": ""}, "label-de"),
        ({"key": "a", "type": "text", "label": "A", "max_length": "viel"}, "max_length"),
        ({"key": "a", "type": "text", "label": "A", "pattern": "(["}, "pattern"),
        ({"key": "a", "type": "date", "label": "A", "earliest": "bald"}, "earliest"),
        ({"key": "a", "type": "integer", "label": "A", "minimum": "x"}, "minimum"),
        ({"key": "a", "type": "file", "label": "A"}, "nachweis"),
        ({"key": "a", "type": "choice", "label": "A", "options": [{"key": "x", "label": "X"}]}, "option-0-de"),
    ],
)
def test_what_is_wrong_about_a_field_is_named_at_its_input(field, wrong):
    assert wrong in fields.faults(field)


def test_a_condition_may_only_ask_what_stands_before_it():
    before = tree.Place(0, 3)
    assert [a.path for a in tree.askable(SECTIONS, before)] == ["ja", "wahl", "viele"]
    inside = [{**SECTIONS[0], "fields": [{"key": "g", "type": "group", "label": "G", "item": "G", "fields": SECTIONS[0]["fields"][:3]}]}]
    assert [a.path for a in tree.askable(inside, tree.Place(0, 0, 2))] == ["ja", "wahl"]
    assert [a.path for a in tree.askable(inside)] == ["g", "g.ja", "g.wahl", "g.viele"]

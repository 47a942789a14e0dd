"""What an author is told: each slip with its path and a German sentence; nothing is claimed that is not so."""

import json

import make_editing as make
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glueckauf.catalogue import queries
from glueckauf.catalogue.models import NationalImport, NationalLeistung
from glueckauf.catalogue.queries.judging import judged
from glueckauf.catalogue.rules.authors import about_conditions, about_fee, slips
from glueckauf.catalogue.rules.authors.logic import fate, in_order
from glueckauf.catalogue.rules.authors.plain_language import remarks_on
from glueckauf.catalogue.rules.authors.wording import untranslated
from glueckauf.catalogue.rules.drafting import DraftKind
from glueckauf.catalogue.rules.skeleton import skeleton
from glueckauf.forms.conditions import holds
from glueckauf.forms.schema import FormSchema
from glueckauf.forms.schema import Test as Question
from tests.make_catalogue import everything

OFFERS = everything().offers
YESNO = {"type": "yesno", "label": "Haben Sie einen Hund?", "key": "hund"}
COUNT = {"type": "integer", "label": "Wie viele?", "key": "zahl", "minimum": "1", "maximum": "9", "when": {"field": "hund", "is": "yes"}}
SIZE = {
    "type": "choice",
    "label": "Größe",
    "key": "groesse",
    "options": [{"key": "klein", "label": "klein"}, {"key": "gross", "label": "groß"}],
}


CIRCLE = "hängen im Kreis: „Frage 1“ wartet auf „Frage 2“, „Frage 2“ wartet auf „Frage 1“"
TWICE = [{"key": "a", "label": "A"}, {"key": "a", "label": "B"}]


def content(*fields, **leistung):
    """An own service with these fields behind the name."""
    found = json.loads(json.dumps(skeleton("probe", name="Probe", office="steueramt", topic="weitere")))
    found["leistung"]["form"]["sections"][0]["fields"] += [dict(field) for field in fields]
    found["leistung"] |= leistung
    return found


def told(found):
    """Errors as (path, code)."""
    return [(r.path, r.code) for r in judged(DraftKind.OWN, "bochum", "probe", found, day=make.TODAY).problems]


def field(number, **more):
    return {"key": f"f{number}", "type": "text", "label": f"Frage {number}", **more}


pytestmark = pytest.mark.django_db


def test_a_skeleton_has_no_errors_and_its_letters_can_be_set():
    assert told(content()) == []


@pytest.mark.parametrize("offer", OFFERS, ids=lambda o: f"{o.kommune.key} {o.leistung.key}")
def test_nothing_we_ship_is_called_wrong(offer):
    found = [*about_conditions(offer.leistung), *about_fee(offer.leistung)]
    assert [r for r in found if r.severity == "error" or r.code in ("never", "always", "negative")] == []


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ({"all": [{"field": "zahl", "at_least": "5"}, {"field": "zahl", "less_than": "5"}]}, "never"),
        ({"field": "zahl", "at_least": "10"}, "never"),
        ({"all": [{"field": "hund", "is": "no"}, {"field": "zahl", "at_least": "2"}]}, "never"),
        ({"all": [{"field": "groesse", "is": "klein"}, {"field": "groesse", "is": "gross"}]}, "never"),
        ({"field": "groesse", "is": "riesig"}, "no_such_answer"),
        ({"field": "hund", "is": "vielleicht"}, "no_such_answer"),
        ({"field": "zahl", "at_least": "5"}, ""),
        ({"any": [{"field": "groesse", "is": "klein"}, {"field": "hund", "is": "no"}]}, ""),
    ],
)
def test_a_condition_that_never_holds_is_named_at_its_place(when, code):
    found = told(content(YESNO, COUNT, SIZE, field(1, when=when)))
    assert found == ([("leistung.form.sections.0.fields.6.when", code)] if code else [])


def test_the_reason_says_what_excludes_what():
    when = {"all": [{"field": "groesse", "is": "klein"}, {"field": "zahl", "at_least": "5"}, {"field": "hund", "is": "no"}]}
    found = judged(DraftKind.OWN, "bochum", "probe", content(YESNO, COUNT, SIZE, field(1, when=when)), day=make.TODAY)
    (problem,) = found.problems
    assert "„Wie viele?“ ist mindestens 5" in problem.text
    assert "„Haben Sie einen Hund?“ ist „Nein“" in problem.text
    assert "Größe" not in problem.text  # it has nothing to do with it
    assert "fragen wir nur, wenn „Haben Sie einen Hund?“ ist „Ja“" in problem.text


def test_a_condition_that_always_holds_is_a_hint():
    when = {"any": [{"field": "groesse", "is": "klein"}, {"not": {"field": "groesse", "is": "klein"}}]}
    found = judged(DraftKind.OWN, "bochum", "probe", content(SIZE, field(1, when=when)), day=make.TODAY)
    assert [(r.path, r.code) for r in found.warnings if r.code == "always"] == [("leistung.form.sections.0.fields.4.when", "always")]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_never_and_always_are_right_for_every_answer(data):
    """Whatever a small form asks: an answer that contradicts the verdict is not to be found."""
    form = FormSchema.model_validate({"sections": [{"key": "a", "title": "A", "fields": [YESNO, COUNT, SIZE]}]})
    leaf = st.sampled_from(
        [{"field": "hund", "is": w} for w in ("yes", "no")]
        + [{"field": "groesse", "is": w} for w in ("klein", "gross")]
        + [{"field": "zahl", name: str(n)} for name in ("at_least", "less_than", "is") for n in (1, 2, 5, 9, 10)]
        + [{"field": "zahl", "answered": "false"}]
    )
    tree = st.recursive(
        leaf,
        lambda x: (
            st.builds(lambda p: {"all": p}, st.lists(x, min_size=1, max_size=3))
            | st.builds(lambda p: {"any": p}, st.lists(x, min_size=1, max_size=3))
            | st.builds(lambda p: {"not": p}, x)
        ),
        max_leaves=6,
    )
    condition = (
        FormSchema.model_validate(
            {"sections": [{"key": "a", "title": "A", "fields": [YESNO, COUNT, SIZE, field(1, when=data.draw(tree))]}]}
        )
        .sections[0]
        .fields[3]
        .when
    )
    answers = [{"hund": True, "zahl": n, "groesse": s} for n in range(1, 10) for s in ("klein", "gross")]
    answers += [{"hund": False, "groesse": s} for s in ("klein", "gross")]
    outcomes = {holds(condition, a) for a in answers}
    verdict = fate(condition, in_order(form))
    assert (verdict.can_hold, verdict.can_fail) == (True in outcomes, False in outcomes)


@pytest.mark.parametrize(
    ("fields", "path", "words"),
    [
        ([field(1, when={"field": "f2", "is": "x"}), field(2, when={"field": "f1", "is": "x"})], "fields.3.when", CIRCLE),
        ([field(1, when={"field": "f2", "is": "x"}), field(2)], "fields.3.when", "erst später kommt. Ziehen Sie „Frage 2“ davor"),
        ([field(1), field(1)], "fields.4.key", "Zwei Felder heißen „f1“"),
        ([SIZE | {"options": TWICE}], "fields.3.options.1.key", "Zwei Antworten heißen „a“"),
        ([field(1, pflict="ja")], "fields.3.pflict", "gibt es hier nicht"),
        ([field(1, optinal="true")], "fields.3.optinal", "Meinten Sie „optional“?"),
        ([field(1, type="tekst")], "fields.3", "Diese Art von Feld gibt es nicht"),
        ([field(1, max_length="viele")], "fields.3.max_length", "ganze Zahl"),
        ([field(1, when={"field": "hut", "is": "x"})], "fields.3.when", "„hut“"),
    ],
)  # fmt: skip
def test_slips_of_a_form_are_named_with_their_path(fields, path, words):
    found = judged(DraftKind.OWN, "bochum", "probe", content(*fields), day=make.TODAY)
    assert found.offer is None or found.problems
    hits = [r for r in found.problems if r.path.startswith(f"leistung.form.sections.0.{path}")]
    assert hits, [(r.path, r.text) for r in found.problems]
    assert any(words in r.text for r in hits), [r.text for r in hits]


FEE = {"kind": "computed", "lines": [{"key": "a", "text": "Gebühr", "law": "Satzung", "amount": {"number": "5"}}]}


def fee(amount, law="Satzung"):
    return FEE | {"lines": [FEE["lines"][0] | {"amount": amount, "law": law}]}


VALUES = {"satz": {"label": "Satz", "unit": "€", "amount": "10", "source": "Satzung", "year": "2026"}}


@pytest.mark.parametrize(
    ("leistung", "path", "code"),
    [
        (
            {"fee": fee({"value": "satz"}), "values": {"satz": VALUES["satz"] | {"amount": "-5"}}},
            "values.satz.amount",
            "greater_than_equal",
        ),
        ({"fee": fee({"value": "satz"}), "values": {"satz": {"label": "Satz", "amount": "5"}}}, "values.satz", "value_error"),
        ({"fee": fee({"value": "hut"}), "values": VALUES}, "fee.lines.0.amount.value", "unknown_reference"),
        ({"fee": fee({"answer": "vorname"}), "values": VALUES}, "fee.lines.0.amount.answer", "unknown_reference"),
        ({"fee": fee({"minus": [{"number": "5"}, {"value": "satz"}]}), "values": VALUES}, "fee.lines.0.amount", "negative"),
        ({"fee": fee({"value": "satz"}, law=""), "values": VALUES}, "fee.lines.0.law", "law"),
        ({"office": "keines"}, "office", "no_such_office"),
        ({"leika": {"key": "123"}}, "leika.key", "string_pattern_mismatch"),
    ],
)
def test_slips_of_a_fee_are_named_with_their_path(leistung, path, code):
    assert (f"leistung.{path}", code) in told(content(**leistung))


def test_what_could_be_better_is_a_hint_and_blocks_nothing():
    found = judged(DraftKind.OWN, "bochum", "probe", content(field(1), fee=fee({"number": "5"})), day=make.TODAY)
    codes = {(r.path, r.code) for r in found.warnings}
    assert ("leistung.fee.lines.0.amount", "source") in codes
    assert ("leistung.form.sections.0.fields.3.label", "translation") in codes
    assert ("texts", "translation") in codes
    assert found.problems == ()


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        ('#import "/brief.typ": *\n#show: brief.with(daten)\n#daten.values.answers.hut\n', "answers.hut"),
        ('#import "/brief.typ": *\n#show: brief.with(daten)\n#daten.values.eingang\n', "„eingang“"),
        ('#import "/brief.typ": *\n#show: brief.with(daten)\n#gibtesnicht(daten)\n', "gibtesnicht"),
        ("#import", "lässt sich nicht setzen"),
    ],
)
def test_a_letter_with_a_placeholder_that_does_not_exist(letter, words):
    broken = content()
    broken["letters"]["bescheid.typ"] = letter
    found = judged(DraftKind.OWN, "bochum", "probe", broken, day=make.TODAY)
    assert {r.path for r in found.problems} == {"letters.bescheid.typ"}
    assert any(words in r.text for r in found.problems), [r.text for r in found.problems]


def test_a_text_with_a_placeholder_that_does_not_exist():
    broken = content()
    broken["texts"]["de"] = "## Hallo\n\nDas kostet {wert:hut} in {stdt}.\n"
    assert told(broken) == [("texts.de", "text"), ("texts.de", "text")]


@pytest.mark.parametrize(
    "value", ["", [], "text", {"form": []}, {"form": {"sections": "x"}}, {"form": {"sections": [{"fields": [{"when": []}]}]}}]
)
def test_whatever_shape_a_draft_has_it_is_told_not_thrown(value):
    found = judged(DraftKind.OWN, "bochum", "probe", {"leistung": value, "texts": {}, "letters": {}, "examples": []}, day=make.TODAY)
    assert found.problems
    assert list(slips(value)) is not None


def test_a_key_that_is_not_in_the_national_catalogue():
    unknown, dog = content(leika={"key": "99999999999999"}), content(leika={"key": "99102013002000"})
    assert told(unknown) == []  # nothing is claimed before an import
    read = NationalImport.objects.create(file="leika.csv", digest="0" * 64, rows=1, report={}, actor="operator:1", at=make.NOON)
    NationalLeistung.objects.create(key="99102013002000", name="Hundesteuer Anmeldung", typ="4", since=read)
    queries.forget()
    assert told(unknown) == [("leistung.leika.key", "leika")]
    assert told(dog) == []


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Die Unterlagen werden vom Amt geprüft.", "de", "Passiv"),
        ("Reichen Sie den Nachweis unverzüglich ein.", "de", "„sofort“"),
        ("Wir prüfen Ihren Antrag. Danach schreiben wir Ihnen.", "de", ""),
        (" ".join(["Wort"] * 25) + ".", "de", "25 Wörter"),
        (" ".join(["word"] * 22) + ".", "en", ""),
        ("The notice is issued by the office.", "en", "Passiv"),
        ("Dieser Satz ist in Leichter Sprache viel zu lang und hat zu viele Wörter.", "leicht", "Wörter"),
    ],
)
def test_plain_language(text, language, words):
    found = list(remarks_on(text, language))
    assert any(words in said for said in found) if words else found == []


def test_tests_are_hashable_so_that_a_verdict_is_remembered():
    assert hash(Question.model_validate({"field": "a", "in": ["x"]})) == hash(Question.model_validate({"field": "a", "in": ["x"]}))


def test_untranslated_answers_of_one_question_are_one_hint():
    labels = [(f"leistung.form.sections.0.fields.1.options.{at}.label", f"Rasse {at}") for at in range(5)]
    one, two = untranslated([*labels, ("leistung.short", "Ein Satz.")])
    assert (one.path, two.path) == ("leistung.form.sections.0.fields.1.options", "leistung.short")
    assert "in 5 Antworten" in one.text and "„Rasse 2“ und 2 weitere" in one.text
    assert two.text == "Die englische Fassung fehlt: „Ein Satz.“."

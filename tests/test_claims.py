"""What the catalogue claims fits together: remedies with outcomes, closing letters, and no list of breeds that nobody sourced."""

from datetime import timedelta

import pytest

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.references import contradictions, parts
from glueckauf.catalogue.rules.schema import Outcome, Remedy
from glueckauf.core.outbox.dispatch import drain
from glueckauf.forms.schema import Test as Asked
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.rules.deciding import carries_remedy
from glueckauf.vorgaenge.rules.stage import Ending, Stage
from tests import make, make_catalogue
from tests.make_catalogue import everything
from tests.make_letters import text_of
from tests.make_seventh import seventh

LATER = make.NOON + timedelta(minutes=11)


def test_the_table_of_remedies():
    carried = {(outcome, ending) for outcome in Outcome for ending in Ending if carries_remedy(outcome, ending)}
    assert carried == {(outcome, Ending.REFUSE) for outcome in Outcome} | {
        (Outcome.BESCHEID, Ending.GRANT),
        (Outcome.BESCHEID, Ending.CONDITIONS),
    }


def test_every_offer_names_a_remedy_exactly_where_it_ends_in_a_bescheid():
    for offer in everything().offers:
        assert list(contradictions(offer.leistung)) == []
        lines = [*offer.leistung.fee.lines, *filter(None, [offer.leistung.fee.yearly])]
        assert all((line.remedy is Remedy.NONE) == (offer.leistung.decision.outcome is not Outcome.BESCHEID) for line in lines)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("outcome: bescheid\n  remedy: klage", "outcome: bescheid\n  remedy: none", "decision.remedy"),
        ("outcome: bescheid\n  remedy: klage", "outcome: bescheinigung\n  remedy: none", "fee.lines.0.remedy"),
        ("law: Satzung\n      remedy: klage", "law: Satzung\n      remedy: none", "fee.lines.0.remedy"),
    ],
)
def test_a_contradiction_is_named_with_its_path(settings, tmp_path, old, new, path):
    definition = seventh(tmp_path) / "leistung.yaml"
    text = definition.read_text("utf-8")
    assert old in text
    definition.write_text(text.replace(old, new), "utf-8")
    make_catalogue.use(settings, leistungen=tmp_path)
    assert [(p.path, p.code) for p in everything().problems if "nachbarschaftsfest/leistung.yaml" in p.file] == [(path, "contradiction")]


def test_no_breed_is_called_dangerous_without_a_source():
    """The notes name no breed: the question and the law stand there, the names are to be entered."""
    for offer in everything().offers:
        if offer.leistung.key == "hundesteuer-anmeldung":
            asked = [node for _path, node in parts(offer.leistung, ()) if isinstance(node, Asked) and node.field.endswith("rasse")]
            assert all(node.is_ == "andere" for node in asked)
            said = " ".join(str(node.hint) for _path, node in parts(offer.leistung, ()) if getattr(node, "hint", None))
            assert "noch nicht eingetragen" in said and "Pitbull" not in said and "Rottweiler" not in said


@pytest.mark.django_db
@pytest.mark.parametrize("channel", ["portal", "post"])
def test_a_closed_matter_ends_with_a_letter_that_decides_nothing(channel):
    make.publish()
    erika, clerk = make.guest(), make.clerk()
    case = make.vorgang(by=erika, answers=make.values("hundesteuer-anmeldung") | {"ermaessigung": "tierheim"}, channel=channel)
    actions.decide(case.number, ending=Ending.CLOSE, reasons="Sie haben den Hund abgegeben.", by=clerk, at=make.NOON)
    drain(LATER)
    closed = make.again(case)
    if channel == "post":
        assert closed.stage == Stage.POSTING
        actions.dispatch(case.number, on=LATER.date(), by=clerk, at=LATER)
    decision = queries.matter(erika, case.number, at=LATER).decisions[0]
    assert make.again(case).stage == Stage.CLOSED and decision.remedy == Remedy.NONE and decision.appeal_until is None
    text = text_of(queries.letter(erika, case.number, decision.id))
    assert "ohne eine Hundesteuer festzusetzen" in " ".join(text.split()) and "Rechtsbehelfsbelehrung" not in text


@pytest.mark.django_db
def test_a_receipt_sets_its_fee_without_a_belehrung_and_is_closed():
    make.publish()
    erika = make.guest()
    case = make.vorgang("gewerbe-anmeldung", by=erika)
    decision = queries.matter(erika, case.number, at=make.NOON).decisions[0]
    assert decision.remedy == Remedy.NONE and make.again(case).stage == Stage.CLOSED
    assert "Rechtsbehelfsbelehrung" not in text_of(queries.letter(erika, case.number, decision.id))
    assert catalogue.leistung("bochum", "gewerbe-anmeldung").leistung.decision.refusal_remedy is Remedy.KLAGE

"""Every worked example of every Leistung gives what its author expects: fee, what is missing, who decides."""

from dataclasses import replace

import pytest

from glueckauf.catalogue.queries.examples import differences, examples, outcome
from glueckauf.catalogue.queries.folders import folders
from glueckauf.catalogue.rules.deciding import auflagen_for
from glueckauf.catalogue.rules.schema import Value
from tests.make_catalogue import everything

OFFERS = {(o.leistung.key, o.kommune.key): o for o in everything().offers}
CASES = [(folder.name, case) for folder in folders() for _, _, case in examples(folder)]


@pytest.mark.parametrize(("slug", "case"), CASES, ids=[f"{slug}: {case.name}" for slug, case in CASES])
def test_example(slug, case):
    assert list(differences(case, outcome(OFFERS[slug, case.kommune], case))) == []


WITH_A_FORM = [f for f in folders() if OFFERS[f.name, "bochum"].leistung.form.sections]


@pytest.mark.parametrize("folder", WITH_A_FORM, ids=lambda f: f.name)
def test_every_leistung_has_five_examples_and_knows_what_is_incomplete(folder):
    decisions = [case.expect.decision for _, _, case in examples(folder)]
    assert len(decisions) >= 5
    assert "incomplete" in decisions


def test_the_finding_of_a_check_can_be_brought_along():
    slug, case = next((s, c) for s, c in CASES if s == "hundesteuer-anmeldung" and c.expect.decision == "automatic")
    offer = OFFERS[slug, case.kommune]
    checked = offer.leistung.model_copy(update={"checks": ("register",)})
    asked = []

    def run_check(key, leistung, kommune, answers, day):
        asked.append((key, kommune.key, str(day)))
        return "no"

    found = outcome(replace(offer, leistung=checked), case, run_check)
    assert asked == [("register", "bochum", case.day)]
    assert (found.findings, found.decision) == ({"register": "no"}, "person")


def test_a_library_card_is_issued_alone_once_the_city_has_entered_what_it_costs():
    slug, case = next((s, c) for s, c in CASES if s == "bibliotheksausweis" and c.expect.decision == "person")
    offer = OFFERS[slug, case.kommune]
    price = {"jahresentgelt": Value.model_validate({"amount": "20", "source": "ausgedacht", "year": "2026"})}
    found = outcome(replace(offer, leistung=offer.leistung.model_copy(update={"values": price})), case)
    assert (found.fee, found.decision) == ("2000", "automatic")


@pytest.mark.parametrize(
    ("art", "offered"), [("geruest", {"boden"}), ("container", {"boden", "container"}), ("aussengastronomie", {"gastronomie"})]
)
def test_an_auflage_is_offered_only_for_what_stands_on_the_road(art, offered):
    leistung = OFFERS["sondernutzung-strasse", "bochum"].leistung
    assert auflagen_for(leistung, {"art": art}).keys() & {"boden", "container", "gastronomie"} == offered

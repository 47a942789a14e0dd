"""Every worked example of every Leistung gives what its author expects: fee, what is missing, who decides."""

from dataclasses import replace

import pytest

from glueckauf.catalogue.queries.examples import differences, examples, outcome
from glueckauf.catalogue.queries.folders import everything, folders

OFFERS = {(o.leistung.key, o.kommune.key): o for o in everything().offers}
CASES = [(folder.name, case) for folder in folders() for _, _, case in examples(folder)]


@pytest.mark.parametrize(("slug", "case"), CASES, ids=[f"{slug}: {case.name}" for slug, case in CASES])
def test_example(slug, case):
    assert list(differences(case, outcome(OFFERS[slug, case.kommune], case))) == []


@pytest.mark.parametrize("folder", folders(), ids=lambda f: f.name)
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

"""What a check computed is for clerks; the person reads it where her Leistung says so, once it went well for her: page and letter."""

from datetime import timedelta

import make_plots
import pytest
import time_machine
from django.urls import reverse
from make_letters import text_of

from glueckauf.catalogue.queries.folders import everything
from glueckauf.core.outbox.dispatch import drain
from glueckauf.vorgaenge import actions, queries, registry
from glueckauf.vorgaenge.rules.stage import Ending
from tests import make, make_catalogue, make_identity
from tests.make_plots import ASKS, KEY, REASONS

pytestmark = pytest.mark.django_db
LATER, DAY_AFTER = make.NOON + timedelta(minutes=11), make.NOON + timedelta(days=1)


@pytest.fixture
def published(settings, tmp_path):
    """A Leistung whose check the person reads; other words replace what it shows."""

    def publish(**words):
        make_plots.shown(tmp_path, **words)
        make_catalogue.use(settings, leistungen=tmp_path)
        make.publish()

    with time_machine.travel(make.NOON):
        yield publish


def asked(**answers):
    return make.vorgang(KEY, answers=make.values(KEY, **answers))


def decided(case, ending=Ending.GRANT, **words):
    by = make.clerk()
    actions.take(case.number, by=by, at=make.NOON)
    actions.decide(case.number, ending=ending, by=by, at=LATER, **words)
    drain(LATER + timedelta(minutes=11))
    return by


def her_page(case):
    return make_identity.as_guest(str(case.person)).get(reverse("vorgang", args=[case.number])).content.decode()


def desk_page(clerk, case):
    return make_identity.desk_of(clerk).get(reverse("schreibtisch-vorgang", args=[case.number])).content.decode()


def test_before_the_decision_she_reads_nothing_of_it_and_the_clerk_all(published):
    published()
    case, clerk = asked(), make.clerk()
    found = queries.case(clerk, case.number, at=make.NOON)
    assert [len(f.plots) for f in found.findings if f.key == "kurve"] == [3]
    assert REASONS[0] not in her_page(case)
    assert queries.matter(make.guest(case.person), case.number, at=make.NOON).findings == ()


def test_granted_she_reads_reasons_and_curves_of_this_check_only(published):
    published()
    case = asked()
    decided(case)
    found = queries.matter(make.guest(case.person), case.number, at=DAY_AFTER).findings
    assert [(f.key, f.reasons, len(f.plots)) for f in found] == [("kurve", REASONS, 3)]
    page = her_page(case)
    assert REASONS[1] in page and "mit Bedingungen" in page and "104,1" in page and page.count("<svg") >= 6
    assert "Die Postleitzahl" not in page and "style=" not in page


def test_the_letter_holds_the_same_curves_and_numbers(published):
    published()
    case = asked()
    decided(case)
    erika = make.guest(case.person)
    pdf = queries.letter(erika, case.number, make.bescheid_of(case))
    said = " ".join(text_of(pdf).split())
    for words in ("Anlage: Was die Prüfung ergab", *REASONS, "Der schwierigste Tag im Jahr", "erlaubte Last", "104,1", "0,940"):
        assert words in said, words


@pytest.mark.parametrize("ending", [Ending.REFUSE])
def test_a_no_is_put_into_words_by_a_person(published, ending):
    published()
    case = asked()
    decided(case, ending, reasons="Der Weg ist zu eng.")
    assert REASONS[0] not in her_page(case)
    assert REASONS[0] not in text_of(queries.letter(make.guest(case.person), case.number, make.bescheid_of(case)))


def test_a_no_of_the_check_is_not_shown_beside_a_grant(published):
    published()
    case = asked(gaeste=1500)
    decided(case)
    assert REASONS[0] not in her_page(case)


def test_where_the_leistung_shows_none_she_reads_none(published):
    published(told="[]")
    case = asked()
    decided(case)
    assert REASONS[0] not in her_page(case)
    assert REASONS[0] not in text_of(queries.letter(make.guest(case.person), case.number, make.bescheid_of(case)))


def test_a_revoked_decision_takes_the_reasons_with_it(published):
    published()
    case = asked()
    clerk = decided(case)
    actions.revoke(case.number, reason="Die Straße wird gebaut.", by=clerk, at=DAY_AFTER)
    assert queries.matter(make.guest(case.person), case.number, at=DAY_AFTER).findings == ()


def test_a_check_that_draws_nonsense_says_unknown_and_a_person_decides(published):
    published()
    case = asked(gaeste=13)
    found = {f.key: f for f in queries.case(make.clerk(), case.number, at=make.NOON).findings}["kurve"]
    assert found.result == registry.Result.UNKNOWN and found.plots == ()


def test_what_a_check_does_not_understand_about_her_answers_she_is_asked_until_she_corrects_or_somebody_decides(published):
    published()
    case, other = asked(gaeste=17), asked(gaeste=18)
    page = her_page(case)
    assert ASKS in page and "Stimmen Ihre Angaben?" in page and REASONS[0] not in page
    assert page.count(reverse("vorgang-korrektur", args=[case.number])) == 2
    assert "Stimmen Ihre Angaben?" not in her_page(other)
    decided(case)
    assert ASKS not in her_page(case)


def test_where_the_leistung_shows_none_she_is_asked_nothing(published):
    published(told="[]")
    assert ASKS not in her_page(asked(gaeste=17))


def test_the_clerk_sees_the_curves_on_the_case_page(published):
    published()
    page = desk_page(make.clerk(), asked())
    assert page.count('class="ga-figure ga-curves"') == 3 and "erlaubte Last" in page


def test_showing_a_check_that_does_not_run_is_named_with_its_path(published):
    published(told="[kurve, gibtesnicht]")
    problem = next(p for p in everything().problems if KEY in p.file)
    assert (problem.path, problem.code) == ("shown_checks", "contradiction") and "gibtesnicht" in problem.text

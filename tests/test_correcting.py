"""Answers corrected after handing in: the same form again, old and new side by side, sent once, checked and reckoned anew."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.models import Event
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.scope import Scope
from glueckauf.forms import inputs
from glueckauf.identity.rules.actor import Rule
from glueckauf.mail.models import OutgoingMail
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.models import AntragVersion, Correction, FeeAssessment
from glueckauf.vorgaenge.rules.stage import Ending, Stage
from tests import make, make_identity

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _published():
    make.publish()


@pytest.fixture
def clerk():
    return make.clerk()


@pytest.fixture
def case():
    """Waits for a person to decide."""
    return make.vorgang(answers=relief())


def relief(**changes):
    return make.values("hundesteuer-anmeldung", ermaessigung="tierheim") | changes


def erika(case):
    return make.guest(case.person)


def correct(case, at=LATER, **changes):
    """Begins a correction and types these answers."""
    by = erika(case)
    antrag = actions.start_correction(case.number, by=by, at=at)
    draft = queries.draft(by, str(antrag.key))
    values = {**draft.values, **changes}
    actions.save(str(antrag.key), section=draft.sections[0].key, seen=draft.current, values=values, errors=[], by=by, at=at)
    return antrag


def sent(case, at=LATER, **changes):
    """And sends it."""
    correct(case, at=at, **changes)
    actions.send_correction(case.number, by=erika(case), at=at)
    drain(at)


def in_city(case):
    return reading(Scope(tenant=case.tenant_id))


def test_nothing_counts_before_it_is_sent_then_both_sides_read_old_and_new(case, clerk):
    correct(case, vorname="Erna")
    assert queries.case(clerk, case.number, at=LATER).answers["vorname"] == "Erika"
    assert queries.matter(erika(case), case.number, at=LATER).corrections.open_since == LATER
    actions.send_correction(case.number, by=erika(case), at=LATER)
    found = queries.case(clerk, case.number, at=LATER)
    assert found.answers["vorname"] == "Erna"
    assert found.applicant == "Erna Mustermann"
    (difference,) = found.corrections[0].differences
    assert (difference.a, difference.b) == ("Erika", "Erna")
    entry = next(e for e in found.history if e.title == "Angaben korrigiert")
    assert "bisher „Erika“, jetzt „Erna“" in entry.detail
    mine = queries.matter(erika(case), case.number, at=LATER)
    assert mine.corrections.open_since is None
    assert mine.corrections.sent[0].differences == (difference,)


def test_clicking_twice_counts_once(case):
    correct(case, vorname="Erna")
    first = actions.send_correction(case.number, by=erika(case), at=LATER)
    second = actions.send_correction(case.number, by=erika(case), at=LATER + timedelta(seconds=1))
    assert first.pk == second.pk
    drain(LATER)
    with in_city(case):
        assert Event.objects.filter(kind="vorgaenge.AnswersCorrected").count() == 1
        assert OutgoingMail.objects.filter(subject__contains="Korrektur").count() == 1


def test_beginning_twice_goes_on_with_the_same(case):
    correct(case, vorname="Erna")
    antrag = actions.start_correction(case.number, by=erika(case), at=LATER)
    assert queries.draft(erika(case), str(antrag.key)).values["vorname"] == "Erna"
    with in_city(case):
        row = Correction.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic(), in_city(case):
        row.save(force_insert=True)


def test_checks_and_fee_are_computed_anew(case, clerk):
    with in_city(case):
        before = Event.objects.filter(kind="vorgaenge.Examined").count(), FeeAssessment.objects.filter(vorgang=case).count()
    dogs = relief()["hunde"]
    sent(case, hunde=[*dogs, {**dogs[0], "rufname": "Zeche"}])
    with in_city(case):
        after = Event.objects.filter(kind="vorgaenge.Examined").count(), FeeAssessment.objects.filter(vorgang=case).count()
    assert after == (before[0] + 1, before[1] + 1)
    assert "Zeche" in str(queries.case(clerk, case.number, at=LATER).sections)


def test_a_correction_that_leaves_the_fee_alone_leaves_what_a_clerk_set(case, clerk):
    actions.take(case.number, by=clerk, at=make.NOON)
    actions.set_fee(case.number, total_cents=1400, reason="Hälfte", by=clerk, at=make.NOON)
    sent(case, vorname="Erna")
    assert queries.case(clerk, case.number, at=LATER).fee.total_cents == 1400


def test_a_corrected_wish_that_needs_nobody_decides_itself(case):
    assert case.stage == Stage.NEW
    sent(case, ermaessigung="keine")
    drain(LATER)
    assert queries.matter(erika(case), case.number, at=LATER).decisions[0].is_automatic


def test_decided_refuses_and_so_do_unpaid_and_withdrawn(clerk, case):
    decided = make.vorgang()
    with pytest.raises(actions.AlreadyDecided):
        actions.start_correction(decided.number, by=erika(decided), at=LATER)
    unpaid = make.vorgang("geburtsurkunde")
    with pytest.raises(actions.NotPaidYet):
        actions.start_correction(unpaid.number, by=erika(unpaid), at=LATER)
    correct(case, vorname="Erna")
    actions.withdraw(case.number, by=erika(case), at=LATER)
    with pytest.raises(actions.Withdrawn):
        actions.send_correction(case.number, by=erika(case), at=LATER)


def test_decided_while_she_was_correcting_refuses_and_keeps_the_decision(case, clerk):
    correct(case, vorname="Erna")
    actions.set_fee(case.number, total_cents=1400, reason="Hälfte", by=clerk, at=LATER)
    actions.decide(case.number, ending=Ending.GRANT, by=clerk, at=LATER)
    with pytest.raises(actions.AlreadyDecided):
        actions.send_correction(case.number, by=erika(case), at=LATER)
    assert queries.case(clerk, case.number, at=LATER).answers["vorname"] == "Erika"


def test_a_clerk_decides_about_the_answers_she_has_seen(case, clerk):
    seen = queries.case(clerk, case.number, at=LATER).answers_version
    actions.set_fee(case.number, total_cents=1400, reason="Hälfte", by=clerk, at=LATER)
    sent(case, vorname="Erna")
    with pytest.raises(actions.AnswersChanged):
        actions.decide(case.number, ending=Ending.GRANT, answers_seen=seen, by=clerk, at=LATER)


def test_a_decision_that_waits_for_its_second_signature_is_taken_back(clerk):
    case = make.vorgang("sondernutzung-strasse", answers=make.values("sondernutzung-strasse"))
    actions.take(case.number, by=clerk, at=make.NOON)
    actions.set_fee(case.number, total_cents=7500, reason="Tarif", by=clerk, at=make.NOON)
    actions.decide(case.number, ending=Ending.GRANT, by=clerk, at=make.NOON)
    assert make.again(case).stage == Stage.APPROVAL
    by = erika(case)
    antrag = actions.start_correction(case.number, by=by, at=LATER)
    draft = queries.draft(by, str(antrag.key))
    changes = {"email": "erna@mustermann.example"}
    actions.save(
        str(antrag.key), section=draft.sections[0].key, seen=draft.current, values=draft.values | changes, errors=[], by=by, at=LATER
    )
    actions.send_correction(case.number, by=by, at=LATER)
    assert make.again(case).stage == Stage.IN_REVIEW
    with pytest.raises(actions.MovedOn):
        actions.approve(case.number, by=make.clerk(), at=LATER)


def test_a_fee_that_was_paid_first_does_not_change_under_way(clerk):
    case = make.vorgang("geburtsurkunde")
    fee = queries.matter(erika(case), case.number, at=make.NOON).fee
    actions.confirm_fee(
        f"vorgang:{case.pk}", payment_id=1, amount_cents=fee.total_cents, by=Rule(tenant="bochum", name="pay"), at=make.NOON
    )
    drain(make.NOON)
    copies = make.values("geburtsurkunde")["anzahl"]
    correct(case, anzahl=copies + 1)
    with pytest.raises(actions.PaidFeeWouldChange):
        actions.send_correction(case.number, by=erika(case), at=LATER)


def test_a_day_that_lay_ahead_when_she_handed_in_may_have_passed():
    case = make.vorgang("sondernutzung-strasse", answers=make.values("sondernutzung-strasse"))
    much_later = make.NOON + timedelta(days=300)
    correct(case, at=much_later, email="erna@mustermann.example")
    actions.send_correction(case.number, by=erika(case), at=much_later)
    assert queries.matter(erika(case), case.number, at=much_later).email == "erna@mustermann.example"


def test_what_is_missing_or_unchanged_is_not_sent(case):
    correct(case)
    with pytest.raises(actions.NothingChanged):
        actions.send_correction(case.number, by=erika(case), at=LATER)
    correct(case, nachname="")
    with pytest.raises(actions.Incomplete):
        actions.send_correction(case.number, by=erika(case), at=LATER)


def test_a_new_address_gets_the_mail_and_the_old_one_hears_of_it(case):
    sent(case, email="erna@mustermann.example")
    with in_city(case):
        to = set(OutgoingMail.objects.filter(subject__contains="Korrektur").values_list("to", flat=True))
    assert to == {"erika@mustermann.example", "erna@mustermann.example"}


def test_giving_up_changes_nothing_and_leaves_no_file(case, clerk):
    antrag = correct(case, vorname="Erna")
    received = actions.take_in(make.photo(), "vertrag.jpg", at=LATER)
    actions.add_to_antrag(str(antrag.key), field="tierheimvertrag", nachweis="tierheimvertrag", received=received, by=erika(case), at=LATER)
    actions.discard_correction(case.number, by=erika(case), at=LATER)
    found = queries.case(clerk, case.number, at=LATER)
    assert found.answers["vorname"] == "Erika"
    assert not found.papers
    sent(case, nachname="Musterfrau")
    assert not queries.case(clerk, case.number, at=LATER).papers


def test_a_file_brought_with_the_correction_belongs_to_the_case_once_it_is_sent(case, clerk):
    antrag = correct(case, vorname="Erna")
    received = actions.take_in(make.photo(), "vertrag.jpg", at=LATER)
    brought = {"field": "tierheimvertrag", "nachweis": "tierheimvertrag", "received": received}
    file = actions.add_to_antrag(str(antrag.key), **brought, by=erika(case), at=LATER)
    actions.add_to_antrag(str(antrag.key), **brought, by=erika(case), at=LATER)  # nothing names this one: it is not the office's
    correct(case, vorname="Erna", tierheimvertrag=[str(file.key)])
    assert not queries.case(clerk, case.number, at=LATER).papers
    actions.send_correction(case.number, by=erika(case), at=LATER)
    (paper,) = queries.case(clerk, case.number, at=LATER).papers
    with pytest.raises(actions.AlreadySubmitted):
        actions.remove_from_antrag(str(antrag.key), document=paper.key, by=erika(case), at=LATER)
    with pytest.raises(actions.AlreadySubmitted):
        actions.add_to_antrag(
            str(antrag.key), field="tierheimvertrag", nachweis="tierheimvertrag", received=received, by=erika(case), at=LATER
        )
    actions.start_correction(case.number, by=erika(case), at=LATER)
    with pytest.raises(NotFound):  # what was handed in stays
        actions.remove_from_antrag(str(antrag.key), document=paper.key, by=erika(case), at=LATER)


def test_somebody_else_corrects_nothing(case):
    for act in (actions.start_correction, actions.send_correction, actions.discard_correction):
        with pytest.raises(NotFound):
            act(case.number, by=make.guest(), at=LATER)


def test_in_the_browser_the_same_steps_come_back_prefilled(case):
    browser = make_identity.as_guest(str(case.person))
    matter = reverse("vorgang", args=[case.number])
    assert "Angaben korrigieren" in browser.get(matter).content.decode()
    page = browser.post(reverse("vorgang-korrektur", args=[case.number]), follow=True)
    assert "Noch ist nichts geändert" in page.content.decode()
    section = catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.form.sections[0]
    url = reverse("antrag-schritt", args=[make.key_of(case), section.key])
    step = browser.get(url).content.decode()
    assert "Sie korrigieren Ihre Angaben" in step
    assert 'value="Erika"' in step
    draft = queries.draft(erika(case), str(make.key_of(case)))
    posted = inputs.of_section(section, draft.values | {"vorname": "Erna"}) | {"version": str(draft.current), "ziel": "pruefen"}
    compared = browser.post(url, posted, follow=True).content.decode()
    assert "Das ändert sich" in compared
    assert "Erna" in compared
    after = browser.post(reverse("vorgang-korrektur", args=[case.number]), {"send": "1"}, follow=True)
    assert after.redirect_chain[-1][0] == matter
    assert "Korrigiert am" in after.content.decode()
    assert browser.get(url).headers["Location"].endswith("/eingegangen/")


def test_in_the_browser_a_decided_case_says_what_to_do_then():
    case = make.vorgang()
    browser = make_identity.as_guest(str(case.person))
    page = browser.get(reverse("vorgang", args=[case.number])).content.decode()
    assert "Rechtsbehelf" in page
    assert "Angaben korrigieren" not in page
    refused = browser.post(reverse("vorgang-korrektur", args=[case.number]))
    assert refused.status_code == 409
    assert "schon entschieden" in refused.content.decode()


def test_a_correction_nobody_sends_is_forgotten_after_thirty_days(case):
    antrag = correct(case, vorname="Erna")
    assert actions.expire_corrections(at=LATER + timedelta(days=29)) == 0
    assert actions.expire_corrections(at=LATER + timedelta(days=31)) == 1
    assert queries.matter(erika(case), case.number, at=LATER).corrections.open_since is None
    with in_city(case):
        assert list(AntragVersion.objects.filter(antrag=antrag).values_list("number", flat=True)) == [1]

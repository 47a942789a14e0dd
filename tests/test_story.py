"""The story of an application, action by action: from handing in to the sealed Bescheid and back."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from glueckauf.core.errors import NotFound
from glueckauf.core.outbox.dispatch import drain
from glueckauf.identity.queries.actor import linked
from glueckauf.identity.rules.actor import Citizen
from glueckauf.letters import queries as letters
from glueckauf.mail import queries as mail
from glueckauf.mail.actions import receive
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.rules.stage import Ending, Stage
from tests import make

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(minutes=11)


@pytest.fixture(autouse=True)
def _published():
    make.publish()


@pytest.fixture
def clerk():
    return make.clerk()


def relief():
    """The dog comes from the shelter, the contract is not at hand: a person decides."""
    return make.values("hundesteuer-anmeldung") | {"ermaessigung": "tierheim"}


def photo():
    out = BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "JPEG")
    return out.getvalue()


def test_a_plain_dog_notice_decides_itself_and_the_sealed_letter_waits_for_her():
    erika = make.guest()
    case = make.vorgang(by=erika)
    found = queries.matter(erika, case.number, at=make.NOON)
    assert found.stage is Stage.ANNOUNCED
    assert found.decisions[0].is_automatic
    actions.retrieve(found.decisions[0].id, by=erika, at=make.NOON + timedelta(days=1))
    after = queries.matter(erika, case.number, at=LATER).decisions[0]
    assert after.announced_on == date(2026, 11, 26)
    assert after.appeal_until == date(2026, 12, 28)  # 26 December is a holiday, 27 a Sunday
    pdf = queries.letter(erika, case.number, after.id)
    assert pdf.startswith(b"%PDF")
    assert letters.verify_upload(BytesIO(pdf), at=LATER).outcome == letters.Outcome.GENUINE


def test_the_letter_goes_out_at_any_instant_not_only_at_full_seconds():
    erika = make.guest()
    case = make.vorgang(by=erika, at=make.NOON + timedelta(microseconds=123_456))
    assert queries.matter(erika, case.number, at=LATER).decisions[0].has_letter


def test_submitting_twice_gives_one_vorgang():
    erika = make.guest()
    row = make.antrag(by=erika)
    first = actions.submit(str(row.key), channel="portal", by=erika, at=make.NOON)
    second = actions.submit(str(row.key), channel="portal", by=erika, at=LATER)
    assert first.pk == second.pk
    assert len(queries.mine(erika, at=LATER).waiting) == 1


def test_a_wish_for_relief_goes_to_a_person_who_asks_for_the_contract_and_it_comes_by_mail(clerk):
    erika = make.guest()
    case = make.vorgang(by=erika, answers=relief())
    assert case.stage == Stage.NEW
    actions.take(case.number, by=clerk, at=make.NOON)
    asked = [actions.Asked(nachweis="tierheimvertrag", label="Vertrag mit dem Tierheim", reason="Für die Ermäßigung")]
    row = actions.request_documents(case.number, asked=asked, by=clerk, at=make.NOON)
    assert row.reply_by > date(2026, 11, 24)
    drain(make.NOON)
    assert queries.matter(erika, case.number, at=make.NOON).task.missing == 1
    address = mail.reply_address(case.tenant_id, f"vorgang:{case.pk}")
    receive(letter_of(photo()), [address], at=LATER)
    drain(LATER)
    assert make.again(case).stage == Stage.ARRIVED
    slot = queries.case(clerk, case.number, at=LATER).requests[0].slots[0]
    assert slot.state == "arrived"
    assert slot.papers[0].via == "mail"


def letter_of(content):
    """A mail with a photo, as a phone sends it."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "erika@mustermann.example", "antwort@example.org", "Vertrag"
    message["Message-ID"] = "<1@mustermann.example>"
    message.set_content("Anbei der Vertrag. Viele Grüße")
    message.add_attachment(content, maintype="image", subtype="jpeg", filename="vertrag.jpg")
    return message.as_bytes()


def test_four_eyes_are_two_people_and_the_effect_ends_with_the_revocation(clerk):
    answers = make.values("sondernutzung-strasse")
    case = make.vorgang("sondernutzung-strasse", answers=answers)
    actions.take(case.number, by=clerk, at=make.NOON)
    with pytest.raises(actions.FeeMissing):
        actions.decide(case.number, ending=Ending.GRANT, by=clerk, at=make.NOON)
    actions.set_fee(case.number, total_cents=7500, reason="Tarif der Satzung, 10 m² für 7 Tage", by=clerk, at=make.NOON)
    actions.decide(case.number, ending=Ending.GRANT, by=clerk, at=make.NOON)
    assert make.again(case).stage == Stage.APPROVAL
    with pytest.raises(actions.SameSigner):
        actions.approve(case.number, by=clerk, at=make.NOON)
    actions.approve(case.number, by=make.clerk(), at=make.NOON)
    drain(LATER)
    found = queries.case(clerk, case.number, at=LATER)
    assert found.stage is Stage.ANNOUNCED
    assert [(e.label, e.where) for e in found.effects] == [
        (e.label, e.where) for e in queries.would_cause(found.service.leistung, found.answers)
    ]
    assert [e.label for e in found.effects] == ["Sperrung im Straßenraum"]
    actions.revoke(case.number, reason="Irrtum", by=clerk, at=LATER)
    after = queries.case(clerk, case.number, at=LATER)
    assert after.effects[0].cancelled_at is not None
    assert after.stage is Stage.IN_REVIEW


def test_a_clerk_of_another_city_finds_nothing():
    case = make.vorgang()
    with pytest.raises(NotFound):
        queries.case(make.clerk("dortmund"), case.number, at=LATER)


def test_another_person_finds_nothing():
    case = make.vorgang()
    with pytest.raises(NotFound):
        queries.matter(make.guest(), case.number, at=LATER)


def test_a_decision_can_be_taken_back_before_it_goes_out(clerk):
    case = make.vorgang(answers=relief())
    actions.take(case.number, by=clerk, at=make.NOON)
    actions.set_fee(case.number, total_cents=1400, reason="Hälfte, Hund aus dem Tierheim", by=clerk, at=make.NOON)
    actions.decide(case.number, ending=Ending.GRANT, by=clerk, at=make.NOON)
    actions.take_back(case.number, by=clerk, at=make.NOON + timedelta(minutes=5))
    drain(LATER)
    assert make.again(case).stage == Stage.IN_REVIEW


def test_a_birth_certificate_waits_for_the_fee_and_ends_on_paper(clerk):
    erika = make.guest()
    case = make.vorgang("geburtsurkunde", by=erika)
    assert case.stage == Stage.PAYMENT
    fee = queries.matter(erika, case.number, at=make.NOON).fee
    rule = make.make_identity.HOUSE
    actions.confirm_fee(
        f"vorgang:{case.pk}", payment_id=1, amount_cents=fee.total_cents, by=type(rule)(tenant="bochum", name="pay"), at=make.NOON
    )
    drain(make.NOON)
    actions.take(case.number, by=clerk, at=make.NOON)
    actions.decide(case.number, ending=Ending.GRANT, by=clerk, at=make.NOON)
    drain(LATER)
    assert make.again(case).stage == Stage.POSTING
    actions.dispatch(case.number, on=date(2026, 11, 25), by=clerk, at=make.NOON + timedelta(days=1))
    assert make.again(case).stage == Stage.CLOSED


def test_withdrawn_is_withdrawn(clerk):
    erika = make.guest()
    case = make.vorgang(by=erika, answers=relief())
    actions.withdraw(case.number, by=erika, at=LATER)
    with pytest.raises(actions.MovedOn):
        actions.request_documents(case.number, asked=[actions.Asked(nachweis="x", label="x", reason="x")], by=clerk, at=LATER)


def test_a_confirmed_address_brings_the_matters_of_a_guest_into_the_account():
    from glueckauf.identity import actions as identity
    from glueckauf.identity.queries.actor import linked
    from glueckauf.identity.rules.actor import Anonymous

    case = make.vorgang()
    link = identity.issue_sign_in("erika@mustermann.example", by=Anonymous(), at=make.NOON)
    citizen = identity.sign_in_by_link(link.token, by=Anonymous(), at=make.NOON).citizen
    drain(make.NOON)
    erika = Citizen(person=citizen.person, email=citizen.email, linked=linked(citizen.person))
    assert queries.matter(erika, case.number, at=LATER).number == case.number


def test_an_address_named_in_one_antrag_does_not_open_the_account_of_who_named_it():
    erika = make.make_identity.citizen("erika@konto.example")
    hers = make.vorgang(by=erika)
    named = make.vorgang(by=erika, answers=make.values("hundesteuer-anmeldung", email="otto@mustermann.example"))
    otto = make.make_identity.citizen("otto@mustermann.example")
    drain(make.NOON)
    otto = Citizen(person=otto.person, email=otto.email, linked=linked(otto.person))
    for case in (hers, named):
        with pytest.raises(NotFound):
            queries.matter(otto, case.number, at=LATER)

"""Postkorb: a clerk finds the Vorgang of a mail that had none, takes it back in time, sorts out what is not ours; each act once."""

import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from glueckauf.core.errors import NotFound
from glueckauf.core.outbox.dispatch import drain
from glueckauf.identity.rules.actor import Clerk, Inlet, Role
from glueckauf.mail import actions as mail
from glueckauf.mail import queries as mails
from glueckauf.mail.models import IncomingAttachment, ReplyAddress
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.rules.stage import Stage
from tests import make, make_identity, make_mail

pytestmark = pytest.mark.django_db
TO = f"bochum@{make_mail.DOMAIN}"
LATER = make.NOON + timedelta(minutes=11)


@pytest.fixture(autouse=True)
def _published():
    make.publish()


@pytest.fixture
def clerk():
    return make.clerk()


def asked(clerk):
    """A Vorgang whose person is asked for two documents."""
    case = make.vorgang(answers=make.values("hundesteuer-anmeldung", ermaessigung="tierheim"))
    slots = [
        actions.Asked(nachweis="tierheimvertrag", label="Vertrag mit dem Tierheim", reason="Für die Ermäßigung"),
        actions.Asked(nachweis="foto", label="Foto des Hundes", reason="Für die Akte"),
    ]
    actions.request_documents(case.number, asked=slots, by=clerk, at=make.NOON)
    drain(make.NOON)
    return case


def stray(number="", *, name="foto_hund.jpg", sender="fremd@example.net", **headers):
    """A mail to the town hall instead of the reply address; names the number in its text."""
    message = make_mail.mail(f"Guten Tag, anbei das Foto. {number}", sender=sender, **headers)
    return make_mail.arrive(make_mail.with_photo(message, name, make.photo().read()), TO, envelope_from=sender).mail_id


def documents(case, clerk):
    return [(p.filename, p.label, p.slot_id is not None) for p in queries.case(clerk, case.number, at=LATER).papers]


def test_the_page_says_why_a_vorgang_is_suggested_and_where_the_file_would_go(clerk):
    case = asked(clerk)
    page = queries.mail_page(clerk, stray(case.number), at=make.NOON)
    (match,) = page.matches
    assert (match.number, match.applicant) == (case.number, case.applicant)
    assert [r.fits for r in match.reasons] == [True, False, True]  # number; another sender; something is asked for
    assert [(landing.filename, landing.slot) for landing in match.landings] == [("foto_hund.jpg", "Foto des Hundes")]
    assert "example.net" in page.mail.from_


def test_assigned_by_hand_it_lands_in_its_slot_when_the_minutes_are_over(clerk):
    case = asked(clerk)
    mail_id = stray(case.number)
    actions.assign_mail(mail_id, number=f" {case.number.lower()} ", by=clerk, at=make.NOON)
    drain(make.NOON)
    assert documents(case, clerk) == [] and queries.mailbox(clerk, "offen", at=make.NOON).lines == ()
    drain(LATER)
    assert [(name, in_slot) for name, _, in_slot in documents(case, clerk)] == [("foto_hund.jpg", True)]
    history = queries.case(clerk, case.number, at=LATER).history
    assert next(e for e in history if e.kind == "by_hand").who == clerk.name
    with pytest.raises(actions.MailInCase):
        actions.take_mail_back(mail_id, by=clerk, at=LATER)


def test_taken_back_in_time_nothing_reaches_the_vorgang_and_another_can_be_chosen(clerk):
    wrong, right = asked(clerk), asked(clerk)
    mail_id = stray(wrong.number)
    actions.assign_mail(mail_id, number=wrong.number, by=clerk, at=make.NOON)
    assert queries.mail_page(clerk, mail_id, at=make.NOON).can_take_back
    actions.take_mail_back(mail_id, by=clerk, at=make.NOON + timedelta(minutes=5))
    assert [line.id for line in queries.mailbox(clerk, "offen", at=make.NOON).lines] == [mail_id]
    actions.assign_mail(mail_id, number=right.number, by=clerk, at=make.NOON + timedelta(minutes=6))
    drain(make.NOON + timedelta(minutes=30))
    assert documents(wrong, clerk) == [] and len(documents(right, clerk)) == 1
    kinds = make_mail.events()
    assert kinds.count("MailReceived") == 2 and kinds.count("MailTakenBack") == 1


def test_a_signature_logo_fills_no_slot(clerk):
    case = asked(clerk)
    mail_id = stray(case.number)
    with make_mail.in_tenant():
        IncomingAttachment.objects.filter(mail_id=mail_id).update(is_decoration=True)
    actions.assign_mail(mail_id, number=case.number, by=clerk, at=make.NOON)
    drain(LATER)
    assert documents(case, clerk) == [] and make.again(case).stage == Stage.ASKED


def test_a_file_with_a_problem_is_listed_and_never_served(clerk):
    case = asked(clerk)
    mail_id = stray(case.number, name="programm.exe")
    with make_mail.in_tenant():
        IncomingAttachment.objects.filter(mail_id=mail_id).update(problems=["infected"], scan="infected", cleaned=None)
    file_id = queries.mail_page(clerk, mail_id, at=make.NOON).mail.attachments[0].id
    with pytest.raises(NotFound):
        queries.mail_file(clerk, mail_id, file_id)
    actions.assign_mail(mail_id, number=case.number, by=clerk, at=make.NOON)
    drain(LATER)
    (paper,) = queries.case(clerk, case.number, at=LATER).papers
    assert paper.status == "bad"
    with pytest.raises(NotFound):
        queries.document(clerk, case.number, paper.key)
    with pytest.raises(NotFound):
        queries.document(make.guest(case.person), case.number, paper.key)


def test_another_office_sees_the_mail_and_not_the_vorgang(clerk):
    case = asked(clerk)
    mail_id = stray(case.number)
    other = Clerk(id=clerk.id, tenant="bochum", offices=frozenset({"nirgends"}), roles=frozenset({Role.CLERK}))
    page = queries.mail_page(other, mail_id, at=make.NOON)
    assert page.matches == () and page.elsewhere == 1
    with pytest.raises(actions.NoSuchVorgang):
        actions.assign_mail(mail_id, number=case.number, by=other, at=make.NOON)


def test_another_citys_mail_does_not_exist(clerk):
    own = asked(clerk)
    mail_id = make_mail.arrive(make_mail.mail(own.number), f"essen@{make_mail.DOMAIN}").mail_id
    assert queries.mailbox(clerk, "offen", at=make.NOON).lines == ()
    for act in (
        lambda: queries.mail_page(clerk, mail_id, at=make.NOON),
        lambda: mail.record_opening(mail_id, by=clerk, at=make.NOON),
        lambda: actions.take_mail_back(mail_id, by=clerk, at=make.NOON),
        lambda: actions.assign_mail(mail_id, number=own.number, by=clerk, at=make.NOON),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_mail_that_found_its_vorgang_is_not_in_the_postkorb(clerk):
    case = asked(clerk)
    got = make_mail.arrive(make_mail.mail(), mails.reply_address("bochum", f"vorgang:{case.pk}"))
    with pytest.raises(NotFound):
        queries.mail_page(clerk, got.mail_id, at=make.NOON)


def test_sorted_out_it_is_kept_with_its_reason_and_can_come_back(clerk):
    mail_id = stray()
    mail.discard(mail_id, reason="spam", by=clerk, at=make.NOON)
    (line,) = queries.mailbox(clerk, "aussortiert", at=make.NOON).lines
    assert "Werbung" in line.decided and clerk.name in line.decided
    actions.take_mail_back(mail_id, by=clerk, at=make.NOON + timedelta(days=3))
    assert queries.mailbox(clerk, "offen", at=make.NOON).waiting.count == 1
    with pytest.raises(mail.NothingToTakeBack):
        actions.take_mail_back(mail_id, by=clerk, at=LATER)


def test_a_number_with_a_typing_error_and_an_unknown_one_are_refused(clerk):
    mail_id = stray()
    with pytest.raises(actions.NotANumber):
        actions.assign_mail(mail_id, number="BO-2026-000001-?", by=clerk, at=make.NOON)
    with pytest.raises(actions.NoSuchVorgang):
        actions.assign_mail(mail_id, number=make_mail.NUMBER, by=clerk, at=make.NOON)
    assert queries.mailbox(clerk, "offen", at=make.NOON).waiting.count == 1


def test_without_any_mail_of_ours_about_it_a_vorgang_still_takes_one(clerk):
    case = asked(clerk)
    with make_mail.in_tenant():
        ReplyAddress.objects.filter(tenant="bochum").delete()
    actions.assign_mail(stray(), number=case.number, by=clerk, at=make.NOON)
    drain(LATER)
    assert len(documents(case, clerk)) == 1


def test_taking_a_matched_mail_in_twice_changes_nothing(clerk):
    case = asked(clerk)
    mail_id = stray(case.number)
    actions.assign_mail(mail_id, number=case.number, by=clerk, at=make.NOON)
    drain(LATER)
    actions.receive_mail(mail_id, f"vorgang:{case.pk}", by=Inlet(tenant="bochum"), at=LATER)
    assert len(documents(case, clerk)) == 1


def test_page_after_page_shows_every_mail_once_at_the_same_price(clerk, monkeypatch, django_assert_max_num_queries):
    made = [stray(message_id=f"<{n}@example.org>") for n in range(5)]
    monkeypatch.setattr(sys.modules["glueckauf.vorgaenge.queries.mailbox"], "PAGE", 2)
    found, after = [], 0
    for _ in range(3):
        with django_assert_max_num_queries(12):
            page = queries.mailbox(clerk, "offen", after=after, at=make.NOON)
        found += [line.id for line in page.lines]
        after = page.next_after
    assert found == made and after == 0 and page.waiting.count == 5


def test_at_the_desk(clerk):
    case = asked(clerk)
    mail_id = stray(case.number, subject="<b>Mein Hund</b>")
    desk = make_identity.desk_of(clerk)
    assert (
        f'<a href="{reverse("postkorb")}" data-taste="p">Postkorb <span class="d-count">1</span>'
        in desk.get("/schreibtisch/").content.decode()
    )
    page = desk.get(reverse("postkorb-mail", args=[mail_id])).content.decode()
    assert "&lt;b&gt;Mein Hund" in page and "nicht bewiesen" in page and case.number in page
    assert make_mail.events().count("MailOpened") == 1
    refused = desk.post(reverse("postkorb-zuordnung", args=[mail_id]), {"number": "<i>4711"})
    assert refused.status_code == 422 and "&lt;i&gt;4711" in refused.content.decode()
    assert desk.post(reverse("postkorb-aussortierung", args=[mail_id]), {"reason": "redirected"}).status_code == 422
    answer = desk.post(reverse("postkorb-zuordnung", args=[mail_id]), {"number": case.number}, follow=True).content.decode()
    assert f"Zugeordnet zu {case.number}" in answer and "Zurücknehmen" in answer
    assert desk.post(reverse("postkorb-aussortierung", args=[mail_id]), {"reason": "spam"}).status_code == 409
    assert "Passt vielleicht zu" in desk.post(reverse("postkorb-ruecknahme", args=[mail_id]), follow=True).content.decode()
    assert settings.GLUECKAUF.undo_minutes == 10

"""Mail goes out: queued with what it announces, sent after the commit, retried, given up, bounced."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from make_mail import DOMAIN, ERIKA, NOON, NUMBER, PERSON, RULE, TOPIC, address, arrive, cities, clerk, events, mail, send

from glueckauf.core import ids
from glueckauf.core.db import writing
from glueckauf.core.scope import HOUSE
from glueckauf.mail import actions, models, queries
from glueckauf.mail.actions.dispatch import lease
from glueckauf.mail.rules.headers import words
from glueckauf.mail.rules.retry import ATTEMPTS, next_try
from glueckauf.mail.rules.words import Words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cities():
    cities()


@pytest.fixture
def relay(settings):
    """A relay that takes everything, in memory."""
    settings.EMAIL_HOST = "relay.example"
    return outbox.outbox


class Relay(EmailBackend):
    """A relay that answers as the test says."""

    answer: Exception = OSError()

    def send_messages(self, messages):
        raise type(self).answer


@pytest.fixture
def refusing(settings):
    """`refusing(error)`: from now on the relay answers so."""
    settings.EMAIL_HOST = "relay.example"
    settings.EMAIL_BACKEND = "test_mail_out.Relay"

    def answer(error):
        Relay.answer = error

    return answer


def state():
    return [(m.state, m.error) for m in queries.outgoing(RULE, TOPIC)]


def test_a_mail_is_queued_and_the_demo_mailbox_keeps_it():
    send()
    assert state() == [("queued", "")]
    assert actions.send_due(NOON) == 1
    assert state() == [("kept", "")]
    assert events() == ["MailQueued", "MailSent"]


def test_without_a_relay_production_waits_instead_of_pretending(settings):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"mode": "production"})
    send()
    assert actions.send_due(NOON) == 0
    assert state() == [("queued", "")]


def test_the_demo_mailbox_shows_all_cities_and_where_to_answer(settings):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"mode": "demo"})
    send()
    send(tenant="essen", topic="")
    actions.send_due(NOON)
    assert [(m.tenant, m.reply_to) for m in queries.sent_to_demo()] == [("essen", ""), ("bochum", address())]


def test_what_is_rolled_back_was_never_announced(relay):
    with pytest.raises(ZeroDivisionError), writing(RULE):
        send()
        1 / 0  # noqa: B018
    actions.send_due(NOON)
    assert relay == []


def test_the_token_stands_in_the_address_and_only_its_hash_in_the_table():
    send()
    code = address().removeprefix("antwort-").partition("@")[0]
    row = models.ReplyAddress.objects.get()
    assert row.digest == ids.hash_code(code)
    assert len(code.replace("-", "")) * 5 >= 80
    assert code not in str(vars(row)) and "048213" not in address()


def test_the_relay_gets_headers_that_lead_replies_home_and_stop_robots(relay):
    sent = send()
    actions.send_due(NOON)
    (message,) = relay
    headers = message.message()
    assert headers["Reply-To"] == address()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"] == f"<mail.{sent.code.lower()}@{DOMAIN}>"
    assert words(headers["From"]) == "Stadt Bochum über Glückauf <keine-antwort@post.glueckauf.example>"
    assert message.from_email == f"rueck-{sent.code.lower()}@{DOMAIN}"
    assert [part.get_content_type() for part in headers.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert "Mustermann" not in message.message().as_string()


def test_a_second_mail_about_the_same_matter_joins_the_conversation(relay):
    first = send()
    arrive(mail(message_id="<hers@example.org>"), address())
    send(at=NOON + timedelta(hours=1))
    actions.send_due(NOON + timedelta(hours=1))
    newest = relay[-1].message()
    assert newest["References"] == f"<mail.{first.code.lower()}@{DOMAIN}> <hers@example.org>"
    assert newest["In-Reply-To"] == "<hers@example.org>"


def test_a_forged_message_id_never_reaches_our_headers(relay):
    send()
    arrive(mail(message_id="<a b> <c@d>"), address())
    send()
    actions.send_due(NOON)
    assert "a b" not in (relay[-1].message()["References"] or "")


@pytest.mark.parametrize("to", ["erika@example.org\nBcc: all@example.org", "erika@example.org, max@example.org", "erika", ""])
def test_an_address_that_hides_another_recipient_is_refused(to):
    with pytest.raises(actions.NotAnAddress):
        send(to=to)
    assert models.Dispatch.objects.count() == 0


def test_a_subject_with_a_line_break_stays_one_line(relay):
    send(subject="Zu Ihrem Vorgang\r\nBcc: all@example.org")
    actions.send_due(NOON)
    message = relay[0].message()
    assert message["Subject"] == "Zu Ihrem Vorgang Bcc: all@example.org" and message["Bcc"] is None


def test_the_html_part_says_the_same_without_anything_from_outside():
    words = Words(
        sender="Stadt Bochum, über Glückauf",
        heading="Zu Ihrem Vorgang ist etwas angekommen",
        paragraphs=("Guten Tag,", f"zu Ihrem Vorgang {NUMBER} sind 2 von 3 Unterlagen angekommen.", "Was noch fehlt, sehen Sie hier:"),
        link=("Unterlagen ansehen", "https://glueckauf.example/nachweise?a=1&b=2"),
        after=("Oder antworten Sie auf diese E-Mail.",),
        notes=("Angekommen heißt: empfangen und gespeichert.",),
    )
    made = queries.written(words)
    assert "Was noch fehlt, sehen Sie hier:\nhttps://glueckauf.example/nachweise?a=1&b=2\n\nOder antworten" in made.text
    assert f"<strong>{NUMBER}</strong>" in made.html
    assert 'href="https://glueckauf.example/nachweise?a=1&amp;b=2">Unterlagen ansehen</a>' in made.html
    assert not re.search(r"<(img|link|script|iframe)|url\(|src=", made.html)


def test_markup_in_a_text_stays_text():
    html = send(text='Guten Tag,\n\n<b onclick=x>fett</b> https://glueckauf.example/a"b').html
    assert "&lt;b onclick=x&gt;" in html and "<b " not in html
    assert '<a href="https://glueckauf.example/a">' in html


def test_a_relay_that_is_down_is_asked_again_later(refusing):
    refusing(ConnectionRefusedError())
    send()
    assert actions.send_due(NOON) == 0
    assert state() == [("queued", "ConnectionRefusedError")]
    assert actions.send_due(NOON + timedelta(seconds=59)) == 0
    assert models.Dispatch.objects.get().attempts == 1
    actions.send_due(NOON + timedelta(seconds=61))
    assert models.Dispatch.objects.get().attempts == 2


def test_a_recipient_who_does_not_exist_is_given_up_and_said_so(refusing):
    refusing(smtplib.SMTPRecipientsRefused({"erika@example.org": (550, b"no erika@example.org here")}))
    sent = send()
    assert actions.send_due(NOON) == 1
    assert state() == [("failed", "550")]
    assert events(kind="MailFailed") == [{"mail_id": sent.pk, "topic": TOPIC}]


def test_greylisting_is_not_an_end(refusing):
    refusing(smtplib.SMTPDataError(451, b"later"))
    send()
    actions.send_due(NOON)
    assert state() == [("queued", "451")]


def test_after_three_days_of_trying_the_mail_is_given_up(refusing):
    refusing(ConnectionRefusedError())
    send()
    at = NOON
    for _ in range(ATTEMPTS):
        actions.send_due(at)
        at += timedelta(hours=6)
    assert state() == [("failed", "ConnectionRefusedError")]


def test_retries_span_days_and_end():
    at, waits = NOON, []
    for attempts in range(1, ATTEMPTS + 1):
        later = next_try(attempts, at)
        if later is None:
            break
        waits.append(later - at)
        at = later
    assert waits == sorted(waits) and timedelta(days=2) < sum(waits, timedelta()) < timedelta(days=5)


def code_mail():
    """A link that signs in, and what the table holds of it."""
    link = "https://glueckauf.example/anmelden/link/ABCD-EFGH/"
    sent = actions.send_code("", to="erika@example.org", subject="Ihr Link", text=link, html=f"<a href={link}>", by=RULE, at=NOON)

    def words_left():
        with writing(HOUSE):
            row = models.OutgoingMail.objects.get(pk=sent.pk)
        return row.text + row.html

    return words_left


def test_a_link_that_opens_something_leaves_the_table_with_its_mail(relay):
    words_left = code_mail()
    assert "ABCD-EFGH" in words_left()
    actions.send_due(NOON)
    assert "ABCD-EFGH" in relay[0].body
    assert words_left() == ""


def test_a_link_nobody_could_deliver_leaves_the_table_too(refusing):
    refusing(smtplib.SMTPRecipientsRefused({"erika@example.org": (550, b"no")}))
    words_left = code_mail()
    actions.send_due(NOON)
    assert words_left() == ""


def test_the_demo_mailbox_keeps_the_link_for_people_to_follow():
    words_left = code_mail()
    actions.send_due(NOON)
    assert "ABCD-EFGH" in words_left()


def test_a_mail_that_opens_nothing_keeps_its_words(relay):
    send()
    actions.send_due(NOON)
    assert NUMBER in queries.outgoing(RULE, TOPIC)[0].text


def test_two_workers_send_a_mail_once(relay):
    send()
    way = models.Dispatch.objects.get()
    assert lease(way, NOON) and not lease(way, NOON)
    assert actions.send_due(NOON) == 0


def test_a_worker_that_died_while_sending_leaves_the_mail_to_the_next(relay):
    send()
    assert lease(models.Dispatch.objects.get(), NOON)
    assert actions.send_due(NOON + timedelta(minutes=6)) == 1
    assert len(relay) == 1


def test_a_citizen_sees_what_was_written_to_her_and_nobody_elses():
    send()
    send(person="11111111-1111-4111-8111-111111111111")
    assert len(queries.outgoing(ERIKA, TOPIC)) == 1
    assert queries.outgoing(clerk("essen"), TOPIC) == ()
    assert len(queries.outgoing(clerk(), TOPIC)) == 2


def test_the_operator_sees_numbers(refusing):
    refusing(ConnectionRefusedError())
    send(at=NOON - timedelta(minutes=10))
    found = queries.queue_state(at=NOON)
    assert (found.queued, found.failed_last_day, found.oldest) == (1, 0, timedelta(minutes=10))


def test_mail_of_the_house_itself_has_no_city(relay):
    actions.send("", to="erika@example.org", subject="Ihr Link", text="Hier.", person=PERSON, by=ERIKA, at=NOON)
    actions.send_due(NOON)
    assert words(relay[0].message()["From"]) == "Glückauf <keine-antwort@post.glueckauf.example>"
    assert events("-") == ["MailQueued", "MailSent"]

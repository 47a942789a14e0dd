"""Mail comes in: one inlet, stored before it is confirmed, matched by the token only, never by number or sender."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from make_mail import (
    DOMAIN,
    ERIKA,
    NOON,
    NUMBER,
    PNG,
    RULE,
    TOPIC,
    address,
    arrive,
    cities,
    clerk,
    events,
    in_tenant,
    mail,
    raw,
    seen,
    send,
    with_photo,
)

from glueckauf.core import ids
from glueckauf.core.errors import NotFound
from glueckauf.core.files import StoreDown, read_blob
from glueckauf.core.outbox.dispatch import drain
from glueckauf.identity.rules.actor import Anonymous, Operator
from glueckauf.mail import actions, models, queries
from glueckauf.mail.rules.limits import MAIL_BYTES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked():
    """Bochum has asked Erika Mustermann for a document."""
    cities()
    send()


def test_a_reply_with_a_photo_lands_at_its_topic():
    got = arrive(with_photo(mail()), address())
    assert (got.tenant, got.topic, got.is_new) == ("bochum", TOPIC, True)
    found = seen(got)
    assert (found.from_, found.subject, found.text) == ("erika@example.org", "Mein Hund", "Guten Tag, anbei das Foto.")
    assert not found.is_automatic and not found.is_late
    assert [(a.filename, read_blob(a.original)) for a in found.attachments] == [("impfpass.png", PNG)]
    assert events() == ["MailQueued", "MailAccepted", "MailReceived"]
    assert events(kind="MailReceived") == [{"mail_id": got.mail_id, "topic": TOPIC, "is_late": False}]


def test_the_citizen_sees_her_own_mail_and_another_city_does_not():
    got = arrive(with_photo(mail()), address())
    assert len(queries.of_topic(ERIKA, TOPIC)[0].attachments) == 1
    for stranger in (clerk("essen"), Anonymous(), Operator(id=1)):
        with pytest.raises(NotFound):
            queries.incoming(stranger, got.mail_id)


def test_upper_case_and_a_plus_instead_of_the_dash_find_the_topic_too():
    code = address().removeprefix("antwort-")
    assert arrive(mail(), f"Antwort+{code.upper()}").topic == TOPIC


def test_the_raw_mail_is_kept_byte_for_byte():
    content = raw(with_photo(mail()))
    assert read_blob(seen(arrive(content, address())).raw) == content


def test_the_same_mail_twice_is_one():
    first, again = arrive(mail(), address()), arrive(mail(), address())
    assert (again.mail_id, again.is_new) == (first.mail_id, False)
    assert events().count("MailReceived") == 1


def test_the_same_mail_by_another_adapter_is_one():
    first = arrive(mail(), address())
    other = b"Return-Path: <erika@example.org>\r\nReceived: from mx\r\n\tby imap; now\r\n" + raw(mail())
    assert not arrive(other.replace(b"\r\n", b"\n"), address()).is_new
    assert arrive(mail(), address()).mail_id == first.mail_id


def test_a_forged_message_id_does_not_suppress_another_mail():
    arrive(mail(), address())
    assert arrive(mail("Etwas anderes."), address()).is_new


def test_one_mail_to_two_topics_lands_at_both():
    send(topic="nachforderung:8")
    found = actions.receive(raw(mail()), [address(), address("nachforderung:8")], NOON, envelope_from="erika@example.org")
    assert [r.topic for r in found] == [TOPIC, "nachforderung:8"] and all(r.is_new for r in found)


def test_reading_twice_changes_nothing():
    got = arrive(with_photo(mail()), address())
    actions.read_mail("bochum", got.mail_id, at=NOON)
    assert len(seen(got).attachments) == 1 and events().count("MailReceived") == 1


def test_a_crash_between_accepting_and_reading_loses_nothing():
    (got,) = actions.receive(raw(with_photo(mail())), [address()], NOON, envelope_from="erika@example.org")
    assert not seen(got).is_read
    drain(NOON + timedelta(hours=1))
    assert seen(got).is_read and len(seen(got).attachments) == 1


def test_if_the_store_fails_nothing_is_confirmed(monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    with pytest.raises(StoreDown) as refused:
        actions.receive(raw(mail("neu")), [address()], NOON, envelope_from="erika@example.org")
    assert refused.value.errno == 28  # the inlet says "452 Storage is full"
    with in_tenant():
        assert models.IncomingMail.objects.count() == 0


def test_the_right_number_and_a_forged_sender_without_token_wait_in_quarantine():
    got = arrive(mail(subject=f"AW: {NUMBER}"), f"antwort@{DOMAIN}")
    assert (got.tenant, got.topic) == ("bochum", "")
    (line,) = queries.quarantine(clerk())
    assert {(s.reason, s.value) for s in line.suggestions} == {("number", NUMBER), ("address", TOPIC)}
    assert "MailReceived" not in events()


def test_a_guessed_token_opens_nothing():
    got = arrive(mail(), f"antwort-{ids.new_code().lower()}@{DOMAIN}")
    assert (got.tenant, got.topic) == ("-", "")
    assert [line.id for line in queries.quarantine(Operator(id=1))] == [got.mail_id]
    assert queries.quarantine(clerk()) == ()


def test_a_token_shortened_by_one_group_opens_nothing():
    short = address().replace(address().partition("@")[0][-5:], "")
    assert arrive(mail(), short).topic == ""


def test_mail_to_a_closed_topic_is_kept_and_marked_late():
    actions.close_topic("bochum", TOPIC, by=RULE, at=NOON - timedelta(days=1))
    got = arrive(with_photo(mail()), address())
    assert got.topic == TOPIC and seen(got).is_late and len(seen(got).attachments) == 1
    assert events(kind="MailReceived")[0]["is_late"] is True


def test_mail_after_the_end_of_a_topic_is_late_and_reopening_ends_that():
    printed = actions.open_topic("bochum", TOPIC, expires_at=NOON, by=RULE, at=NOON - timedelta(days=9))
    assert printed == address() and seen(arrive(mail("spät"), address())).is_late
    actions.open_topic("bochum", TOPIC, by=RULE, at=NOON)
    assert not seen(arrive(mail("pünktlich"), address())).is_late


def test_after_a_change_of_the_key_old_addresses_stay_valid(settings):
    old = address()
    settings.SECRET_KEY = "another key, as after a leak"
    assert address() != old
    send()
    assert arrive(mail("eins"), old).topic == TOPIC and arrive(mail("zwei"), address()).topic == TOPIC


def test_a_mail_to_a_citys_own_address_waits_in_that_citys_quarantine():
    assert arrive(mail("a"), f"essen@{DOMAIN}").tenant == "essen"
    assert arrive(mail("b"), f"post+essen@{DOMAIN}").tenant == "essen"
    assert arrive(mail("c"), f"post@essen.{DOMAIN}").tenant == "essen"
    assert arrive(mail("d"), "essen@evil.example").tenant == "-"


def test_a_reply_without_token_that_names_our_mail_is_a_suggestion():
    ours = queries.outgoing(RULE, TOPIC)[0]
    with in_tenant():
        code = models.OutgoingMail.objects.get(pk=ours.id).code.lower()
    arrive(mail(In_Reply_To=f"<mail.{code}@{DOMAIN}>", sender="fremd@example.net"), f"keine-antwort@{DOMAIN}")
    (line,) = queries.quarantine(clerk())
    assert [(s.reason, s.value) for s in line.suggestions] == [("reply", TOPIC)]


def test_a_reply_to_our_return_path_waits_with_its_topic_as_suggestion():
    with in_tenant():
        code = models.OutgoingMail.objects.get().code.lower()
    got = arrive(mail(sender="fremd@example.net"), f"rueck-{code}@{DOMAIN}")
    assert (got.tenant, got.topic) == ("bochum", "")
    assert [(s.reason, s.value) for s in queries.quarantine(clerk())[0].suggestions] == [("reply", TOPIC)]


def test_a_clerk_assigns_and_the_mail_counts_as_received():
    got = arrive(with_photo(mail()), f"bochum@{DOMAIN}")
    actions.assign(got.mail_id, topic=TOPIC, by=clerk(), at=NOON)
    assert queries.quarantine(clerk()) == ()
    assert (seen(got).topic, seen(got).assigned_by) == (TOPIC, "clerk:7")
    assert [m.id for m in queries.of_topic(ERIKA, TOPIC)] == [got.mail_id]
    assert events(kind="MailReceived") == [{"mail_id": got.mail_id, "topic": TOPIC, "is_late": False}]


def test_a_mail_is_decided_once():
    got = arrive(mail(), f"bochum@{DOMAIN}")
    actions.discard(got.mail_id, reason="spam", by=clerk(), at=NOON)
    with pytest.raises(actions.AlreadyDecided):
        actions.assign(got.mail_id, topic=TOPIC, by=clerk(), at=NOON)
    with pytest.raises(actions.AlreadyDecided):
        actions.discard(got.mail_id, reason="spam", by=clerk(), at=NOON)
    assert queries.quarantine(clerk()) == ()


def test_a_matched_mail_is_not_for_the_quarantine():
    got = arrive(mail(), address())
    with pytest.raises(actions.AlreadyDecided):
        actions.assign(got.mail_id, topic=TOPIC, by=clerk(), at=NOON)


def test_a_clerk_of_another_city_cannot_touch_it_and_foreign_topics_do_not_exist():
    got = arrive(mail(), f"bochum@{DOMAIN}")
    with pytest.raises(NotFound):
        actions.discard(got.mail_id, reason="spam", by=clerk("essen"), at=NOON)
    send(tenant="essen", topic="nachforderung:99")
    with pytest.raises(actions.UnknownTopic):
        actions.assign(got.mail_id, topic="nachforderung:99", by=clerk(), at=NOON)
    assert len(queries.quarantine(clerk())) == 1


def test_the_operator_hands_a_mail_without_city_to_one():
    got = arrive(with_photo(mail()), f"post@{DOMAIN}")
    there = actions.redirect(got.mail_id, tenant="essen", by=Operator(id=1), at=NOON)
    drain(NOON)
    assert queries.quarantine(Operator(id=1)) == ()
    assert [(line.id, line.attachments) for line in queries.quarantine(clerk("essen"))] == [(there, 1)]


def test_more_than_fifty_megabytes_are_refused():
    with pytest.raises(actions.TooLarge):
        actions.receive(bytes(MAIL_BYTES + 1), [address()], NOON)


def test_the_quarantine_costs_the_same_for_3_and_for_30_mails(django_assert_max_num_queries):
    for number in range(30):
        arrive(with_photo(mail(f"Nr. {number}, {NUMBER}")), f"bochum@{DOMAIN}")
    with django_assert_max_num_queries(6):
        assert len(queries.quarantine(clerk())) == 30

"""The listener answers each recipient, says 250 only after the commit, and anything else when it could not keep the mail."""

import smtplib
import socket
import threading

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError
from make_mail import DOMAIN, NOON, TOPIC, address, cities, in_tenant, mail, raw, send, with_photo

from glueckauf.core.outbox.dispatch import drain
from glueckauf.mail import actions, models
from glueckauf.mail.rules.limits import MAIL_BYTES
from glueckauf.mail.tasks.lmtp import serve

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def port():
    """Of a running listener."""
    cities()
    send()
    stop, ready, found = threading.Event(), threading.Event(), []

    def on_ready(port):
        found.append(port)
        ready.set()

    thread = threading.Thread(target=serve, args=("127.0.0.1", 0, stop), kwargs={"on_ready": on_ready})
    thread.start()
    assert ready.wait(10)
    yield found[0]
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def client(port):
    """Speaks LMTP as Postfix does."""
    with smtplib.LMTP("127.0.0.1", port, timeout=20) as client:
        yield client


def deliver(client, content, *to, sender="erika@example.org"):
    """The answers, one per recipient."""
    client.ehlo_or_helo_if_needed()
    assert client.mail(sender)[0] == 250
    assert all(client.rcpt(one)[0] == 250 for one in to)
    code, first = client.data(content)
    answers = [(code, first)]
    answers += [client.getreply() for _ in to[1:]]
    return [(code, text.decode()) for code, text in answers]


def kept():
    with in_tenant():
        return list(models.IncomingMail.objects.filter(tenant="bochum").order_by("pk").values_list("topic", "envelope_from"))


def test_a_mail_is_kept_before_it_is_confirmed(client):
    assert deliver(client, raw(with_photo(mail())), address()) == [(250, "2.0.0 Kept")]
    assert kept() == [(TOPIC, "erika@example.org")]
    drain(NOON.replace(year=2100))
    with in_tenant():
        assert models.IncomingAttachment.objects.count() == 1


def test_every_recipient_gets_an_answer(client):
    send(topic="nachforderung:8")
    answers = deliver(client, raw(mail()), address(), address("nachforderung:8"), f"niemand@{DOMAIN}")
    assert [code for code, _ in answers] == [250, 250, 250]
    assert [topic for topic, _ in kept()] == [TOPIC, "nachforderung:8"]


def test_the_null_sender_is_taken(client):
    assert deliver(client, raw(mail()), address(), sender="")[0][0] == 250
    assert kept() == [(TOPIC, "")]


def test_a_dot_at_the_start_of_a_line_and_long_lines_arrive_unchanged(client):
    content = raw(mail()) + b".punkt\r\n..zwei\r\n" + b"x" * 50_000 + b"\r\n"
    assert deliver(client, content, address())[0][0] == 250
    with in_tenant():
        row = models.IncomingMail.objects.get()
    with default_storage.open(f"{row.raw_id[:2]}/{row.raw_id[2:4]}/{row.raw_id}") as file:
        assert file.read() == content


def test_a_database_in_trouble_means_later_for_that_recipient_only(client, monkeypatch):
    true_receive = actions.receive

    def receive(raw, envelope_to, at, **options):
        if envelope_to == [address()]:
            raise OperationalError("database is locked")
        return true_receive(raw, envelope_to, at, **options)

    monkeypatch.setattr(actions, "receive", receive)
    answers = deliver(client, raw(mail()), address(), f"bochum@{DOMAIN}")
    assert answers == [(451, "4.3.0 Not stored, try again later"), (250, "2.0.0 Kept")]
    monkeypatch.undo()
    assert deliver(client, raw(mail()), address())[0][0] == 250
    assert sorted(topic for topic, _ in kept()) == ["", TOPIC]


def test_a_full_disk_means_later(client, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    assert deliver(client, raw(mail("neu")), address())[0][0] == 452
    assert kept() == []


def test_a_mail_that_is_too_large_is_refused_for_every_recipient(client):
    content = b"Subject: x\r\n\r\n" + (b"x" * 998 + b"\r\n") * (MAIL_BYTES // 1_000 + 2)
    answers = deliver(client, content, address(), f"bochum@{DOMAIN}")
    assert answers == [(552, "5.3.4 Message too large")] * 2
    assert deliver(client, raw(mail()), address())[0][0] == 250


def test_a_connection_that_breaks_in_the_middle_leaves_nothing(port):
    with socket.create_connection(("127.0.0.1", port)) as line:
        for command in ("LHLO x", "MAIL FROM:<a@example.org>", f"RCPT TO:<{address()}>", "DATA", "Subject: halb"):
            line.sendall(f"{command}\r\n".encode())
    with smtplib.LMTP("127.0.0.1", port) as client:
        assert deliver(client, raw(mail()), address())[0][0] == 250
    assert len(kept()) == 1

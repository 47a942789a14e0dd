"""Through real servers: SMTP to Postfix to our inlet, Dovecot to our IMAP adapter; and what killing the inlet costs: nothing."""

import os
import random
import signal
import time

import pytest
from imap_tools import MailBoxUnencrypted
from make_mail import DOMAIN, NOON, NUMBER, PNG, TOPIC, address, arrive, cities, events, in_tenant, mail, raw, send, with_photo
from real_mail import House, answers, dovecot, is_alive, postfix, wait_for

from glueckauf.core.outbox.dispatch import drain
from glueckauf.mail import actions, models
from glueckauf.mail.tasks.imap import poll_imap

pytestmark = [pytest.mark.real, pytest.mark.slow]


@pytest.fixture
def box():
    with dovecot() as running:
        yield running


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)


def letter(number):
    """Each with its own subject, all with a photo."""
    return raw(with_photo(mail(subject=f"Nr. {number:02d}", message_id=f"<{number}@example.org>")))


def test_a_reply_travels_through_postfix_into_its_topic(house):
    reply_to = house.ask("prepare")
    with house.inlet(), postfix(house.lmtp_port) as relay:
        relay.send([(reply_to, letter(1)), (f"unbekannt@{DOMAIN}", letter(2)), (f"bochum+irgendwas@{DOMAIN}", letter(3))])
        wait_for(lambda: not relay.queued())
        house.ask("read")
    found = house.ask("count")
    assert (found["mails"], found["files"], found["received"], sorted(found["topics"])) == (2, 2, 1, ["", TOPIC])


def test_postfix_keeps_mail_while_the_inlet_is_down_and_refuses_other_domains(house):
    reply_to = house.ask("prepare")
    with postfix(house.lmtp_port) as relay:
        relay.send([(reply_to, letter(1))])
        wait_for(lambda: "Connection refused" in relay.log())
        assert relay.queued() == 1
        with house.inlet():
            wait_for(lambda: not relay.queued(), seconds=30)
        with pytest.raises(Exception, match="too big|exceeds"):
            relay.send([(reply_to, bytes(53_000_000))])
        assert relay.queued() == 0
    assert house.ask("count")["mails"] == 1


def test_servers_end_with_their_test(house):
    with postfix(house.lmtp_port) as relay:
        pid = int((relay.folder / "queue/pid/master.pid").read_text())
        assert is_alive(pid)
    assert not is_alive(pid) and not relay.folder.exists()


def test_fifty_mails_while_the_inlet_and_the_worker_are_killed_none_is_lost_none_is_doubled(house):
    reply_to = house.ask("prepare")
    chance = random.Random(50)
    with postfix(house.lmtp_port) as relay:
        for start in range(0, 50, 10):
            inlet = house.start("manage.py", "inlet")
            wait_for(lambda: answers(house.lmtp_port))
            relay.retry()
            relay.send([(reply_to, letter(number)) for number in range(start, start + 5)])
            time.sleep(chance.random() / 10)
            os.kill(inlet.pid, signal.SIGSTOP)
            relay.send([(reply_to, letter(number)) for number in range(start + 5, start + 10)])
            os.kill(inlet.pid, signal.SIGKILL)
            inlet.wait()
            reader = house.start("tests/mail_house.py", "read")
            time.sleep(0.8 + chance.random())
            os.kill(reader.pid, signal.SIGKILL)
            reader.wait()
        assert "lost connection with 127.0.0.1" in relay.log()
        with house.inlet():
            relay.retry()
            wait_for(lambda: not relay.queued(), seconds=60)
    (house.folder / "clock-offset").write_text("600")  # past the leases of the readers that were killed
    house.env = {**house.env, "GLUECKAUF_MODE": "demo"}
    house.ask("read")
    found = house.ask("count")
    assert found["subjects"] == [f"Nr. {number:02d}" for number in range(50)]
    assert (found["mails"], found["read"], found["received"], found["files"]) == (50, 50, 50, 50)


@pytest.mark.django_db(transaction=True)
class TestImap:
    """The second way in."""

    @pytest.fixture(autouse=True)
    def _asked(self):
        cities()
        send()

    def folders(self, box):
        """How many mails lie where."""
        with MailBoxUnencrypted("127.0.0.1", box.imap_port).login("postkorb", "geheim") as opened:
            return {folder.name: opened.folder.status(folder.name)["MESSAGES"] for folder in opened.folder.list()}

    def test_mail_is_taken_over_and_moved_only_after_it_was_kept(self, box, monkeypatch):
        box.deliver(address(), letter(1))
        box.deliver(f"bochum@{DOMAIN}", raw(mail(f"Betrifft {NUMBER}", message_id="<imap@example.org>")))
        monkeypatch.setattr(actions, "receive", self.broken)
        with pytest.raises(OSError, match="database"):
            poll_imap(box.url, NOON)
        assert self.folders(box)["INBOX"] == 2
        monkeypatch.undo()
        assert poll_imap(box.url, NOON) == 2
        assert poll_imap(box.url, NOON) == 0
        assert (self.folders(box)["INBOX"], self.folders(box)["INBOX.Erledigt"]) == (0, 2)
        drain(NOON)
        with in_tenant():
            assert sorted(models.IncomingMail.objects.values_list("topic", flat=True)) == ["", TOPIC]
        assert events().count("MailReceived") == 1

    @staticmethod
    def broken(*_args, **_options):
        raise OSError("database")

    def test_what_lmtp_brought_already_is_not_taken_twice(self, box):
        content = letter(7)
        assert arrive(content, address()).is_new
        box.deliver(address(), content)
        assert poll_imap(box.url, NOON) == 1
        with in_tenant():
            assert models.IncomingMail.objects.count() == 1

    def test_a_mail_built_to_break_parsers_does_not_stop_the_mailbox(self, box):
        content = b"Subject: tief\r\n" + b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (depth, depth) for depth in range(2_000)
        )
        box.deliver(address(), content)
        box.deliver(address(), raw(with_photo(mail(message_id="<after@example.org>"), content=PNG)))
        assert poll_imap(box.url, NOON) == 2
        drain(NOON)
        assert events().count("MailReceived") == 2

"""Mail: how fast the inlet accepts, how fast a backlog is read, how soon a single mail is. `python -m bench.mail [--quick]`

The inlet and the worker run as processes of their own, as in production; this process speaks LMTP to the one and watches the tables.
Each mail is new and brings the same photo of 1600 x 1200 pixels, 0.7 MB.
"""

import contextlib
import io
import smtplib
import socket
import subprocess
import sys
import threading
import time
from email.message import EmailMessage
from email.policy import SMTP

from bench.alone import alone
from bench.installation import ROOT, Installation
from bench.results import Row, row

CLIENTS = 4
TOPIC = "bench:1"


def photo():
    """A JPEG that does not compress to nothing."""
    from PIL import Image

    picture = Image.effect_noise((1600, 1200), 40).convert("RGB")
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=60)
    return file.getvalue()


def letter(picture):
    """Raw bytes with a place for the number that makes each one a mail of its own."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "erika@example.org", "post@example.org", "Foto NUMBER"
    message["Message-ID"] = f"<NUMBER.{time.monotonic_ns()}@example.org>"
    message.set_content("Guten Tag, anbei das Foto.")
    message.add_attachment(picture, maintype="image", subtype="jpeg", filename="foto.jpg")
    return message.as_bytes(policy=SMTP)


def numbered(template, number):
    """One mail."""
    return template.replace(b"NUMBER", number.encode())


@contextlib.contextmanager
def process(*command, is_up=lambda: True):
    """Started, awaited, stopped."""
    running = subprocess.Popen(
        [sys.executable, "-m", "glueckauf", *command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 20
        while not is_up() and time.monotonic() < until:
            time.sleep(0.05)
        yield
    finally:
        running.terminate()
        running.wait(15)


def listens(port):
    """Whether the inlet answers."""
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False


def accept(port, to, template, seconds):
    """Clients that each send one mail after the other; returns accepted mails per second."""
    counts, until, started = [0] * CLIENTS, time.monotonic() + seconds, time.monotonic()

    def send(client):
        with smtplib.LMTP("127.0.0.1", port, timeout=60) as line:
            while time.monotonic() < until:
                line.sendmail("erika@example.org", [to], numbered(template, f"{client}-{counts[client]}"))
                counts[client] += 1

    threads = [threading.Thread(target=send, args=(client,)) for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - started)


def unread(models, scope, reading):
    """How many accepted mails nobody has read yet."""
    with reading(scope):
        return models.IncomingMail.objects.filter(tenant=scope.tenant, read_at=None).count()


def wait_until(reached, *, seconds):
    """Seconds until reached(), or as long as we waited."""
    started = time.monotonic()
    while not reached() and time.monotonic() - started < seconds:
        time.sleep(0.02)
    return time.monotonic() - started


def measure(made: Installation, *, quick: bool) -> list[Row]:
    """Single mails beside a working house; then as many as the inlet takes while nobody reads; then reading them."""
    from glueckauf.core.clock import now
    from glueckauf.core.db import reading
    from glueckauf.core.scope import Scope
    from glueckauf.identity.rules.actor import Rule
    from glueckauf.mail import actions, models, queries

    rule, scope, template = Rule(tenant="bochum", name="bench"), Scope(tenant="bochum"), letter(photo())
    actions.open_topic("bochum", TOPIC, by=rule, at=now())
    to, port = queries.reply_address("bochum", TOPIC), made.inlet

    def count():
        return unread(models, scope, reading)

    with process("inlet", is_up=lambda: listens(port)):
        with process("worker"):
            single(port, to, template, "first", count)
            delays = sorted(single(port, to, template, number, count) for number in range(5 if quick else 60))
        accepted = accept(port, to, template, 3 if quick else 60)
        waiting = count()
        with process("worker"):
            wait_until(lambda: count() < waiting, seconds=20)
            begun = count()
            took = wait_until(lambda: not count(), seconds=5 if quick else 30)
        drained = (begun - count()) / took
    return [
        row("main.mail.accepted", accepted, "mails/s", ">= 20"),
        row("main.mail.read_p95", delays[int(len(delays) * 0.95)], "s", "<= 2"),
        row("main.mail.backlog", drained, "mails/s", ">= 5"),
    ]


def single(port, to, template, number, count):
    """Seconds from the first byte sent until one mail was read, at about one mail a second."""
    started = time.monotonic()
    with smtplib.LMTP("127.0.0.1", port, timeout=60) as line:
        line.sendmail("erika@example.org", [to], numbered(template, f"single-{number}"))
    wait_until(lambda: not count(), seconds=10)
    took = time.monotonic() - started
    time.sleep(max(0.0, 1 - took))
    return took


if __name__ == "__main__":
    alone(measure, database="sqlite")

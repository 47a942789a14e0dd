"""Mail: how fast the inlet accepts, how fast a backlog is read, how soon a single mail is. `python bench/mail.py [seconds]`.

The inlet and the worker run as processes of their own, as in production; this process speaks LMTP to the one and watches the tables.
Each mail is new and brings the same photo of 1600 x 1200 pixels, 0.7 MB.

run() expects a migrated installation; as a script it makes one in a
temporary folder (SQLite), or uses the PostgreSQL that GLUECKAUF_DATABASE names.
"""

import contextlib
import io
import os
import smtplib
import socket
import subprocess
import sys
import tempfile
import threading
import time
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
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
def process(*command, env, is_up=lambda: True):
    """Started, awaited, stopped."""
    running = subprocess.Popen(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
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


def measure(seconds):
    """Values by name."""
    from django.conf import settings

    from glueckauf.cities.models import Tenant
    from glueckauf.core.clock import now
    from glueckauf.core.db import reading
    from glueckauf.core.scope import Scope
    from glueckauf.identity.rules.actor import Rule
    from glueckauf.mail import actions, models, queries

    Tenant.objects.get_or_create(key="bochum", defaults={"kind": "kommune", "name": "Bochum", "prefix": "BO"})
    rule, scope, template = Rule(tenant="bochum", name="bench"), Scope(tenant="bochum"), letter(photo())
    actions.open_topic("bochum", TOPIC, by=rule, at=now())
    to = queries.reply_address("bochum", TOPIC)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    env = {**os.environ, "GLUECKAUF_LMTP_PORT": str(port), "GLUECKAUF_VAR": str(settings.GLUECKAUF.var)}  # noqa: TID251 - for the children

    def count():
        return unread(models, scope, reading)

    with process("inlet", env=env, is_up=lambda: listens(port)):
        with process("worker", env=env):
            delays = sorted(single(port, to, template, number, count) for number in range(20))
        accepted = accept(port, to, template, seconds)
        waiting = count()
        with process("worker", env=env):
            wait_until(lambda: count() < waiting, seconds=20)
            begun = count()
            took = wait_until(lambda: not count(), seconds=20)
    return accepted, (begun - count()) / took, delays[-2]


def single(port, to, template, number, count):
    """Seconds from the first byte sent until one mail was read, at about one mail a second."""
    started = time.monotonic()
    with smtplib.LMTP("127.0.0.1", port, timeout=60) as line:
        line.sendmail("erika@example.org", [to], numbered(template, f"single-{number}"))
    wait_until(lambda: not count(), seconds=10)
    took = time.monotonic() - started
    time.sleep(max(0.0, 1 - took))
    return took


def run(seconds=60):
    """Rows of name, value, unit, goal, met."""
    accepted, drained, delay = measure(seconds)
    return [
        row("main.mail.accepted", accepted, "mails/s", 20, accepted >= 20),
        row("main.mail.backlog", drained, "mails/s", 5, drained >= 5),
        row("main.mail.read_p95", delay, "s", 2, delay <= 2),
    ]


def row(name, value, unit, goal, met):
    """As bench/results.json holds it."""
    return {"name": name, "value": round(value, 2), "unit": unit, "goal": goal, "met": bool(met)}


def main(seconds):
    """As a script: an installation of its own."""
    with tempfile.TemporaryDirectory(prefix="glueckauf-bench-") as folder:
        os.environ.update(GLUECKAUF_VAR=folder, GLUECKAUF_MODE="test", DJANGO_SETTINGS_MODULE="glueckauf.config.settings")  # noqa: TID251
        sys.path.insert(0, str(ROOT))
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        for found in run(seconds):
            print(
                f"{found['name']:<24}{found['value']:>9} {found['unit']:<9} goal {found['goal']:<5} {'met' if found['met'] else 'MISSED'}"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)

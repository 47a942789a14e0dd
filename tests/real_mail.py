"""A real Postfix and a real Dovecot of our own, and a house in processes of its own, for tests marked `real`.

Both servers live in a temporary folder on free ports; whatever happens to a test, they end with it. Postfix runs the files of
deploy/postfix, so that those are tested too.
"""

import atexit
import contextlib
import json
import os
import shutil
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from glueckauf.core.supervise import die_with_parent

ROOT = Path(__file__).resolve().parents[1]
NOBODY = 65534


def need(program):
    """Says what is missing instead of failing somewhere inside."""
    if shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None:
        pytest.fail(f"{program} is missing: apt-get install {program.replace('dovecot', 'dovecot-imapd dovecot-lmtpd')}")


def free_port():
    """A port nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for(what, *, seconds=15.0):
    """The first true value of what(), or a failure."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s in vain for {getattr(what, '__name__', what)}")


def answers(port):
    """Whether somebody listens."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def is_alive(pid):
    """Whether a process runs."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


@contextlib.contextmanager
def running(*command, is_up, env=None, cwd=None):
    """A server in the foreground, as our child: asked to stop at the end, killed if it does not, and the kernel ends it with us."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=env, cwd=cwd, preexec_fn=die_with_parent, **quiet)
    try:
        wait_for(is_up, seconds=60)  # a start takes seconds of two shared cores
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Postfix:
    """A running Postfix that takes mail by SMTP and hands it to the inlet."""

    def __init__(self, folder, smtp_port):
        self.folder, self.smtp_port = folder, smtp_port

    def send(self, messages, *, sender="erika@example.org"):
        """(recipient, bytes) each, in one session."""
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=30) as client:
            for recipient, content in messages:
                client.sendmail(sender, [recipient], content)

    def queued(self):
        """How many mails it still holds."""
        listed = subprocess.run(["/usr/sbin/postqueue", "-c", self.folder, "-j"], capture_output=True, text=True)
        return len(listed.stdout.splitlines())

    def retry(self):
        """Tries everything again now."""
        subprocess.run(["/usr/sbin/postqueue", "-c", self.folder, "-f"], capture_output=True)

    def log(self):
        """What it wrote."""
        return (self.folder / "mail.log").read_text()


@contextlib.contextmanager
def postfix(lmtp_port) -> Iterator[Postfix]:
    """Needs root, as every Postfix does."""
    need("postfix")
    if os.getuid() != 0:
        pytest.fail("Postfix starts as root only")
    folder, smtp_port = Path(tempfile.mkdtemp(prefix="glueckauf-postfix-", dir="/var/tmp")), free_port()
    folder.chmod(0o755)
    for name in ("queue", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    main = (ROOT / "deploy/postfix/main.cf").read_text().replace("127.0.0.1:2424", f"127.0.0.1:{lmtp_port}")
    own = {
        "queue_directory": folder / "queue",
        "data_directory": folder / "data",
        "maillog_file": folder / "mail.log",
        "maillog_file_prefixes": folder,
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "disable_dns_lookups": "yes",
        "default_transport": "error:nothing leaves this machine",
        "minimal_backoff_time": "1s",
        "maximal_backoff_time": "2s",
        "queue_run_delay": "1s",
    }
    kept = [line for line in main.splitlines() if line.partition(" =")[0] not in own]
    (folder / "main.cf").write_text("\n".join([*kept, *(f"{key} = {value}" for key, value in own.items()), ""]))
    master = (ROOT / "deploy/postfix/master.cf").read_text()
    (folder / "master.cf").write_text(master.replace("smtp      inet", f"127.0.0.1:{smtp_port} inet", 1))
    try:
        subprocess.run(["/usr/sbin/postfix", "-c", folder, "check"], check=True, stdin=subprocess.DEVNULL, capture_output=True)
        with running("/usr/lib/postfix/sbin/master", "-c", folder, "-s", is_up=lambda: answers(smtp_port)):
            yield Postfix(folder, smtp_port)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Dovecot:
    """A running Dovecot: everything delivered by LMTP lies in one mailbox, read by IMAP."""

    def __init__(self, imap_port, lmtp_port):
        self.imap_port, self.lmtp_port = imap_port, lmtp_port
        self.url = f"imap://postkorb:geheim@127.0.0.1:{imap_port}/INBOX"

    def deliver(self, recipient, content, *, sender="erika@example.org"):
        """As the provider's server would."""
        with smtplib.LMTP("127.0.0.1", self.lmtp_port, timeout=20) as client:
            client.sendmail(sender, [recipient], content)


DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
recipient_delimiter = +
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
first_valid_uid = 1
mail_location = maildir:{folder}/mail
lmtp_save_to_detail_mailbox = no
passdb {{
  driver = static
  args = password=geheim
}}
userdb {{
  driver = static
  args = uid={uid} gid={uid} home={folder}/home allow_all_users=yes
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
"""


@contextlib.contextmanager
def dovecot() -> Iterator[Dovecot]:
    """Mail belongs to the user nobody."""
    need("dovecot")
    folder = Path(tempfile.mkdtemp(prefix="glueckauf-dovecot-", dir="/var/tmp"))
    folder.chmod(0o755)
    for name in ("run", "state", "mail", "home"):
        (folder / name).mkdir()
        os.chown(folder / name, NOBODY, NOBODY)
    found = Dovecot(free_port(), free_port())
    config = folder / "dovecot.conf"
    config.write_text(DOVECOT.format(folder=folder, uid=NOBODY, imap_port=found.imap_port, lmtp_port=found.lmtp_port))
    try:
        with running("/usr/sbin/dovecot", "-F", "-c", config, is_up=lambda: answers(found.imap_port) and answers(found.lmtp_port)):
            yield found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class House:
    """An installation of its own in a temporary folder, on the database this run is about; its processes can be killed."""

    def __init__(self, folder):
        self.folder, self.lmtp_port = folder, free_port()
        self.env = {
            **os.environ,
            "GLUECKAUF_MODE": "test",
            "GLUECKAUF_VAR": str(folder),
            "GLUECKAUF_LMTP_PORT": str(self.lmtp_port),
            **database_of_its_own(folder),
        }

    def run(self, *command):
        """Runs to its end and returns what it printed."""
        found = subprocess.run([sys.executable, *command], cwd=ROOT, env=self.env, capture_output=True, text=True)
        assert found.returncode == 0, found.stderr[-2_000:]
        return found.stdout

    def ask(self, *command):
        """What tests/mail_house.py says, as a value."""
        return json.loads(self.run("tests/mail_house.py", *command).splitlines()[-1])

    def start(self, *command):
        """A process to be killed by the test."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.env, preexec_fn=die_with_parent, **quiet)

    def inlet(self):
        """A running listener."""
        return running(sys.executable, "manage.py", "inlet", is_up=lambda: answers(self.lmtp_port), env=self.env, cwd=ROOT)


def database_of_its_own(folder):
    """Tables without rows: on PostgreSQL a fresh database of the same server, on SQLite the file in the house's folder."""
    template = migrated()
    if isinstance(template, Path):
        shutil.copy(template, folder)
        return {}
    return in_database(create_database(template))


@lru_cache(maxsize=1)
def migrated():
    """What the houses of this run are copied from: migrated once. A path, or the name of a database."""
    owner = os.environ.get("GLUECKAUF_DATABASE_OWNER")
    name = create_database("template1") if owner else ""
    folder = Path(tempfile.mkdtemp(prefix="glueckauf-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    env = {**os.environ, "GLUECKAUF_MODE": "test", "GLUECKAUF_VAR": str(folder), **(in_database(name) if owner else {})}
    made = subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr[-2_000:]
    return name or folder / "glueckauf.sqlite3"


def create_database(template):
    """On the server of this run; its name."""
    import psycopg

    name = f"house_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(os.environ["GLUECKAUF_DATABASE_OWNER"], autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[arg-type]
    return name


def in_database(name):
    """The settings that lead there."""
    names = ("GLUECKAUF_DATABASE", "GLUECKAUF_DATABASE_OWNER", "GLUECKAUF_DATABASE_BACKUP")
    return {key: urlunsplit(urlsplit(os.environ[key])._replace(path=f"/{name}")) for key in names if os.environ.get(key)}

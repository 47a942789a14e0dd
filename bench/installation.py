"""An installation to measure: production mode in a temporary folder, on SQLite or a PostgreSQL of its own, with durable commits.

The house runs as its own processes (`glueckauf run`); this process is the client and looks into the tables afterwards.
"""

import contextlib
import io
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATABASES = ("sqlite", "postgresql")
DURABLE = "-c fsync=on -c synchronous_commit=on -c full_page_writes=on -c max_connections=60 -c shared_buffers=256MB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Where it lies, what its processes are told, where it listens."""

    folder: Path
    database: str
    port: int
    inlet: int
    relay: int

    @property
    def log(self) -> Path:
        """What the house writes."""
        return self.folder / "house.log"

    @property
    def server_log(self) -> Path:
        """What PostgreSQL writes."""
        return self.folder / "postgresql.log"


@contextlib.contextmanager
def installation(database: str) -> Iterator[Installation]:
    """Empty tables, six cities, all Leistungen and the one of the bench; this process has the same settings."""
    from tests.e2e.house import free_port

    with tempfile.TemporaryDirectory(prefix="glueckauf-bench-") as name, contextlib.ExitStack() as held:
        made = Installation(folder=Path(name), database=database, port=free_port(), inlet=free_port(), relay=free_port())
        held.enter_context(relay(made.relay))
        for name in [name for name in os.environ if name.startswith("GLUECKAUF_")]:  # noqa: TID251 - before settings exist
            del os.environ[name]  # noqa: TID251
        os.environ.update(variables(made))  # noqa: TID251
        if database == "postgresql":
            from tests import postgres

            socket = held.enter_context(postgres.server(DURABLE))
            made.server_log.symlink_to(socket / "log")
            os.environ.update(postgres.variables(socket))  # noqa: TID251
        set_up()
        yield made


@contextlib.contextmanager
def relay(port: int) -> Iterator[None]:
    """Takes every mail of the house and throws it away."""
    words = ["-n", "-c", "aiosmtpd.handlers.Sink", "-l", f"127.0.0.1:{port}"]
    running = subprocess.Popen([sys.executable, "-m", "aiosmtpd", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        running.terminate()
        running.wait(15)


def variables(made: Installation) -> dict[str, str]:
    """Production, behind a proxy on this machine, so that each visitor has an address of her own."""
    leistungen = made.folder / "leistungen"
    for folder in (ROOT / "leistungen", ROOT / "bench" / "leistungen"):
        shutil.copytree(folder, leistungen, dirs_exist_ok=True)
    password = secrets.token_hex(16)
    chosen = {
        "MODE": "production",
        "VAR": made.folder / "var",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "PAYMENT_SECRET": secrets.token_urlsafe(48),
        "LEISTUNGEN": leistungen,
        "LISTEN_PORT": made.port,
        "LMTP_PORT": made.inlet,
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": made.relay,
        "MAIL_DOMAIN": "post.bench.invalid",
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": f"https://127.0.0.1:{made.port}",
        "TRUSTED_PROXIES": "127.0.0.1",
        "SEAL_PKCS12": seal(made.folder / "seal.p12", password),
        "SEAL_PASSWORD": password,
    }
    named = {f"GLUECKAUF_{name}": str(value) for name, value in chosen.items()}
    return {"DJANGO_SETTINGS_MODULE": "glueckauf.config.settings", **named}


def seal(path: Path, password: str) -> Path:
    """A P-256 key with a certificate signed by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    from glueckauf.letters.providers import authority

    key = ec.generate_private_key(ec.SECP256R1())
    who = authority.names("Siegel der Messung", "Messung")
    made = x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number(), authority.BEGIN, authority.END)
    signed = made.add_extension(authority.usage(sign_certificates=False), critical=True).sign(key, hashes.SHA256())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"x", key, signed, [], BestAvailableEncryption(password.encode())))
    return path


def set_up() -> None:
    """Tables, cities, services."""
    import django
    from django.core.management import call_command

    django.setup()
    for command in (["migrate", "-v0"], ["cities_sync"], ["catalogue_publish"]):
        call_command(*command, stdout=io.StringIO())
    from glueckauf.catalogue import queries as catalogue

    if wrong := catalogue.problems():
        raise RuntimeError("\n".join(wrong))


@contextlib.contextmanager
def running(made: Installation, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """`glueckauf run` until the block ends."""
    from tests.e2e.house import wait_until_healthy

    with made.log.open("ab") as log:
        house = subprocess.Popen([sys.executable, "-m", "glueckauf", *(words or ("run",))], cwd=ROOT, stdout=log, stderr=log)
        try:
            wait_until_healthy(f"http://127.0.0.1:{made.port}", house, made.log)
            yield house
        except Exception as error:
            error.add_note(made.log.read_text(errors="replace")[-2_000:])
            raise
        finally:
            house.send_signal(signal.SIGTERM)
            house.wait(30)

"""What production must have set, and what it should: one sentence per missing or unsafe setting.

`glueckauf check` prints them; run, web, worker and inlet refuse to start while one is an error. Demo and test need
none of it, and neither does who migrates or backs up.
"""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import DatabaseError, connection

NEEDED_CHARACTERS, NEEDED_SIGNS = 50, 10
ROLE = """
SELECT rolsuper OR rolbypassrls,
       (SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND pg_has_role(current_user, tableowner, 'USAGE'))
FROM pg_roles WHERE rolname = current_user
"""


def of_settings() -> list[CheckMessage]:
    """All that can be seen without asking the database."""
    env = settings.GLUECKAUF
    if not env.is_production:
        return []
    errors = (*secrets(env), *addresses(env), *proxies(env), *mail(env), *seal(env), *store(env))
    return [*(Error(text, id="glueckauf.E001") for text in errors), *(Warning(text, id="glueckauf.W001") for text in advice(env))]


def of_role() -> list[CheckMessage]:
    """Row-level security keeps the cities apart for a role that owns no table and bypasses nothing."""
    if not settings.GLUECKAUF.is_production:
        return []
    if connection.vendor != "postgresql":
        text = "GLUECKAUF_DATABASE is not set: on SQLite the cities are kept apart by our queries alone, and one machine serves all."
        return [Warning(text, id="glueckauf.W002")]
    try:
        with connection.cursor() as cursor:
            cursor.execute(ROLE)
            bypasses, owned = cursor.fetchone()
    except DatabaseError as error:
        return [Error(f"GLUECKAUF_DATABASE does not answer ({type(error).__name__}).", id="glueckauf.E002")]
    found = []
    if bypasses:
        found.append("GLUECKAUF_DATABASE names a role that bypasses row-level security; use glueckauf_app of deploy/postgresql/roles.sql.")
    if owned:
        found.append("GLUECKAUF_DATABASE names a role that owns the tables; use glueckauf_app of deploy/postgresql/roles.sql.")
    return [Error(text, id="glueckauf.E002") for text in found]


def store(env: Any) -> Iterator[str]:
    """Where files lie."""
    if env.files_s3_bucket and not (env.files_s3_access_key and env.files_s3_secret_key):
        yield "GLUECKAUF_FILES_S3_ACCESS_KEY or GLUECKAUF_FILES_S3_SECRET_KEY is missing: the bucket of the files cannot be opened."
    if env.files_s3_endpoint.startswith("http://") and not is_loopback(urlsplit(env.files_s3_endpoint).hostname or ""):
        yield "GLUECKAUF_FILES_S3_ENDPOINT is not https: files of citizens would cross the network in the clear."


def secrets(env: Any) -> Iterator[str]:
    """What signs sessions and links."""
    key = env.secret_key.get_secret_value() if env.secret_key else ""
    if len(key) < NEEDED_CHARACTERS or len(set(key)) < NEEDED_SIGNS:
        yield f"GLUECKAUF_SECRET_KEY is missing or weak: {NEEDED_CHARACTERS} random characters, as `openssl rand -base64 48` gives."
    if settings.DEBUG:
        yield "DEBUG is on: error pages would show settings and data."


def addresses(env: Any) -> Iterator[str]:
    """Under which names pages are served."""
    base = urlsplit(env.base_url)
    if base.scheme != "https" or not base.hostname or base.path:
        yield "GLUECKAUF_BASE_URL must be https://NAME without a slash at its end: it goes into mails and letters, and cookies need TLS."
    elif not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SESSION_COOKIE_HTTPONLY):
        yield "Session cookies are not bound to TLS and HTTP: SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE, SESSION_COOKIE_HTTPONLY."
    hosts = {name.strip() for name in env.allowed_hosts.split(",")}
    if base.hostname and base.hostname not in hosts:
        yield f"GLUECKAUF_ALLOWED_HOSTS must name {base.hostname}, the host of GLUECKAUF_BASE_URL, or nobody reaches a page."
    if any(name.startswith(("*", ".")) for name in hosts) or "testserver" in hosts:
        yield "GLUECKAUF_ALLOWED_HOSTS must list names in full, no pattern and not testserver: links are built from the name asked for."


def proxies(env: Any) -> Iterator[str]:
    """Whom we believe where a visitor comes from."""
    names = [name.strip() for name in env.trusted_proxies.split(",") if name.strip()]
    if not names:
        yield "GLUECKAUF_TRUSTED_PROXIES is empty: behind nginx all visitors would share one rate limit. On one machine: 127.0.0.1,::1"
    for name in names:
        if name != "socket" and (network := network_of(name)) is None:
            yield f"GLUECKAUF_TRUSTED_PROXIES: {name} is neither an address nor a network nor `socket`."
        elif name != "socket" and network is not None and network.prefixlen == 0:
            yield f"GLUECKAUF_TRUSTED_PROXIES: {name} believes everybody where they come from; name the proxies only."


def mail(env: Any) -> Iterator[str]:
    """Out by a relay, in by an inlet that believes whoever speaks to it."""
    if not env.smtp_host:
        yield "GLUECKAUF_SMTP_HOST is missing: nobody would get a mail, and nobody could sign in."
    if env.mail_domain.endswith(".example"):
        yield f"GLUECKAUF_MAIL_DOMAIN is still {env.mail_domain}: answers of citizens would reach nobody."
    if is_public(env.lmtp_host):
        yield f"GLUECKAUF_LMTP_HOST is {env.lmtp_host}: the inlet believes whoever speaks to it. Postfix before it, and 127.0.0.1."


def seal(env: Any) -> Iterator[str]:
    """Without a key of one's own letters are worth nothing."""
    if not (env.seal_pkcs12 or env.seal_pkcs11):
        yield "GLUECKAUF_SEAL_PKCS12 or GLUECKAUF_SEAL_PKCS11 is missing: every letter would say Muster."
    elif env.seal_pkcs12 and not env.seal_pkcs12.exists():
        yield f"GLUECKAUF_SEAL_PKCS12: {env.seal_pkcs12} is not there, or not readable for this user."


def advice(env: Any) -> Iterator[str]:
    """What works, but less well or less safely."""
    if env.clamd_socket is None:
        yield "GLUECKAUF_CLAMD_SOCKET is not set: uploads are kept and shown as not scanned."
    elif not answers(str(env.clamd_socket)):
        yield f"GLUECKAUF_CLAMD_SOCKET: nobody answers at {env.clamd_socket}; uploads are kept and shown as not scanned."
    if not is_loopback(env.lmtp_host) and not is_public(env.lmtp_host):
        yield f"GLUECKAUF_LMTP_HOST is {env.lmtp_host}: let the firewall pass nobody but Postfix."
    if not is_loopback(env.listen_host):
        yield f"GLUECKAUF_LISTEN_HOST is {env.listen_host}: pages are served without TLS there; let the firewall pass nobody but nginx."
    if env.database_owner or env.database_backup:
        yield "GLUECKAUF_DATABASE_OWNER and _BACKUP belong to the shell of whoever migrates or backs up, not to a service."
    if env.var.exists() and env.var.stat().st_mode & 0o007:
        yield f"{env.var} is open to every user of this machine: chmod o= {env.var}"
    for name in settings.UNKNOWN_VARIABLES:
        yield f"{name} is no setting of ours; glueckauf/config/env.py lists all."


def network_of(name: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """None: not one."""
    try:
        return ipaddress.ip_network(name, strict=False)
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """By name or number, without asking a name server."""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def is_public(host: str) -> bool:
    """Every address of the machine, or one that the internet reaches. A name is taken for one of an inner network."""
    with suppress(ValueError):
        address = ipaddress.ip_address(host)
        return address.is_unspecified or address.is_global
    return not host


def answers(path: str) -> bool:
    """Whether a socket is served."""
    with socket.socket(socket.AF_UNIX) as there, suppress(OSError):
        there.settimeout(2)
        there.connect(path)
        return True
    return False


def of_production() -> list[CheckMessage]:
    """All of it."""
    return [*of_settings(), *of_role()]

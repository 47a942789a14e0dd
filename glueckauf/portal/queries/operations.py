"""The operator's page: whether each part works, what waits, what was given up. Numbers, codes and times; never a person."""

import platform
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

import django
from django.conf import settings
from django.db import connection

from glueckauf.cities.models import Tenant
from glueckauf.cities.queries import kommunen
from glueckauf.core.db import reading
from glueckauf.core.events import BackupMade
from glueckauf.core.jobs import jobs
from glueckauf.core.models import ChainHead, Event, Job
from glueckauf.core.outbox.waiting import DeadLetter, dead_letters
from glueckauf.core.readiness import LATE_JOB, Readiness, readiness
from glueckauf.core.scope import HOUSE
from glueckauf.core.uploads import scanner
from glueckauf.identity.rules.actor import Operator
from glueckauf.mail import queries as mail

SOON = timedelta(minutes=2)
BACKUP_EVERY = timedelta(hours=26)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the installation. `kind` is a state of the desk: ok, no, none."""

    name: str
    kind: str
    word: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The audit of a city. `fault` empty and `verified_at` set: whole."""

    name: str
    seq: int
    digest: str
    verified_at: datetime | None
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """A repeated job."""

    name: str
    every: timedelta
    ran_at: datetime | None
    due_at: datetime | None
    is_late: bool
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StrayMail:
    """A mail that names no city. `hint`: cities whose Vorgangsnummern stand in it."""

    id: int
    received_at: datetime
    files: int
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operations:
    """The page."""

    readiness: Readiness
    parts: tuple[Part, ...]
    queue: mail.QueueState
    dead: tuple[DeadLetter, ...]
    chains: tuple[Chain, ...]
    jobs: tuple[JobLine, ...]
    stray: tuple[StrayMail, ...]
    cities: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...]
    at: datetime


def operations(actor: Operator, *, at: datetime) -> Operations:
    """Asks every part once; each has two seconds to answer."""
    cities = tuple((kommune.key, kommune.full_name) for kommune in kommunen())
    rows = {row.name: row for row in Job.objects.all()}
    return Operations(
        readiness=readiness(at),
        parts=parts(rows, at),
        queue=mail.queue_state(at=at),
        dead=tuple(dead_letters(limit=100)),
        chains=chains(dict(cities)),
        jobs=job_lines(rows, at),
        stray=stray(actor, dict(cities)),
        cities=cities,
        versions=versions(),
        at=at,
    )


def parts(rows: Mapping[str, Job], at: datetime) -> tuple[Part, ...]:
    """Web and database answer, or there would be no page."""
    env = settings.GLUECKAUF
    return (
        Part(name="Web", kind="ok", word="antwortet"),
        Part(name="Datenbank", kind="ok", word="antwortet", detail=connection.vendor),
        worker_part(rows, at),
        reached("Posteingang", env.lmtp_host, env.lmtp_port),
        reached("Mailversand", env.smtp_host, env.smtp_port)
        if env.smtp_host
        else Part(name="Mailversand", kind="none", word="nicht eingerichtet", detail="E-Mails bleiben im Haus"),
        scanner_part(),
        backup_part(at),
    )


def worker_part(rows: Mapping[str, Job], at: datetime) -> Part:
    """It runs jobs every second."""
    last = max((row.ran_at for row in rows.values() if row.ran_at), default=None)
    is_alive = last is not None and at - last < SOON
    return Part(name="Worker", kind="ok" if is_alive else "no", word="arbeitet" if is_alive else "arbeitet nicht")


def reached(name: str, host: str, port: int) -> Part:
    """Whether somebody listens there."""
    try:
        socket.create_connection((host, port), timeout=2).close()
    except OSError as error:
        return Part(name=name, kind="no", word="nicht erreichbar", detail=f"{host}:{port}, {type(error).__name__}")
    return Part(name=name, kind="ok", word="erreichbar", detail=f"{host}:{port}")


def scanner_part() -> Part:
    """Without one every file is shown as not scanned."""
    if settings.GLUECKAUF.clamd_socket is None:
        return Part(name="Virenscanner", kind="none", word="nicht eingerichtet", detail="Dateien gelten als nicht geprüft")
    if scanner.is_up():
        return Part(name="Virenscanner", kind="ok", word="antwortet")
    return Part(name="Virenscanner", kind="no", word="antwortet nicht", detail="Dateien gelten als nicht geprüft")


def backup_part(at: datetime) -> Part:
    """By `glueckauf backup`; of copies made in another way the house knows nothing."""
    with reading(HOUSE):
        last = Event.objects.filter(tenant=HOUSE.tenant, kind=BackupMade.kind()).order_by("-pk").first()
    if last is None:
        return Part(name="Sicherung", kind="none", word="noch keine", detail="mit „glueckauf backup“")
    is_fresh = at - last.at < BACKUP_EVERY
    made = f"{last.at.astimezone(at.tzinfo):%d.%m.%Y}, {last.payload['size'] / 1e6:.1f} MB".replace(".0 MB", " MB")
    return Part(name="Sicherung", kind="ok" if is_fresh else "no", word="aktuell" if is_fresh else "zu alt", detail=f"vom {made}")


def chains(names: Mapping[str, str]) -> tuple[Chain, ...]:
    """One per tenant, the house itself too."""
    return tuple(
        Chain(
            name=names.get(row.tenant, "Installation" if row.tenant == HOUSE.tenant else row.tenant),
            seq=row.seq,
            digest=row.digest[:12],
            verified_at=row.verified_at,
            fault=row.fault,
        )
        for row in ChainHead.objects.order_by("tenant")
    )


def job_lines(rows: Mapping[str, Job], at: datetime) -> tuple[JobLine, ...]:
    """What fails or is late first."""
    lines = []
    for repeated in jobs():
        row = rows.get(repeated.name)
        is_late = row is not None and row.due_at < at - LATE_JOB
        lines.append(
            JobLine(
                name=repeated.name,
                every=repeated.every,
                ran_at=row.ran_at if row else None,
                due_at=row.due_at if row else None,
                is_late=is_late,
                error=row.error if row else "",
            )
        )
    return tuple(sorted(lines, key=lambda line: (not line.error, not line.is_late, line.name)))


def stray(actor: Operator, names: Mapping[str, str]) -> tuple[StrayMail, ...]:
    """Neither sender nor words: only what tells whose it may be."""
    prefixes = dict(Tenant.objects.values_list("prefix", "key"))
    found = []
    for one in mail.quarantine(actor):
        keys = {prefixes.get(s.value.partition("-")[0], "") for s in one.suggestions if s.reason == "number"}
        hint = ", ".join(names[key] for key in sorted(keys) if key in names)
        found.append(StrayMail(id=one.id, received_at=one.received_at, files=one.attachments, hint=hint))
    return tuple(found)


def versions() -> tuple[tuple[str, str], ...]:
    """What runs here."""
    try:
        own = version("glueckauf")
    except PackageNotFoundError:  # run from the repository
        own = "aus dem Quelltext"
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        (database,) = cursor.fetchone()
    return (
        ("Glückauf", own),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("SQLite" if connection.vendor == "sqlite" else "PostgreSQL", database),
    )

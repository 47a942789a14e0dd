"""Demo only: an empty installation gets clerks and Vorgänge of invented people, through the actions of the house.

All steps of all cases run in the order of time, so that numbers, events and mails come as they would have. What would lie in the
future is not done: the case stays in the stage it has reached.
"""

import base64
import heapq
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection
from PIL import Image, ImageDraw

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries.examples import examples
from glueckauf.catalogue.rules.schema import Example
from glueckauf.cities.queries import kommunen, operators
from glueckauf.cities.rules.schema import TenantData
from glueckauf.core.clock import BERLIN
from glueckauf.core.db import reading
from glueckauf.core.files import read_blob
from glueckauf.core.models import Event
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.scope import Scope
from glueckauf.identity import actions as identity
from glueckauf.identity.events import ClerkAdded
from glueckauf.identity.models import ClerkAccount
from glueckauf.identity.queries import clerk
from glueckauf.identity.rules.actor import Clerk, Role, Rule
from glueckauf.mail import actions as mail
from glueckauf.portal.actions.demo_appointments import fill_appointments
from glueckauf.portal.actions.demo_courses import Course, World, course_of
from glueckauf.portal.actions.demo_mail import stray_mails
from glueckauf.portal.actions.demo_people import person_of
from glueckauf.portal.actions.demo_voices import fill_voices
from glueckauf.portal.rules.demo import PASSWORD
from glueckauf.vorgaenge import actions
from glueckauf.vorgaenge.actions.documents import Received
from glueckauf.vorgaenge.events import AntragSubmitted
from glueckauf.vorgaenge.rules.appointment import field_of, must_book

CASES = 300
DAYS = 120
# After one case of everything everywhere these fill the desks, as in life: their pages can say how long it takes.
OFTEN = frozenset(["hundesteuer-anmeldung", "bewohnerparkausweis", "geburtsurkunde"])


def fill(now: datetime, *, cases: int = CASES) -> int:
    """How many Vorgänge were made: none where a city has an account or a Vorgang already."""
    if not is_empty():
        return 0
    rng = Random(1784)  # noqa: S311 - the same town every time
    begin = now - timedelta(days=DAYS + 1)
    with kept_mail(), unhurried_disk():
        clerks = make_clerks(now=begin)
        folder = Path(settings.GLUECKAUF.leistungen)
        slugs = sorted({s.leistung.key for s in catalogue.everywhere() if s.leistung.can_be_started})
        free = {s.leistung.key: field_of(s.leistung.form) for s in catalogue.everywhere() if not must_book(s.leistung.form)}
        templates = {slug: tuple(e for _, _, e in examples(folder / slug) if is_usable(e, free.get(slug, ""))) for slug in slugs}
        world = World(rng=rng, now=now, clerks=clerks, received=a_scan(begin), templates=templates)
        run(world, plan(world, cases))
        fill_appointments(world)
        fill_voices(now)
        stray_mails({city.key: clerks[city.key] for city in kommunen()}, read_blob(world.received.sha256), now)
        drain(now)
    return world.made


def is_usable(example: Example, free: str) -> bool:
    """Complete, and without a time that somebody picked although she need not: `free` is the question for it."""
    return example.expect.decision != "incomplete" and free not in example.values


def is_empty() -> bool:
    """No clerk and no Vorgang of any tenant."""
    kinds = [AntragSubmitted.kind(), ClerkAdded.kind()]
    for one in (*kommunen(), *operators()):
        with reading(Scope(tenant=one.key)):
            if Event.objects.filter(tenant=one.key, kind__in=kinds).exists():
                return False
    return True


@contextmanager
def kept_mail() -> Iterator[None]:
    """No mail of an invented past leaves the house, also where a relay is configured: it lies in the demo mailbox."""
    relay, settings.EMAIL_HOST = settings.EMAIL_HOST, ""
    try:
        yield
    finally:
        settings.EMAIL_HOST = relay


@contextmanager
def unhurried_disk() -> Iterator[None]:
    """SQLite: what is invented may be lost in a power cut, so no commit waits for the disk. In WAL mode the file stays whole."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        (before,) = cursor.fetchone()
        cursor.execute("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA synchronous={int(before)}")


def make_clerks(*, now: datetime) -> dict[str, tuple[Clerk, Clerk]]:
    """Two per city and network operator in all its offices, two who edit the Leistungen of a city, and one who runs the installation."""
    found: dict[str, tuple[Clerk, Clerk]] = {}
    for owner in (*kommunen(), *operators()):
        one, two = (
            clerk(make_clerk(f"{name}.{owner.key}", display, owner, roles=(Role.CLERK, Role.HEAD), now=now))
            for name, display in (("max", "Max Beispiel"), ("petra", "Petra Probe"))
        )
        if isinstance(one, Clerk) and isinstance(two, Clerk):
            found[owner.key] = (one, two)
    for city in kommunen():  # one edits its Leistungen, the other releases
        for name, display, role in (("admin", "Adam Muster", Role.ADMIN), ("leitung", "Lea Muster", Role.HEAD)):
            make_clerk(f"{name}.{city.key}", display, city, roles=(role,), now=now)
    try:
        secret = secret_of("betrieb")
        house = Rule(tenant="", name="demo")
        identity.make_operator("betrieb", password=PASSWORD, display_name="Lena Beispiel", totp_secret=secret, by=house, at=now)
    except identity.UsernameTaken:
        pass  # made from the command line before
    return found


def make_clerk(username: str, display: str, owner: TenantData, *, roles: tuple[Role, ...], now: datetime) -> ClerkAccount:
    """In all offices of a tenant."""
    return identity.make_clerk(
        username,
        password=PASSWORD,
        tenant=owner.key,
        offices=[office.key for office in owner.offices],
        roles=list(roles),
        display_name=display,
        totp_secret=secret_of(username),
        by=Rule(tenant=owner.key, name="demo"),
        at=now,
    )


def secret_of(username: str) -> str:
    """The same every time, so that an authenticator app set up once goes on to work. No secret: the demo page shows its codes."""
    return base64.b32encode(f"demo-{username}".encode().ljust(20, b".")[:20]).decode()


def a_scan(at: datetime) -> Received:
    """One picture, looked at once, for all Nachweise."""
    picture, out = Image.new("RGB", (620, 877), "white"), BytesIO()
    ImageDraw.Draw(picture).text((60, 80), "Muster - frei erfundener Nachweis", fill="black")
    picture.save(out, "PNG")
    return actions.take_in(BytesIO(out.getvalue()), "nachweis.png", at=at)


def run(world: World, courses: Sequence[tuple[datetime, Course]]) -> None:
    """Step by step in the order of time, until now; after each step the outbox delivers and the mailbox keeps."""
    queue = [(at, number, course) for number, (at, course) in enumerate(courses)]
    heapq.heapify(queue)
    while queue:
        at, number, course = heapq.heappop(queue)
        drain(at)
        following = next(course, None)
        drain(at)
        mail.send_due(at)
        if following is not None and following <= world.now:
            heapq.heappush(queue, (max(following, at), number, course))
    drain(world.now)
    mail.send_due(world.now, limit=10_000)


def plan(world: World, cases: int) -> list[tuple[datetime, Course]]:
    """Who hands in what, where and when: every Leistung in every city once, then the usual ones in turn, more of them lately."""
    startable = [s for s in catalogue.everywhere() if s.leistung.can_be_started and world.templates[s.leistung.key]]
    offered = [s for s in startable if not must_book(s.leistung.form)]  # those come last: nobody books into the past
    offered.sort(key=lambda s: (s.leistung.key, s.kommune.key))
    world.offers = len(offered)
    often = [s for s in offered if s.leistung.key in OFTEN] or offered
    planned: list[tuple[datetime, Course]] = []
    for number in range(cases):
        service = offered[number] if number < len(offered) else often[number % len(often)]
        ago = DAYS * world.rng.random() ** 1.5
        moment = world.now - timedelta(days=12 if world.is_fresh(service, number) else ago)
        local = moment.astimezone(BERLIN)
        at = datetime.combine(local.date(), time(world.rng.randint(7, 21), world.rng.randint(0, 59)), tzinfo=BERLIN).astimezone(
            moment.tzinfo
        )
        at = min(at, world.now - timedelta(minutes=world.rng.randint(1, 90)))
        planned.append((at, course_of(world, service, person_of(world.rng, number), number, at)))
    return planned

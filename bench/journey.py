"""Submissions: from the empty form to the receipt, by 1 and by 8 clients. `python -m bench.journey [--quick] [--database sqlite]`

A journey is a new visitor: the form, one POST per step, the page to check, handing in, the receipt. It counts when the receipt was
seen and the database holds its Vorgang and its Submission exactly once.
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from bench import processes
from bench.alone import alone
from bench.installation import Installation, running
from bench.results import Row, row
from bench.visitor import Connection, Visitor

NUMBER = re.compile(r"\b([A-Z]{1,2}-\d{4}-\d{6}-[A-Z])\b")
SIXTEEN = {
    "vorname": "Erika",
    "nachname": "Mustermann",
    "geburtsdatum-day": "12",
    "geburtsdatum-month": "8",
    "geburtsdatum-year": "1984",
    "anschrift-street": "Musterstraße",
    "anschrift-house_number": "12",
    "anschrift-postcode": "44787",
    "anschrift-city": "Bochum",
    "email": "erika@mustermann.example",
    "telefon": "0234 123456",
    "anlass": "neu",
    "stadtteil": "mitte",
    "kennzeichen": "BO AB 123",
    "ab-day": "1",
    "ab-month": "10",
    "ab-year": "2026",
    "anzahl": "2",
    "flaeche": "12,5",
    "schon_hier": "nein",
    "iban": "DE02120300000000202051",
    "grund": "Wir möchten den Hof neu einrichten und brauchen dafür die Erlaubnis der Stadt.",
    "richtig": "ja",
}
DOG = (
    {name: SIXTEEN[name] for name in SIXTEEN if name.partition("-")[0] in {"vorname", "nachname", "geburtsdatum", "anschrift", "email"}},
    {
        "hunde-0-rufname": "Flöz",
        "hunde-0-rasse": "labrador_retriever",
        "hunde-0-mischling": "nein",
        "hunde-0-seit-day": "14",
        "hunde-0-seit-month": "10",
        "hunde-0-seit-year": "2026",
        "hunde-0-geboren": "5/2024",
        "hunde-0-geschlecht": "huendin",
        "hunde-0-herkunft": "privat",
        "hunde-0-gefaehrlich": "nein",
        "andere_hunde": "nein",
    },
    {"frueher_angemeldet": "nein", "ermaessigung": "keine", "zahlweise": "ueberweisung"},
)
ONEGOV = {1: "onegov-cloud 4.1/s", 8: "onegov-cloud 2.35/s"}


@dataclass(slots=True)
class Load:
    """What the clients saw."""

    seconds: float = 0.0
    numbers: list[str] = field(default_factory=list)
    took_s: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Journeys per second."""
        return len(self.numbers) / self.seconds


def journey(visitor: Visitor, slug: str, steps: tuple[dict[str, str], ...]) -> str:
    """The number on the receipt."""
    path = f"/bochum/leistungen/{slug}/antrag/"
    for answers in steps:
        visitor.get(path)
        path = visitor.post(path, answers)
    visitor.get(path)
    receipt = visitor.get(visitor.post(path, {"channel": "portal"}))
    return NUMBER.search(receipt)[1]


def load(port: int, slug: str, steps: tuple[dict[str, str], ...], *, clients: int, seconds: float) -> Load:
    """Clients that send one journey after the other; each ends the one it has begun."""
    seen, until, started = Load(), time.monotonic() + seconds, time.monotonic()

    def client() -> None:
        connection = Connection(port)
        try:
            while time.monotonic() < until:
                begun = time.monotonic()
                seen.numbers.append(journey(Visitor(connection), slug, steps))
                seen.took_s.append(time.monotonic() - begun)
        except Exception as error:  # told by the row, not lost in a thread
            seen.faults.append(repr(error)[:2000])
        connection.close()

    in_threads(clients, client)
    seen.seconds = time.monotonic() - started
    if seen.faults:
        raise RuntimeError(seen.faults[0])
    return seen


def in_threads(count: int, run: Callable[[], None]) -> None:
    """So many at once."""
    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def measure(made: Installation, *, quick: bool) -> list[Row]:
    """Sixteen fields by 1 and by 8 clients, then the dog form by 8."""
    seconds, goal = (4 if quick else 30), {"sqlite": ">= 25", "postgresql": ">= 40"}[made.database]
    name = f"main.submit.{made.database}"
    with running(made) as house:
        load(made.port, "bench-antrag", (SIXTEEN,), clients=8, seconds=2 if quick else 8)  # imports, caches, plans
        settle()
        one = load(made.port, "bench-antrag", (SIXTEEN,), clients=1, seconds=seconds / 2)
        settle()
        before = processes.cpu_s(house.pid, made)
        eight = load(made.port, "bench-antrag", (SIXTEEN,), clients=8, seconds=seconds)
        cpu = processes.cpu_s(house.pid, made) - before
        behind = settle()
        dog = load(made.port, "hundesteuer-anmeldung", DOG, clients=8, seconds=seconds)
        behind_dog = settle()
    for seen in (one, eight, dog):
        verify(seen)
    collapse = eight.rate / one.rate
    return [
        row(f"{name}.8_clients", eight.rate, "1/s", goal, rival=ONEGOV[8], ratio=collapse),
        row(f"{name}.1_client", one.rate, "1/s", rival=ONEGOV[1]),
        row(f"{name}.8_to_1", collapse, "times", ">= 1", rival="onegov-cloud 0.57 times"),
        row(f"{name}.8_clients_p50", median(eight.took_s) * 1000, "ms"),
        row(f"{name}.cpu", cpu / len(eight.numbers) * 1000, "ms/journey"),
        row(f"{name}.worker_behind", behind, "s"),
        row(f"{name}.dog_8_clients", dog.rate, "1/s", ">= 12"),
        row(f"{name}.dog_worker_behind", behind_dog, "s"),
    ]


def settle() -> float:
    """Seconds until the worker has done what the load left it."""
    from glueckauf.core.models import Delivery

    started = time.monotonic()
    while Delivery.objects.filter(done_at=None, dead_at=None).exists():
        time.sleep(0.1)
    return time.monotonic() - started


def verify(seen: Load) -> None:
    """Every receipt belongs to one Vorgang and one Submission. The clients ended what they began, so there is no other either."""
    from glueckauf.core.db import reading
    from glueckauf.core.scope import Scope
    from glueckauf.vorgaenge.models import Vorgang

    if len(set(seen.numbers)) != len(seen.numbers):
        raise RuntimeError("a number stood on two receipts")
    with reading(Scope(tenant="bochum")):
        rows = Vorgang.objects.filter(tenant="bochum", number__in=seen.numbers, antrag__submission__isnull=False)
        found = rows.values("number", "antrag__submission").distinct().count()
    if found != len(seen.numbers):
        raise RuntimeError(f"{len(seen.numbers)} receipts, {found} Vorgaenge")


if __name__ == "__main__":
    alone(measure)

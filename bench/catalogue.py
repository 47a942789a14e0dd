"""The catalogue at the size of the country: 5,251 Leistungen, 10,981 municipalities, 24 Leistungen in 53 cities.

`python -m bench.catalogue [--quick] [--database sqlite]`. The real files are read from shared/data where they lie beside the checkout;
elsewhere tables of the same size are made up. Look-ups (wall) and pages (CPU) are timed in this process, start and memory in a web process.
"""

import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench import country, processes
from bench.alone import alone
from bench.installation import ROOT, Installation
from bench.results import Row, row


def measure(made: Installation, *, quick: bool) -> list[Row]:
    """One after the other; the register grows from 6 to 10,981 municipalities on the way."""
    from django.conf import settings

    from glueckauf.core.web import collect_static

    collect_static()
    logging.disable()  # of this process; the web process keeps its log
    times = 20 if quick else 200
    kommunen = country.without_own_table(made.folder / "kommunen")
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"kommunen": kommunen})
    country.read_folders_again()
    country.import_six()
    small = {name: median(timed(ask, times, time.thread_time)) for name, ask in REQUESTS.items()}
    began = time.perf_counter()
    country.import_leika()
    leika = time.perf_counter() - began
    country.import_all()
    large = {name: median(timed(ask, times, time.thread_time)) for name, ask in REQUESTS.items()}
    lookups = sorted(timed(look_up, times * 5))
    name = made.database
    flat = [row(f"catalogue.flat_cost.{name}.{key}", large[key] / small[key], "ratio", "<= 1.2") for key in REQUESTS]
    return [
        row(f"catalogue.import_leika.{name}", leika, "s", "<= 10"),
        row(f"catalogue.responsibility.{name}", lookups[int(len(lookups) * 0.95)] * 1000, "ms", "<= 3"),
        *flat,
        *web_process(made, quick=quick),
    ]


def timed(ask: Callable[[int], object], times: int, clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Seconds of each, warm."""
    for n in range(20):
        ask(n)
    found = []
    for n in range(times):
        began = clock()
        ask(n)
        found.append(clock() - began)
    return found


def look_up(number: int) -> object:
    """A place and a Leistung as people type them: postcode, name, address, slip of the pen, nonsense."""
    from glueckauf.portal import queries

    text = country.TYPED[number % len(country.TYPED)]
    return queries.responsibility_page(text=text, service="hundesteuer-anmeldung", language="de")


def responsibility(number: int) -> object:
    """Its page, rendered."""
    return country.get("/zustaendigkeit/", number, ort=country.CITIES[number % len(country.CITIES)], leistung="gewerbe-anmeldung")


def service(number: int) -> object:
    """A service page."""
    return country.get("/bochum/leistungen/hundesteuer-anmeldung/", number)


def start(number: int) -> object:
    """The start page."""
    return country.get("/", number)


REQUESTS = {"responsibility": responsibility, "service": service, "start": start}


def web_process(made: Installation, *, quick: bool) -> list[Row]:
    """Start to the first answer, and memory after every service page of every city was asked for once, over one with the six."""
    six = visited(made, made.folder / "kommunen", cities=6)
    root = country.fifty_three(made.folder / "kommunen-53")
    leistungen = country.twenty_four(made.folder / "leistungen-24")
    many = visited(made, root, cities=53, leistungen=leistungen, pages=not quick)
    name = made.database
    rows = [
        row(f"catalogue.start_24x53.{name}", many["start"], "s", "<= 2"),
        row(f"catalogue.start_24x53.{name}.over_six", many["start"] - six["start"], "s"),
        row(f"catalogue.memory_24x53.{name}", many["memory"] - six["memory"], "MiB", "<= 40"),
    ]
    return [
        *rows,
        row(f"catalogue.page_p95_8_clients.{name}", many["p95"], "ms", "<= 15"),
        row(f"catalogue.pages.{name}", many["rate"], "1/s"),
    ]


def visited(made: Installation, kommunen: Path, *, cities: int, leistungen: Path | None = None, pages: bool = True) -> dict[str, float]:
    """A web process alone on these folders, published before it starts."""
    more = {"GLUECKAUF_KOMMUNEN": str(kommunen)} | ({"GLUECKAUF_LEISTUNGEN": str(leistungen)} if leistungen else {})
    env = {**os.environ, **more}  # noqa: TID251 - of a process of its own
    for command in ("cities_sync", "catalogue_publish"):
        subprocess.run([sys.executable, "-m", "glueckauf", command], cwd=ROOT, env=env, check=True, capture_output=True)
    began = time.perf_counter()
    with made.log.open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", "glueckauf", "web"], cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        country.wait_for(made.port, "/bochum/leistungen/hundesteuer-anmeldung/")
        started = time.perf_counter() - began
        paths = country.pages_of(kommunen, leistungen or made.folder / "leistungen") if pages else ["/bochum/"]
        country.visit(made.port, paths)
        found = country.by_eight(made, paths) if cities > 6 and pages else {"p95": 0.0, "rate": 0.0}
        return {"start": started, "memory": processes.pss_mib(process.pid), **found}
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(made.folder / "var" / "cache", ignore_errors=True)


if __name__ == "__main__":
    alone(measure)

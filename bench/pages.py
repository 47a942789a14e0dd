"""Server time of the public pages, one visitor at a time: service page and form step. `python -m bench.pages [--quick]`

The figure is the `ms` of the house's own log line, from the first middleware to the last; `_wall` is what the visitor waits for it.
"""

import time
from collections.abc import Callable
from statistics import median

from bench.alone import alone
from bench.installation import Installation, running
from bench.journey import SIXTEEN
from bench.logs import Log
from bench.results import Row, row
from bench.visitor import Connection, Visitor

ONEGOV = "onegov-cloud 22 ms (its form, wall)"


def measure(made: Installation, *, quick: bool) -> list[Row]:
    """Medians over many requests."""
    count = 20 if quick else 300
    with running(made):
        visitor = Visitor(Connection(made.port))
        path = "/bochum/leistungen/bench-antrag/antrag/"
        visitor.get(path)
        check = visitor.post(path, SIXTEEN)
        step = check.replace("pruefen/", "schritte/angaben/")
        found = [
            page(
                made, "pages.service", "leistung", "<= 10", ONEGOV, lambda: visitor.get("/bochum/leistungen/hundesteuer-anmeldung/"), count
            ),
            page(made, "pages.form_step", "antrag-schritt", "<= 10", ONEGOV, lambda: visitor.get(step), count),
            page(made, "pages.start", "start", "", "onegov-cloud 87 ms (wall)", lambda: visitor.get("/"), count),
            page(made, "pages.search", "suche", "", None, lambda: visitor.moved().get("/suche/?q=hund+anmelden+bochum"), count),
        ]
    return [one for rows in found for one in rows]


def page(made: Installation, name: str, view: str, goal: str, rival: str | None, ask: Callable[[], object], count: int) -> list[Row]:
    """Warm first; then as often as said."""
    for _ in range(20):
        ask()
    log, walls = Log(made.log), []
    for _ in range(count):
        started = time.perf_counter()
        ask()
        walls.append(time.perf_counter() - started)
    server = median(log.ms(view, at_least=count))
    return [
        row(f"main.{name}", server, "ms", goal, rival=rival),
        row(f"main.{name}_wall", median(walls) * 1000, "ms", rival=rival),
    ]


if __name__ == "__main__":
    alone(measure)

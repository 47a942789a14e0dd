"""Memory (PSS) of all our processes after 1,000 requests. `python -m bench.memory [--quick]`

Web, worker, inlet and their parent; PSS counts a page that several share once. The database server is not ours and not in it.
"""

from bench import processes
from bench.alone import alone
from bench.installation import Installation, running
from bench.journey import DOG, SIXTEEN, journey, settle
from bench.results import Row, row
from bench.visitor import Connection, Visitor

PAGES = (
    "/",
    "/suche/?q=hund+anmelden+bochum",
    "/bochum/",
    "/essen/leistungen/bewohnerparkausweis/",
    "/bochum/leistungen/hundesteuer-anmeldung/",
)


def measure(made: Installation, *, quick: bool) -> list[Row]:
    """Journeys and pages mixed, letters made by the worker meanwhile."""
    with running(made) as house:
        connection, asked = Connection(made.port), 0
        while asked < (100 if quick else 1000):
            visitor = Visitor(connection)
            journey(visitor, "bench-antrag", (SIXTEEN,))
            journey(visitor, "hundesteuer-anmeldung", DOG)
            for page in PAGES:
                visitor.get(page)
            asked += visitor.asked
        settle()
        found = processes.pss_mib(house.pid)
        count = len(processes.tree(house.pid))
    return [
        row("main.memory.pss", found, "MiB", "<= 400", rival="onegov-cloud 594 MiB"),
        row("main.memory.processes", count, "processes"),
    ]


if __name__ == "__main__":
    alone(measure)

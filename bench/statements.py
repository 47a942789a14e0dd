"""SQL statements of whole pages of the running product, as PostgreSQL's log shows them. `python -m bench.statements [--quick]`

Counted is everything between request and answer: session, account, row-level security's settings, now and then the health check of a
kept connection. Begin and commit are not counted. No worker runs meanwhile, so every statement in the log is the page's.
"""

from collections.abc import Callable
from statistics import median

import psycopg

from bench import town
from bench.alone import alone
from bench.installation import Installation, running
from bench.journey import SIXTEEN
from bench.logs import Log
from bench.results import Row, row
from bench.visitor import Connection, Visitor

PATH = "/bochum/leistungen/bench-antrag/antrag/"


def measure(made: Installation, *, quick: bool) -> list[Row]:
    """Worklist, case page, form step; and the parts of a journey for comparison."""
    account, secret = town.clerk_of()
    case = town.lively_case(account)
    with running(made, "web"):
        clerk, visitor = town.at_desk(made.port, account, secret), Visitor(Connection(made.port))
        visitor.get(PATH)
        check = visitor.post(PATH, SIXTEEN)
        step = check.replace("pruefen/", "schritte/angaben/")
        speak(made, "all")
        rows = [
            counted(made, "worklist", "<= 12", lambda: clerk.get("/schreibtisch/")),
            counted(made, "case", "<= 20", lambda: clerk.get(f"/schreibtisch/vorgaenge/{case.number}/")),
            counted(made, "form_step", "<= 8", lambda: visitor.get(step)),
            counted(made, "form_step_post", "", lambda: (visitor.get(step), visitor.post(step, SIXTEEN)), less=lambda: visitor.get(step)),
            counted(made, "check", "", lambda: visitor.get(check)),
            counted(made, "service", "", lambda: visitor.get("/bochum/leistungen/hundesteuer-anmeldung/")),
        ]
        visitor.get(check)
        log = Log(made.server_log.resolve())
        visitor.post(check, {"channel": "portal"})
        return [*rows, row("main.sql.hand_in", len(log.statements()), "statements")]


def counted(made: Installation, name: str, goal: str, ask: Callable[[], object], *, less: Callable[[], object] | None = None) -> Row:
    """The median of nine, after the caches of both web processes are warm."""
    for _ in range(12):
        ask()
    found = median(count(made, ask) for _ in range(9))
    return row(f"main.sql.{name}", found - (median(count(made, less) for _ in range(9)) if less else 0), "statements", goal)


def count(made: Installation, ask: Callable[[], object]) -> int:
    """Of one page."""
    log = Log(made.server_log.resolve())
    ask()
    return len(log.statements())


def speak(made: Installation, level: str) -> None:
    """From now on the server logs what it is told."""
    folder = made.server_log.resolve().parent
    with psycopg.connect(host=str(folder), user="postgres", dbname="postgres", autocommit=True) as superuser:
        superuser.execute(f"ALTER SYSTEM SET log_statement = '{level}'")
        superuser.execute("SELECT pg_reload_conf()")


if __name__ == "__main__":
    alone(measure)

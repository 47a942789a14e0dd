"""The desk: worklist at 1,000 and at 100,000 cases, case page. Server time of the whole page. `python -m bench.desk [--quick]`

The clerk works in all offices of the city, which is the slowest case: no index gives his order at once.
"""

from bench import town
from bench.alone import alone
from bench.installation import Installation, running
from bench.pages import page
from bench.results import Row, row

LIST, CASE = "onegov-cloud 197 ms at 110 tickets (wall)", "onegov-cloud 118 ms (wall)"


def measure(made: Installation, *, quick: bool) -> list[Row]:
    """Few cases first, then many, in one installation."""
    count, few, many = (20, 200, 2_000) if quick else (200, 1_000, 100_000)
    account, secret = town.clerk_of()
    case = town.lively_case(account)
    with running(made, "web"):
        clerk = town.at_desk(made.port, account, secret)

        def worklist(name: str, goal: str = "", query: str = "") -> list[Row]:
            return page(made, f"desk.{name}", "schreibtisch", goal, LIST, lambda: clerk.get(f"/schreibtisch/{query}"), count)

        town.fill(case, few)
        analyse()
        at_few = worklist("worklist_1000")
        town.fill(case, many)
        analyse()
        clerk.connection.close()  # the server has closed it meanwhile; the next request opens one
        at_many = worklist("worklist_100000", "<= 20")
        ratio = at_many[0]["value"] / at_few[0]["value"]
        return [
            *at_few,
            *at_many,
            row("main.desk.worklist_ratio", ratio, "times", "<= 1.5", ratio=ratio),
            *worklist("worklist_search_name", query="?q=beispiel"),
            *worklist("worklist_search_number", query="?q=BO-2025-01"),
            *worklist("worklist_done", query="?ansicht=erledigt"),
            *page(
                made,
                "desk.case",
                "schreibtisch-vorgang",
                "<= 30",
                CASE,
                lambda: clerk.get(f"/schreibtisch/vorgaenge/{case.number}/"),
                count,
            ),
        ]


def analyse() -> None:
    """What a database does by itself after some minutes."""
    from django.db import connection

    from glueckauf.core.owner import as_owner

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    alone(measure)

"""The search over all our Leistungen, the national catalogue and 53 municipalities. `python -m bench.search [--quick] [--database …]`

What people find is judged by tests/search_queries.yaml, the half that nobody tuned against. Time is that of `catalogue.queries.search` as a
request calls it, for every question with a municipality in it and for every question with two letters swapped. Rivals, in the same run over
the same documents with the same stems: FTS5's bm25 and PostgreSQL's ts_rank for any of the words, without typing errors, places or cities.
"""

import io
import time
import tracemalloc
from collections.abc import Callable

from bench.alone import alone
from bench.installation import Installation
from bench.results import Row, row

NATIONAL = "leika-ozg/leika_ozg_leistungen_2019.csv"
MOST = 20


def measure(made: Installation, *, quick: bool) -> list[Row]:
    """On the database of the installation."""
    import_national()
    built, mib = build()
    texts = asked(quick=quick)
    ours, rival = p95(texts, find), p95(texts, RIVALS[made.database]())
    cpu = p95(texts, find, clock=time.thread_time)
    short = "sqlite" if made.database == "sqlite" else "postgres"
    against = {"sqlite": "FTS5 bm25, any word", "postgres": "tsvector GIN, ts_rank, any word"}[short]
    rows = [
        row(f"catalogue.search_p95_{short}", ours, "ms", "<= 6", rival=f"{against}: {rival:.2f} ms", ratio=ours / rival),
        row(f"catalogue.search_p95_{short}.cpu", cpu, "ms"),
        row(f"catalogue.search_build_{short}", built, "s"),
    ]
    return rows if short == "postgres" else [*quality(), *rows, row("catalogue.search_memory", mib, "MiB")]


def import_national() -> None:
    """The real file where it lies beside the checkout; without it the numbers are of our own Leistungen only."""
    from django.core.management import call_command

    from tests.shared import SHARED

    if SHARED:
        call_command("catalogue", "import", str(SHARED / NATIONAL), stdout=io.StringIO())


def build() -> tuple[float, float]:
    """Seconds and MiB of a new index of everything, in a process that had one before."""
    from glueckauf.catalogue.queries.standing import built, parts, standing

    standing.settled()
    found = parts(standing.current().version)
    started = time.perf_counter()
    built(found)
    seconds = time.perf_counter() - started
    tracemalloc.start()
    kept = built(found)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return seconds, held / 2**20 if kept else 0.0


def quality() -> list[Row]:
    """Shares of the held half, and of the open one beside it."""
    from tests.search_set import judge, questions

    held, open_half = judge(questions(held="yes"), tops), judge(questions(held="no"), tops)
    print(f"not first of the {held.count} held questions (! not among the first five):", *held.not_first, sep="\n  ")
    return [
        row("catalogue.search_recall5_held", held.recall5, "share", ">= 0.95"),
        row("catalogue.search_first_held", held.first, "share", ">= 0.8"),
        row("catalogue.search_recall5_open", open_half.recall5, "share"),
        row("catalogue.search_first_open", open_half.first, "share"),
    ]


def tops(text: str) -> list[str]:
    """Slugs, best first."""
    from glueckauf.catalogue.queries import search

    return [hit.slug for hit in search(text).hits]


def asked(*, quick: bool) -> list[str]:
    """Every question with a municipality, one after the other of the 53, and once more with a slip of the finger."""
    from glueckauf.cities.queries import folder, own_table
    from tests.search_set import questions

    names = [k.name.partition(",")[0] for k in own_table(folder()).kommunen]
    texts = [q.text for held in ("no", "yes") for q in questions(held=held)][: 40 if quick else None]
    placed = [f"{text} {names[i % len(names)]}" for i, text in enumerate(texts)]
    return placed + [slipped(text) for text in texts]


def slipped(text: str) -> str:
    """Two letters of the longest word swapped."""
    word = max(text.split(), key=len)
    at = len(word) // 2
    return text.replace(word, word[:at] + word[at : at + 2][::-1] + word[at + 2 :])


def p95(texts: list[str], find: Callable[[str], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Milliseconds, of three rounds. By the clock of the thread: what is left on a busy machine when others are taken out."""
    taken = []
    for text in texts * 3:
        started = clock()
        find(text)
        taken.append((clock() - started) * 1000)
    return sorted(taken)[int(0.95 * len(taken))]


def find(text: str) -> object:
    """As a request does it."""
    from glueckauf.catalogue.queries import search

    return search(text)


def documents() -> list[tuple[str, str]]:
    """Name and all other words of each entry, as stems."""
    from glueckauf.catalogue.queries.standing import standing

    return [(stems(" ".join(e.names)), stems(" ".join((*e.phrases, *e.bundle, e.short, e.text)))) for e in standing.settled().index.entries]


def stems(text: str) -> str:
    """As our index compares them."""
    from glueckauf.catalogue.rules.words import stem, telling

    return " ".join(stem(word) for word in telling(text))


def fts5() -> Callable[[str], object]:
    """A table of its own in the installation's database."""
    from django.db import connection

    cursor = connection.cursor()
    cursor.execute("CREATE VIRTUAL TABLE rival USING fts5(name, words, prefix='2 3')")
    cursor.executemany("INSERT INTO rival VALUES (%s, %s)", documents())
    statement = "SELECT rowid FROM rival WHERE rival MATCH %s ORDER BY bm25(rival, 10, 1) LIMIT %s"

    def find(text: str) -> object:
        words = " OR ".join(f'"{word}"' for word in stems(text).split()) or '""'
        cursor.execute(statement, [words, MOST])
        return cursor.fetchall()

    return find


def tsvector() -> Callable[[str], object]:
    """A table with a GIN index; plain autocommit, as the application's connection has it."""
    from django.db import connection

    cursor = connection.cursor()
    cursor.execute("CREATE TEMPORARY TABLE rival (id serial, words tsvector)")
    weighed = "setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'D')"
    cursor.executemany(f"INSERT INTO rival (words) VALUES ({weighed})", documents())
    cursor.execute("CREATE INDEX ON rival USING gin (words)")
    cursor.execute("ANALYZE rival")
    statement = "SELECT id FROM rival, to_tsquery('simple', %s) q WHERE words @@ q ORDER BY ts_rank(words, q) DESC LIMIT %s"

    def find(text: str) -> object:
        cursor.execute(statement, [" | ".join(f"'{word}'" for word in stems(text).split()), MOST])
        return cursor.fetchall()

    return find


RIVALS: dict[str, Callable[[], Callable[[str], object]]] = {"sqlite": fts5, "postgresql": tsvector}


if __name__ == "__main__":
    alone(measure, database="sqlite")

"""A letter: typeset, then sealed with a P-256 key. `python -m bench.letters [--quick]`

Called in this process, as the worker calls them: a page with fee, appeal and an attachment, of another case each time.
"""

import time
from collections.abc import Callable
from statistics import median

from bench.alone import alone
from bench.installation import Installation
from bench.results import Row, row


def measure(made: Installation, *, quick: bool) -> list[Row]:
    """Medians, the first one apart: it reads the fonts."""
    from glueckauf.core import ids
    from glueckauf.core.clock import now
    from glueckauf.letters.providers import settings
    from glueckauf.letters.providers.seal import seal
    from glueckauf.letters.providers.sheet import Sheet, State, render
    from tests import make_letters

    at, count = now(), 10 if quick else 100
    key, numbers = settings.key_of("bochum", name="Stadt Bochum"), iter(range(100_000, 999_999))

    def letter() -> bytes:
        """Of another case each time: typst remembers what it has typeset."""
        number, code = next(numbers), ids.new_code(5)
        daten = make_letters.daten(
            number=f"BO-2026-{number}-K", subject=f"Hundesteuerbescheid {number}", decisions=[f"Wir bewilligen {number}."]
        )
        sheet = Sheet(template=make_letters.TEMPLATE, daten=daten, state=State.SEALED, code=code, attachments={"antrag.json": b"{}"})
        return render(sheet, at=at)

    typeset, pdf = timed(letter, count), letter()
    sealed = timed(lambda: seal(pdf, key, at=at), count)
    return [
        row("main.letter.typeset", typeset[0], "ms", "<= 15", rival="WeasyPrint 43-82 ms"),
        row("main.letter.typeset_cpu", typeset[1], "ms"),
        row("main.letter.seal", sealed[0], "ms", "<= 35", rival="pyHanko's SimpleSigner 21.5 ms, RSA-3072 249 ms"),
        row("main.letter.seal_cpu", sealed[1], "ms"),
    ]


def timed(work: Callable[[], object], count: int) -> tuple[float, float]:
    """Median milliseconds on the wall, and of CPU."""
    work()
    walls, cpus = [], []
    for _ in range(count):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return median(walls) * 1000, median(cpus) * 1000


if __name__ == "__main__":
    alone(measure, database="sqlite")

"""A FIM Stammdatenschema of 88 fields becomes a form: from the file to sections the schema of the house has judged. `python -m bench.fim`

The real schema where it lies beside the checkout, else a synthetic one with as many fields (`tests/make_xdatenfelder.py`).
"""

import statistics
import time

from bench.alone import alone
from bench.installation import Installation
from bench.results import Row, row


def measure(made: Installation, *, quick: bool) -> list[Row]:
    """Median of single imports; nothing is remembered between them."""
    from glueckauf.forms import xdatenfelder
    from glueckauf.forms.schema import FormSchema

    content, took = schema(), []
    for _ in range(3 if quick else 15):
        start = time.perf_counter()
        FormSchema.model_validate({"sections": xdatenfelder.read(content).sections})
        took.append(time.perf_counter() - start)
    return [row("catalogue.import_fim", statistics.median(took), "s", "<= 1")]


def schema() -> bytes:
    """The file."""
    from tests import make_xdatenfelder as make
    from tests.shared import SHARED

    real = list((SHARED / "xdatenfelder").glob("S00000121*.xml")) if SHARED else []
    fields = (make.place("1:1", make.field(f"F{at:08}", f"Feld {at}")) for at in range(88))
    return real[0].read_bytes() if real else make.schema(*fields)


if __name__ == "__main__":
    alone(measure, database="sqlite")

"""What counting costs the service page: with and without it, turn by turn in one process. `python -m bench.usage`"""

import statistics
import time

from bench.alone import alone
from bench.installation import Installation
from bench.results import Row, row

PAGE = "/bochum/leistungen/hundesteuer-anmeldung/"


def measure(made: Installation, *, quick: bool) -> list[Row]:
    """Medians of server time without the network; the writing once a minute falls into the counted half."""
    from django.conf import settings
    from django.test import Client, override_settings

    from glueckauf.core.web import collect_static

    collect_static()
    host = settings.ALLOWED_HOSTS[0]
    plain = [name for name in settings.MIDDLEWARE if name != "glueckauf.portal.middleware.Usage"]
    counted, uncounted = Client(headers={"host": host}), Client(headers={"host": host})
    with override_settings(MIDDLEWARE=plain):
        once(uncounted)  # a client keeps the middleware of its first answer
    took: dict[str, list[float]] = {"with": [], "without": []}
    for turn in range(60 if quick else 600):
        if turn % 2:  # each goes first half of the time
            without, counting = once(uncounted), once(counted)
        else:
            counting, without = once(counted), once(uncounted)
        if turn > 10:  # the first ones load templates
            took["without"].append(without)
            took["with"].append(counting)
    before, after = statistics.median(took["without"]), statistics.median(took["with"])
    return [row("catalogue.service_page_counted", after * 1000, "ms", ratio=after / before)]


def once(client: object) -> float:
    """Seconds of one answer."""
    start = time.perf_counter()
    response = client.get(PAGE)  # type: ignore[attr-defined]
    assert response.status_code == 200, response.status_code
    return time.perf_counter() - start


if __name__ == "__main__":
    alone(measure, database="sqlite")

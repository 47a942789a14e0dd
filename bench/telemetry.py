"""Values of meters: stored per second, in batches over HTTP and at the action. `python -m bench.telemetry [--quick] [--database sqlite]`

All commits are durable. `stored`: one process hands batches of 1,000 lines to the action that both ways in call, 200 devices of 5 series, a
value a minute each. `http`: two clients post gzip-packed JSON of 1,000 values to the running house. Then the table is counted.
"""

import gzip
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection

from bench.alone import alone
from bench.installation import Installation, running
from bench.results import Row, row

TENANT, SERIES = "bochum", 5


def measure(made: Installation, *, quick: bool) -> list[Row]:
    """Rates, and the values that are there afterwards."""
    tokens = devices(4 if quick else 200)
    lasting_s = 2.0 if quick else 15.0
    stored, action = by_action(lasting_s)
    with running(made, "web"):
        sent, http = by_http(made.port, tokens, lasting_s)
    if count() != stored + sent:
        raise RuntimeError(f"{count()} values are stored, {stored} and {sent} were answered for")
    chance = detectors(quick=quick) if made.database == "sqlite" else []
    return [
        *chance,
        row(f"supply.telemetry.stored.{made.database}", action, "values/s", ">= 5000"),
        row(f"supply.telemetry.http.{made.database}", http, "values/s", ">= 5000"),
    ]


def detectors(*, quick: bool) -> list[Row]:
    """False alarms by chance in labelled years, and how soon what was put in is found. Seeds no rule was chosen on."""
    from tests import test_telemetry_detectors as seen

    years = 10 if quick else 100
    weeks = 2 if quick else 12
    nights, delay = seen.of_found(seen.found_nights(0.2, range(6_000, 6_000 + years)))
    shifts, shift_h = seen.of_found(seen.found_hours(0.1, range(8_000, 8_000 + weeks)))
    bursts, burst_values = seen.of_found(seen.found_bursts(1.0, range(12_000, 12_000 + years)))
    half, _ = seen.of_found(seen.found_bursts(0.5, range(12_000, 12_000 + years)))
    outages, gasp_s = seen.of_found(seen.found_outages(range(40)))
    return [
        row("supply.telemetry.night_flow.false_alarms", seen.false_nights(range(5_000, 5_000 + years)) / years, "1/series/a", "<= 0.5"),
        row("supply.telemetry.night_flow.found_20_percent", 100 * nights, "%", ">= 75"),
        row("supply.telemetry.night_flow.delay_20_percent", delay, "nights", "<= 4"),
        row("supply.telemetry.cusum.false_alarms", seen.false_hours(range(7_000, 7_000 + weeks)) / weeks, "1/series/a", "<= 1"),
        row("supply.telemetry.cusum.found_10_percent", 100 * shifts, "%", ">= 90"),
        row("supply.telemetry.cusum.delay_10_percent", shift_h, "h", "<= 72"),
        row("supply.telemetry.burst.false_alarms", seen.false_bursts(range(11_000, 11_000 + weeks), days=393), "1/series/a", "<= 1"),
        row(
            "supply.telemetry.drop.false_alarms",
            seen.false_bursts(range(11_000, 11_000 + weeks), days=393, upwards=-1),
            "1/series/a",
            "<= 1",
        ),
        row("supply.telemetry.burst.found_100_percent", 100 * bursts, "%", ">= 95"),
        row("supply.telemetry.burst.found_50_percent", 100 * half, "%", ">= 50"),
        row("supply.telemetry.burst.delay_100_percent", burst_values, "values", "<= 3"),
        row("supply.telemetry.last_gasp.false_alarms", seen.false_outages(9_000), "1/group/a", "<= 0.05"),
        row("supply.telemetry.last_gasp.found", 100 * outages, "%", ">= 100"),
        row("supply.telemetry.last_gasp.delay", gasp_s, "s", "<= 30"),
    ]


def devices(number: int) -> list[str]:
    """With their series; tokens."""
    from glueckauf.core.clock import now
    from glueckauf.identity.rules.actor import Rule
    from glueckauf.telemetry import actions
    from glueckauf.telemetry.rules.keep import SeriesKind

    by, tokens = Rule(tenant=TENANT, name="bench"), []
    for index in range(number):
        device = actions.register_device(f"d{index}", name="Zähler", by=by, at=now())
        for one in range(SERIES):
            key = f"d{index}.{one}"
            actions.register_series(device.key, key, unit="m³/h", kind=SeriesKind.GAUGE, interval_s=60, by=by, at=now())
        tokens.append(actions.issue_token(device.key, by=by, at=now()))
    return tokens


def by_action(lasting_s: float) -> tuple[int, float]:
    """Each batch is 1,000 values of a few minutes of several devices, in order of time."""
    from glueckauf.core.clock import now
    from glueckauf.telemetry import actions, queries
    from glueckauf.telemetry.rules.values import Raw

    ids, start = numbers(), now() - timedelta(days=30)
    stored, minute, begun = 0, 0, time.monotonic()
    while time.monotonic() - begun < lasting_s:
        at = [(start + timedelta(minutes=minute + step)).isoformat() for step in range(10)]
        for chunk in [ids[i : i + 20] for i in range(0, len(ids), 20)]:
            batches = {
                pk: actions.Batch(lines=[Raw(1, f"{key}.{one}", moment, 1.5) for moment in at for one in range(SERIES)])
                for pk, key in chunk
            }
            taken = actions.take(batches, by=queries.inlet(TENANT), at=now())
            stored += sum(one.stored for one in taken.values())
        minute += 10
    return stored, stored / (time.monotonic() - begun)


def numbers() -> list[tuple[int, str]]:
    """Ids and keys of the devices."""
    from glueckauf.core.db import reading
    from glueckauf.core.scope import Scope
    from glueckauf.telemetry.models import Device

    with reading(Scope(tenant=TENANT)):
        return list(Device.objects.filter(tenant=TENANT).order_by("pk").values_list("pk", "key"))


def by_http(port: int, tokens: list[str], lasting_s: float) -> tuple[int, float]:
    """Two clients, each with half of the devices."""
    stored, begun = [0, 0], time.monotonic()

    def client(which: int) -> None:
        ask, start, turn = HTTPConnection("127.0.0.1", port, timeout=60), datetime.now(UTC) - timedelta(days=20), 0  # noqa: TID251
        while time.monotonic() - begun < lasting_s:
            index = which + 2 * (turn % (len(tokens) // 2))
            since = start + timedelta(minutes=200 * (turn // (len(tokens) // 2)))
            stored[which] += post(ask, tokens[index], f"d{index}", since)
            turn += 1

    threads = [threading.Thread(target=client, args=(which,)) for which in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(stored), sum(stored) / (time.monotonic() - begun)


def post(ask: HTTPConnection, token: str, key: str, since: datetime) -> int:
    """One batch of 1,000 values."""
    times = [(since + timedelta(minutes=step)).isoformat() for step in range(1_000 // SERIES)]
    values = [{"series": f"{key}.{one}", "at": at, "value": 1.5} for at in times for one in range(SERIES)]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Content-Encoding": "gzip"}
    ask.request("POST", "/api/telemetrie/werte/", gzip.compress(json.dumps({"values": values}).encode(), 1), headers)
    answer = ask.getresponse()
    said = json.loads(answer.read())
    if answer.status != 200 or said["refused"]:
        raise RuntimeError(f"{answer.status}: {said}")
    return int(said["stored"])


def count() -> int:
    """Rows of the table."""
    from glueckauf.core.db import reading
    from glueckauf.core.scope import Scope
    from glueckauf.telemetry.models import Reading

    with reading(Scope(tenant=TENANT)):
        return Reading.objects.filter(tenant=TENANT).count()


if __name__ == "__main__":
    alone(measure)

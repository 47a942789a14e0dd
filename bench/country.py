"""What bench/catalogue.py measures with: the whole register and catalogue, cities and services in number, and visitors."""

import csv
import io
import re
import shutil
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.installation import ROOT, Installation
from bench.logs import Log
from bench.visitor import Connection, Unexpected, Visitor

CITIES = ("Bochum", "Dortmund", "Duisburg", "Essen", "Gelsenkirchen", "Mülheim an der Ruhr")
KEYS = {
    "Bochum": "05911",
    "Dortmund": "05913",
    "Duisburg": "05112",
    "Essen": "05113",
    "Gelsenkirchen": "05513",
    "Mülheim an der Ruhr": "05117",
}
TYPED = (
    "44787",
    "Bochum",
    "Massenbergstraße 10, 44787 Bochum",
    "Rathausplatz 1 Gelsenkirchen",
    "Mülheim a. d. Ruhr",
    "Dortmnd",
    "Gelsenkirhcen",
    "Essen, Rüttenscheider Straße 1",
    "12345",
    "Xyzzyxyzzyxyzzy",
    "Neuenkirchen",
    "Musterstraße 12a, Wittenberge",
    "44787 Essen",
    "stadt duisburg",
    "D",
)
REAL = ROOT.parent / "shared" / "data"
AT = datetime(2026, 11, 28, 12, tzinfo=UTC)


def without_own_table(target: Path) -> Path:
    """The six cities, but not our own table of 53: the register alone says what exists."""
    shutil.copytree(ROOT / "kommunen", target, dirs_exist_ok=True)
    (target / "ruhr.yaml").unlink(missing_ok=True)
    return target


def read_folders_again() -> None:
    """Another folder: nothing that is remembered holds."""
    from glueckauf.catalogue import queries as catalogue
    from glueckauf.cities import queries as cities

    cities.forget()
    cities.forget_register()
    catalogue.forget()


def import_six() -> None:
    """A register of six municipalities."""
    rows = [(f"{key}0000000", f"{key}000", f"{name}, Stadt", "KREISFREIE_STADT", 300_000, "44787") for name, key in KEYS.items()]
    register(rows)


def import_all() -> None:
    """All municipalities: the real register, or as many made up."""
    real = REAL / "gemeinden" / "GV100AD_301123.txt"
    if real.exists():
        import_register(real.read_bytes())
        return
    rows = [(f"{key}0000000", f"{key}000", f"{name}, Stadt", "KREISFREIE_STADT", 300_000, "44787") for name, key in KEYS.items()]
    rows += [(f"09{n:03}0000{n % 999:03}", f"09{n:03}{n % 999:03}", f"Ort {word(n)}", "", n + 1, f"8{n % 9999:04}") for n in range(1, 999)]
    rows += [
        (f"07{n:03}0001{m:03}", f"07{n:03}{m:03}", f"{word(n * 31 + m)}dorf", "", 9, f"5{n:04}") for n in range(100, 600) for m in range(20)
    ]
    register(rows[:10_981])


def word(number: int) -> str:
    """A name that can be pronounced."""
    syllables = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "ru", "sa", "te", "wi")
    return "".join(syllables[number // 13**place % 13] for place in range(4)).capitalize()


def register(rows: list[tuple[Any, ...]]) -> None:
    """A table in the shape of the derived ones."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("ars", "ags", "name", "typ", "inhabitants", "plz_verwaltungssitz"))
    writer.writerows(rows)
    import_register(text.getvalue().encode())


def import_register(content: bytes) -> None:
    """As the operator's command does it."""
    from glueckauf.cities.actions import import_register as action

    action("bench", content=content, most_gone=99_999, by="rule:bench", at=AT)


def import_leika() -> None:
    """The real catalogue, or a table of its size."""
    from glueckauf.catalogue.actions import import_national
    from glueckauf.identity.rules.actor import Rule

    real = REAL / "leika-ozg" / "leika_ozg_leistungen_2019.csv"
    lines = ["leika_key,leistung,typ,ozg_id,themenfeld"]
    lines += [f"99{n:012},{word(n)} {word(n * 7)} Erteilung,2/3,{10_000 + n // 10},{word(n % 14)}" for n in range(5_251)]
    content = real.read_bytes() if real.exists() else "\n".join(lines).encode()
    import_national("bench", content=content, by=Rule(tenant="", name="bench"), at=AT)


def get(path: str, number: int, **query: str) -> object:
    """A page in this process; every visitor has another address."""
    from django.test import Client

    address = f"10.{number % 200}.{number // 200 % 200}.7"
    answer = Client(HTTP_HOST="127.0.0.1", HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_FOR=address).get(path, query)
    if answer.status_code != 200:
        raise Unexpected(f"{path}: {answer.status_code}")
    return answer


def fifty_three(target: Path) -> Path:
    """The six, and as many more as make 53: each a copy of Bochum under another key."""
    shutil.copytree(ROOT / "kommunen", target, dirs_exist_ok=True)
    bochum = (target / "bochum" / "kommune.yaml").read_text("utf-8")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    have = len(list(target.glob("*/kommune.yaml")))
    for n in range(53 - have):
        folder = target / f"musterstadt-{letters[n // 26].lower()}{letters[n % 26].lower()}"
        folder.mkdir()
        text = re.sub(r"^key: bochum$", f"key: {folder.name}", bochum, flags=re.M)
        text = re.sub(r"^prefix: BO$", f"prefix: X{letters[n]}" if n < 26 else f"prefix: Y{letters[n - 26]}", text, flags=re.M)
        text = re.sub(r'^ars: "\d+"$', f'ars: "0599{n:03}00000"', text, flags=re.M)
        (folder / "kommune.yaml").write_text(text.replace("name: Bochum", f"name: Musterstadt {n}"), "utf-8")
    return target


def twenty_four(target: Path) -> Path:
    """All that we have, filled up with copies of one that has everything."""
    shutil.copytree(ROOT / "leistungen", target, dirs_exist_ok=True)
    have = len(list(target.glob("*/leistung.yaml")))
    for n in range(24 - have):
        folder = shutil.copytree(target / "sondernutzung-strasse", target / f"sondernutzung-{word(n).lower()}")
        path = folder / "leistung.yaml"
        path.write_text(path.read_text("utf-8").replace("key: sondernutzung-strasse", f"key: {folder.name}", 1), "utf-8")
    return target


def pages_of(kommunen: Path, leistungen: Path) -> list[str]:
    """Every service page of every city."""
    slugs = sorted(path.parent.name for path in leistungen.glob("*/leistung.yaml"))
    return [f"/{path.parent.name}/leistungen/{slug}/" for path in sorted(kommunen.glob("*/kommune.yaml")) for slug in slugs]


def wait_for(port: int, path: str) -> None:
    """Until the page is there."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        connection = Connection(port)
        try:
            Visitor(connection).get(path)
            return
        except OSError:
            time.sleep(0.02)
        finally:
            connection.close()
    raise RuntimeError(f"{path} did not come")


def visit(port: int, paths: list[str]) -> None:
    """Each page once."""
    visitor = Visitor(Connection(port))
    for path in paths:
        visitor.get(path)


def by_eight(made: Installation, paths: list[str]) -> dict[str, float]:
    """Eight clients, each its share of all pages, twice: server time at p95, and pages a second."""
    log, began = Log(made.log), time.perf_counter()
    threads = [threading.Thread(target=visit, args=(made.port, (paths * 2)[n::8])) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    times = sorted(log.ms("leistung", at_least=len(paths) * 2))
    return {"p95": times[int(len(times) * 0.95)], "rate": len(times) / took}

"""`glueckauf grid import FILE --operator KEY --network power`: shows what a file would do; with `--release` it is in force."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from glueckauf.core.clock import now
from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Rule
from glueckauf.supply import actions, queries
from glueckauf.supply.rules.alarms import SensorKind

MOST_BYTES = 100 * 1024 * 1024
NETWORKS = ("power", "water", "gas", "heat")


class Command(BaseCommand):
    help = "import FILE: a preview, with --release in force. list: revisions. sensor SERIES: where it stands. demo: an invented town."

    def add_arguments(self, parser: CommandParser) -> None:
        """One verb."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        taking = verbs.add_parser("import", help="read a file")
        taking.add_argument("file", type=Path)
        taking.add_argument("--profiles", type=Path, help="an .npz file with names and values, for devices that name a profile")
        taking.add_argument("--profile-year", default="", help="what the profiles are of, in words")
        taking.add_argument("--release", action="store_true", help="put it in force; without this nothing is kept")
        sensor = verbs.add_parser(
            "sensor", help="say where a series of telemetry stands; what is usual for its kind is watched from then on"
        )
        sensor.add_argument("series", help="its key in telemetry")
        sensor.add_argument("--kind", choices=[str(kind) for kind in SensorKind], required=True)
        sensor.add_argument("--element", default="", help="id of the node (pressure) or connection (meter) in the grid")
        sensor.add_argument("--place", required=True, help="in words, such as an address")
        for verb in (
            taking,
            sensor,
            verbs.add_parser("list", help="all revisions"),
            verbs.add_parser("demo", help="an invented town, once"),
        ):
            verb.add_argument("--operator", required=True, help="key of the operator")
            verb.add_argument("--network", choices=NETWORKS, default="power")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error when the file is not taken; the revision in force stays."""
        by = Rule(tenant=options["operator"], name="grid")
        if options["verb"] == "list":
            for row in queries.revisions(by, options["network"]):
                words = ["in force"] * row.is_in_force + ["synthetic"] * row.is_synthetic
                self.stdout.write(f"{row.number:>4} {row.at:%Y-%m-%d %H:%M} {row.format:10} {row.file_name} {' '.join(words)}")
        elif options["verb"] == "demo":
            self.stdout.write(f"revision {actions.build_town(by=by, at=now())} is in force (synthetic)")
        elif options["verb"] == "sensor":
            self.place(by, options)
        else:
            self.take(by, options)

    def place(self, by: Rule, options: Mapping[str, Any]) -> None:
        """One sensor."""
        given = {name: options[name] for name in ("network", "element", "place")}
        try:
            actions.place_sensor(options["series"], kind=SensorKind(options["kind"]), by=by, at=now(), **given)
        except NotFound as error:
            raise CommandError(f"{by.tenant} has no series {options['series']} in telemetry.") from error
        self.stdout.write(f"{options['series']} stands at {options['place']} ({options['network']})")

    def take(self, by: Rule, options: Mapping[str, Any]) -> None:
        """The preview, and with --release the revision."""
        series = content(options["profiles"]) if options["profiles"] else b""
        try:
            looked = actions.look_at(options["network"], name=options["file"].name, content=content(options["file"]), series=series, by=by)
        except actions.FileNotTaken as error:
            lines = [f"{place}: {reason}" for place, reason in error.places]
            more = [f"and {error.count - len(lines)} more"] if error.count > len(lines) else []
            raise CommandError("\n".join([*lines, *more, "Not taken. The revision in force stays."])) from error
        self.stdout.write(f"{looked.format}: {looked.file_name}, SHA-256 {looked.sha256}")
        for line in shown(looked.summary):
            self.stdout.write(line)
        if not options["release"]:
            self.stdout.write("Nothing was kept. --release puts it in force.")
            return
        year = options["profile_year"] or ("ohne Angabe" if series else "ohne Lastgänge")
        number = actions.import_grid(looked, profile_year=year, by=by, at=now())
        actions.release_grid(options["network"], number=number, by=by, at=now())
        self.stdout.write(f"Revision {number} is in force.")


def content(path: Path) -> bytes:
    """Of a file that is not too large."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"{path.name} is larger than 100 MB.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path.name} cannot be read ({error.strerror}).") from error


def shown(summary: Mapping[str, Any]) -> Iterator[str]:
    """Numbers first, then names."""
    for table, (rows, in_service) in summary["counts"].items():
        yield f"  {table:14} {rows:>7}" + (f" ({in_service} in service)" if in_service != rows else "")
    yield f"  islands {summary['islands']}, without a feed {summary.get('dark_islands', 0)}"
    for key in ("unsupplied", "out_of_service", "open_points", "unplaced", "dark_connections"):
        if key in summary:
            yield listed(key, summary[key])
    yield from (listed(f"lost {who}", found) for who, found in summary["lost"].items())
    difference = summary["difference"]
    if difference is None:
        yield "  the first revision"
    else:
        yield from (listed(key, found) for key, found in difference.items())
    yield from (f"  trial {text}" for text in summary["trial"])
    yield from (f"  remark {text}" for text in summary["remarks"])


def listed(key: str, found: Mapping[str, Any]) -> str:
    """The number, and the first few."""
    names = ", ".join(found["first"][:8]) + (" …" if found["count"] > 8 else "")
    return f"  {key.replace('_', ' ')}: {found['count']}" + (f" ({names})" if names else "")

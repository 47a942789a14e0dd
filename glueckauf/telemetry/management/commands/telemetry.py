"""`glueckauf telemetry …`: devices, series and tokens of a tenant, by the operator of the installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from glueckauf.cities.queries import tenants
from glueckauf.core.clock import now
from glueckauf.core.errors import Refused
from glueckauf.identity.rules.actor import Rule
from glueckauf.telemetry import actions, queries
from glueckauf.telemetry.rules.keep import SeriesKind

HELP = """device TENANT KEY        a device that may deliver (--name, --group)
series TENANT DEVICE KEY  a series of it (--unit, --kind, --interval)
token TENANT DEVICE      a new token, shown once; earlier ones stay good
revoke TENANT DEVICE     all tokens of the device end (--but TOKEN: all but this one)
list TENANT              newest values, silent series, wrong clocks, refused lines"""


class Command(BaseCommand):
    help = HELP

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One word, then its own."""
        words = parser.add_subparsers(dest="word", required=True)
        for name, places in {"device": ["key"], "series": ["device", "key"], "token": ["device"], "revoke": ["device"], "list": []}.items():
            word = words.add_parser(name)
            for place in ("tenant", *places):
                word.add_argument(place)
        words.choices["device"].add_argument("--name", default="")
        words.choices["device"].add_argument("--group", default="")
        words.choices["series"].add_argument("--unit", required=True)
        words.choices["series"].add_argument("--kind", choices=[str(kind) for kind in SeriesKind], default="gauge")
        words.choices["series"].add_argument(
            "--interval", type=int, default=0, help="seconds between values; 0: whenever something happens"
        )
        words.choices["revoke"].add_argument("--but", default="")

    def handle(self, *args: Any, word: str, tenant: str, **given: Any) -> None:
        """Says in one sentence what happened, or why not."""
        if tenant not in tenants():
            raise CommandError(f"there is no tenant {tenant}; there are {', '.join(tenants())}")
        try:
            getattr(self, f"do_{word}")(Rule(tenant=tenant, name="telemetry.command"), **given)
        except Refused as refused:
            raise CommandError(str(refused)) from None

    def do_device(self, by: Rule, *, key: str, name: str, group: str, **_: Any) -> None:
        """Registered."""
        actions.register_device(key, name=name or key, group=group, by=by, at=now())
        self.stdout.write(f"device {by.tenant}/{key} is registered")

    def do_series(self, by: Rule, *, device: str, key: str, unit: str, kind: str, interval: int, **_: Any) -> None:
        """Registered."""
        if interval < 0:
            raise CommandError("--interval is not negative")
        actions.register_series(device, key, unit=unit, kind=SeriesKind(kind), interval_s=interval, by=by, at=now())
        self.stdout.write(f"series {key} of {by.tenant}/{device} is registered; by MQTT: glueckauf/{by.tenant}/{device}/{key}")

    def do_token(self, by: Rule, *, device: str, **_: Any) -> None:
        """Shown once."""
        self.stdout.write(actions.issue_token(device, by=by, at=now()))

    def do_revoke(self, by: Rule, *, device: str, but: str, **_: Any) -> None:
        """Counted."""
        self.stdout.write(f"{actions.revoke_tokens(device, but=but, by=by, at=now())} tokens of {by.tenant}/{device} ended")

    def do_list(self, by: Rule, **_: Any) -> None:
        """What an operator asks first."""
        for row in queries.latest(by):
            value = "nothing yet" if row.value is None else f"{row.value:g} {row.unit}"
            self.stdout.write(f"{row.device}  {row.series}  {value}{'  silent' if row.is_silent else ''}")
        for fault in queries.clock_faults(by):
            self.stdout.write(f"{fault.device}  clock {fault.kind} by {abs(fault.offset_s):.0f} s{'' if fault.until else '  still'}")
        for refused in queries.refused(by):
            self.stdout.write(f"{refused.device}  refused {refused.count} x {refused.reason}, last {refused.at:%Y-%m-%d %H:%M} UTC")

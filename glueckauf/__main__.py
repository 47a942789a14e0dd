"""`python -m glueckauf …`, or bin/glueckauf: the operator's command line. Each word is a management command of core or of a domain."""

import gc
import os
import sys

from django.core.management import execute_from_command_line

USAGE = """\
glueckauf run                   web, worker and mail inlet together
glueckauf web | worker | inlet  one of them alone
glueckauf mqtt                  what devices publish at a broker (run starts it where GLUECKAUF_MQTT_URL is set)
glueckauf telemetry list CITY   devices: newest values, silent series, wrong clocks; device, series, token, revoke
glueckauf migrate               bring the tables to this version
glueckauf demo                  a filled town hall to try, and run it
glueckauf outbox list           what waits, and what was given up
glueckauf outbox retry [id]     deliver again what was given up
glueckauf audit verify          whether the chain of events is whole
glueckauf letters verify        whether every letter still verifies
glueckauf files verify          whether every stored file is there, unchanged
glueckauf check                 what is missing or unsafe before a start
glueckauf retention             how long what is kept, and what is due to be deleted
glueckauf permissions           who may call which page
glueckauf catalogue import FILE  the national catalogue (LeiKa/OZG) as pages of every city
glueckauf cities import FILE  all municipalities of Germany (GV100AD), for the question who is responsible
glueckauf backup FILE           a copy of the database while it runs
glueckauf COMMAND --help        more about one of them
"""


def main(words: list[str]) -> None:
    """Runs one command."""
    if words in ([], ["help"], ["--help"], ["-h"]):
        sys.stdout.write(USAGE)
        return
    gc.set_threshold(10_000)  # at 700 Python looks for garbage 370 times while it imports the house, where there is none
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glueckauf.config.settings")  # noqa: TID251 - before settings exist
    execute_from_command_line(["glueckauf", *words])


main(sys.argv[1:])

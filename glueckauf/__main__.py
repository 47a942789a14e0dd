"""`python -m glueckauf …`, or bin/glueckauf: the operator's command line. Each word is a management command of core or of a domain."""

import os
import sys

from django.core.management import execute_from_command_line

USAGE = """\
glueckauf run                   web, worker and mail inlet together
glueckauf web | worker | inlet  one of them alone
glueckauf migrate               bring the tables to this version
glueckauf demo                  a filled town hall to try, and run it
glueckauf outbox list           what waits, and what was given up
glueckauf outbox retry [id]     deliver again what was given up
glueckauf audit verify          whether the chain of events is whole
glueckauf permissions           who may call which page
glueckauf backup FILE           a copy of the database while it runs
glueckauf COMMAND --help        more about one of them
"""


def main(words: list[str]) -> None:
    """Runs one command."""
    if words in ([], ["help"], ["--help"], ["-h"]):
        sys.stdout.write(USAGE)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glueckauf.config.settings")  # noqa: TID251 - before settings exist
    execute_from_command_line(["glueckauf", *words])


main(sys.argv[1:])

"""Studies in a house of its own, for tests that kill who computes them: `python tests/studies_house.py COMMAND …`. The last line is JSON.

prepare LEAKS: a study that waits; its number. die STUDY PARTS: computes it and is killed at the first look at the clock when so many
parts are kept. finish STUDY: what stood in the rows before, whether the dead one's lease held, and what stands there once it was over.
"""

import hashlib
import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glueckauf.config.settings")

import django

django.setup()

from glueckauf.cities.models import Tenant  # noqa: E402
from glueckauf.supply import actions, queries  # noqa: E402
from glueckauf.supply.rules.studies import Kind  # noqa: E402
from tests import make_studies, make_supply  # noqa: E402
from tests.make_catalogue import NOON  # noqa: E402


def prepare(leaks):
    """On the village's water grid."""
    Tenant.objects.get_or_create(key=make_supply.OPERATOR, defaults={"kind": "operator", "name": "Netz", "prefix": "NZ"})
    make_studies.grids()
    return make_studies.started(Kind.LEAKS, leaks=int(leaks))


def drive(minutes, *, is_over=lambda: False):
    """One turn; the clock stands."""

    def clock():
        if is_over():
            os.kill(os.getpid(), signal.SIGKILL)
        return NOON + timedelta(minutes=minutes)

    return actions.drive(f"driver-{os.getpid()}", clock=clock)


def die(study, parts):
    """When the rows hold so many."""
    drive(0, is_over=lambda: len(make_studies.kept(int(study))) >= int(parts))


def finish(study):
    """By another one."""
    return [say(study), drive(0), drive(1), say(study)]


def say(study):
    """State, numbers of kept parts, hash of the rows."""
    found = queries.study(make_supply.BY, int(study))
    return {"state": found.state, "kept": make_studies.kept(int(study)), "rows": digest(make_studies.rows(int(study)))}


def digest(rows):
    """Equal rows, equal hash."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


if __name__ == "__main__":
    print(json.dumps({"prepare": prepare, "die": die, "finish": finish}[sys.argv[1]](*sys.argv[2:])))

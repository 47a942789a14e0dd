"""What the test of killed processes asks of its installation: `journey_house.py NUMBER …`, as JSON."""

import json
import os
import sys
from collections import Counter
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glueckauf.config.settings")
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import django  # noqa: E402

django.setup()

from glueckauf.core.clock import now  # noqa: E402
from glueckauf.core.db import reading, writing  # noqa: E402
from glueckauf.core.models import Delivery  # noqa: E402
from glueckauf.core.outbox import chain, dispatch  # noqa: E402
from glueckauf.core.scope import Scope  # noqa: E402
from glueckauf.letters.models import Letter  # noqa: E402
from glueckauf.mail.models import OutgoingMail  # noqa: E402
from glueckauf.vorgaenge import actions  # noqa: E402
from glueckauf.vorgaenge.models import Bescheid, EffectRow, Submission, Vorgang  # noqa: E402
from glueckauf.vorgaenge.rules.stage import Ending  # noqa: E402
from tests import make  # noqa: E402

BOCHUM = Scope(tenant="bochum")


def finish(*numbers):
    """Delivers what the dead workers left, decides these cases, counts; then delivers everything a second time and counts again."""
    dispatch.drain(now())
    decide(numbers)
    dispatch.drain(now())
    once = count()
    return {"once": once, "repeated": repeat(), "twice": count()}


def decide(numbers):
    """Two clerks decide and sign."""
    first, second = make.clerk(), make.clerk()
    for number in numbers:
        actions.take(number, by=first, at=now())
        actions.set_fee(number, total_cents=7500, reason="Tarif der Satzung", by=first, at=now())
        actions.decide(number, ending=Ending.GRANT, by=first, at=now())
        actions.approve(number, by=second, at=now())


def repeat():
    """Everything that was delivered is delivered once more, as after a worker that died before it could say so."""
    with writing(BOCHUM):
        Delivery.objects.filter(dead_at=None).update(done_at=None, leased_until=None, due_at=now())
    return dispatch.drain(now())


def count():
    """How many there are of everything, by Vorgang."""
    with reading(BOCHUM):
        cases = dict(Vorgang.objects.filter(tenant="bochum").values_list("pk", "number"))
        found = {
            "numbers": sorted(cases.values()),
            "submissions": Submission.objects.filter(tenant="bochum").count(),
            "stages": dict(Counter(Vorgang.objects.filter(tenant="bochum").values_list("stage", flat=True))),
            "bescheide": spread(Bescheid.objects.filter(tenant="bochum").values_list("vorgang_id", flat=True), cases),
            "letters": Letter.objects.filter(tenant="bochum").count(),
            "effects": EffectRow.objects.filter(tenant="bochum", cancelled_at=None).count(),
            "mails": spread(OutgoingMail.objects.filter(tenant="bochum").values_list("topic", "subject"), cases),
        }
    undone = Delivery.objects.filter(done_at=None).count()
    return found | {"undone": undone, "is_whole": chain.verify("bochum") is None}


def spread(keys, cases):
    """How often how many: {"1": 50} says that 50 things have exactly one."""
    return {str(times): many for times, many in Counter(Counter(keys).values()).items()}


if __name__ == "__main__":
    print(json.dumps(finish(*sys.argv[1:])))

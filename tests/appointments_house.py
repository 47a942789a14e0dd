"""Ten places on one day of a house in processes of its own, and who has them: `python tests/appointments_house.py open|count`."""

import json
import os
import sys
from datetime import time, timedelta
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glueckauf.config.settings")
django.setup()

from glueckauf.cities import actions as cities  # noqa: E402
from glueckauf.cities.models import Booking, Hold  # noqa: E402
from glueckauf.cities.rules.holidays import is_holiday  # noqa: E402
from glueckauf.cities.rules.openings import Hours  # noqa: E402
from glueckauf.core.clock import local_day, now  # noqa: E402
from glueckauf.core.db import reading  # noqa: E402
from glueckauf.core.scope import Scope  # noqa: E402
from glueckauf.identity.rules.actor import Rule  # noqa: E402
from glueckauf.vorgaenge.models import Vorgang  # noqa: E402


def open_ten_places():
    """Five times of two."""
    at, house = now(), Rule(tenant="bochum", name="test")
    day = local_day(at) + timedelta(days=7)
    while day.weekday() > 4 or is_holiday(day):
        day += timedelta(days=1)
    room = cities.enter_room("buergerbuero", name="Schalter 1", site="Musterplatz 1", by=house, at=at)
    given = {"weekday": day.weekday(), "first_day": day, "last_day": day, "opens": time(8), "closes": time(8, 50), "minutes": 10}
    cities.enter_opening(room.pk, hours=Hours(**given), people=2, source="Test, frei erfunden", by=house, at=at)
    return {}


def count():
    """How many places are taken, how many of them once, how many Vorgänge there are."""
    with reading(Scope(tenant="bochum")):
        slots = list(Booking.objects.filter(ended_at=None).values_list("slot", flat=True))
        numbers = sorted(Vorgang.objects.values_list("number", flat=True))
        return {"booked": len(slots), "places": len(set(slots)), "numbers": numbers, "held": Hold.objects.count()}


print(json.dumps({"open": open_ten_places, "count": count}[sys.argv[1]]()))

"""What a house of its own says about telemetry: `python tests/telemetry_house.py prepare SERIES | values`. The last line is JSON."""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glueckauf.config.settings")

import django

django.setup()

from glueckauf.cities.models import Tenant  # noqa: E402
from tests import make_telemetry as make  # noqa: E402


def prepare(number):
    """A tenant with one device of so many series."""
    Tenant.objects.get_or_create(key="bochum", defaults={"kind": "kommune", "name": "Bochum", "prefix": "BO"})
    return make.device(key="d1", series=[f"s{one}" for one in range(int(number))], interval_s=0).pk


def values():
    """All that is stored."""
    return [value for _, value in make.values()]


if __name__ == "__main__":
    print(json.dumps({"prepare": prepare, "values": values}[sys.argv[1]](*sys.argv[2:])))

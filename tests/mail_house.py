"""What tests ask of an installation that runs in other processes: `mail_house.py prepare|read|count`. Prints one line of JSON."""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glueckauf.config.settings")
sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

import django  # noqa: E402

django.setup()

import make_mail  # noqa: E402

from glueckauf.core.clock import now  # noqa: E402
from glueckauf.core.outbox.dispatch import drain  # noqa: E402
from glueckauf.mail import models  # noqa: E402


def prepare():
    """Two cities, and Bochum asks Erika Mustermann for something. Returns where she answers."""
    make_mail.cities()
    make_mail.send(at=now())
    return make_mail.address()


def read():
    """Everything that was accepted is read."""
    return drain(now())


def count():
    """Rows and events that must be as many as mails were sent."""
    with make_mail.in_tenant():
        found = {
            "mails": models.IncomingMail.objects.filter(tenant="bochum").count(),
            "read": models.IncomingMail.objects.filter(tenant="bochum", read_at__isnull=False).count(),
            "topics": list(models.IncomingMail.objects.filter(tenant="bochum").values_list("topic", flat=True).distinct()),
            "files": models.IncomingAttachment.objects.filter(tenant="bochum").count(),
            "subjects": sorted(set(models.IncomingMail.objects.filter(tenant="bochum").values_list("subject", flat=True))),
        }
    return found | {"received": make_mail.events().count("MailReceived")}


if __name__ == "__main__":
    print(json.dumps({"prepare": prepare, "read": read, "count": count}[sys.argv[1]]()))

"""`glueckauf mqtt`: stores what devices publish at the broker of GLUECKAUF_MQTT_URL."""

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from glueckauf.core.management.serving import ServingCommand
from glueckauf.telemetry.tasks.mqtt import serve


class Command(ServingCommand):
    help = "Subscribes to the broker of GLUECKAUF_MQTT_URL and stores values until it is stopped. One of them, not several."

    def handle(self, *args: Any, **options: Any) -> None:
        """Blocks until SIGTERM or SIGINT; what has arrived then is stored first."""
        if settings.GLUECKAUF.mqtt_url is None:
            raise CommandError("GLUECKAUF_MQTT_URL is not set: there is no broker to ask.")
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        try:
            serve(settings.GLUECKAUF.mqtt_url.get_secret_value(), stop, on_ready=self.announce)
        except ValueError as error:
            raise CommandError(str(error)) from None

    def announce(self) -> None:
        """Each time it is subscribed."""
        self.stdout.write("Subscribed to the broker")
        self.stdout.flush()

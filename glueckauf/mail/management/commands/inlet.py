"""`glueckauf inlet`: the LMTP listener that Postfix delivers to."""

import signal
import threading
from typing import Any

from django.conf import settings

from glueckauf.core.management.serving import ServingCommand
from glueckauf.mail.tasks.lmtp import serve


class Command(ServingCommand):
    help = "Listens for mail (LMTP) on GLUECKAUF_LMTP_HOST and GLUECKAUF_LMTP_PORT until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Blocks until SIGTERM or SIGINT; a mail that is being stored then is finished first."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        serve(settings.GLUECKAUF.lmtp_host, settings.GLUECKAUF.lmtp_port, stop, on_ready=self.announce)

    def announce(self, port: int) -> None:
        """Whoever started it with port 0 learns the true one."""
        self.stdout.write(f"The mail inlet listens on {settings.GLUECKAUF.lmtp_host}:{port}")
        self.stdout.flush()

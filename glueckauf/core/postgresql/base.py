"""A kept connection is tried before a request uses it. The line itself tells when the server has gone; it is asked only now and then."""

import select
import time

from django.db.backends.postgresql import base

ASKED_EVERY_S = 10.0


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's."""

    answered_at = float("-inf")

    def is_usable(self) -> bool:
        """A server that stops, restarts or ends the connection sends something; a network that fell silent is noticed by asking.

        After an error it is always asked.
        """
        if self.connection is None:
            return False
        if not self.errors_occurred and time.monotonic() < self.answered_at + ASKED_EVERY_S and self.is_quiet():
            return True
        usable: bool = super().is_usable()
        self.answered_at = time.monotonic() if usable else float("-inf")
        return usable

    def is_quiet(self) -> bool:
        """Nothing arrived since the last statement was answered; a closed line counts as something."""
        if self.connection.closed:
            return False
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return not line.poll(0)

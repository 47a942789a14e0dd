"""The number of the latest import or publication, asked for at most once in SECONDS: what another process wrote is seen after that."""

import threading
import time
from collections.abc import Callable

SECONDS = 2.0


class Latest:
    """One per process and question, for all its threads. `ask` returns 0 while there is nothing."""

    def __init__(self, ask: Callable[[], int]) -> None:
        self.ask = ask
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Ask again next time."""
        self.found, self.asked = 0, float("-inf")

    def current(self) -> int:
        """The latest number known."""
        if time.monotonic() - self.asked >= SECONDS:
            with self.lock:
                self.found, self.asked = self.ask(), time.monotonic()
        return self.found

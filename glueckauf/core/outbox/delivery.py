"""Which delivery is running: a key that stays the same over all attempts, for handlers that must do something once."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_running: ContextVar[str] = ContextVar("running", default="")


def delivery_key() -> str:
    """The event and its handler, as 4711/vorgaenge.mail_receipt; empty outside of a delivery."""
    return _running.get()


@contextmanager
def delivering(event_id: int, handler: str) -> Iterator[None]:
    """The dispatcher runs each handler inside of this."""
    token = _running.set(f"{event_id}/{handler}")
    try:
        yield
    finally:
        _running.reset(token)

"""Who listens to what. Filled by the subscriptions.py of each domain, imported in its ready()."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from glueckauf.core.outbox.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """One listener. `key` is stored with the delivery, so it never changes."""

    key: str
    event: type[DomainEvent]
    run: Callable[[Any, datetime], None]


_handlers: dict[str, Handler] = {}


def subscribe(event: type[DomainEvent], key: str, run: Callable[[Any, datetime], None]) -> None:
    """`run(event, at)` is called after commit, at least once: it must be safe to run twice. A double key stops the start."""
    if key in _handlers:
        raise ValueError(f"two handlers are called {key}")
    _handlers[key] = Handler(key=key, event=event, run=run)


def handler(key: str) -> Handler:
    """By its stored key; KeyError when a release removed it."""
    return _handlers[key]


def handlers_of(event: type[DomainEvent]) -> list[Handler]:
    """All listeners of a class of events, in order of their keys."""
    return sorted((h for h in _handlers.values() if h.event is event), key=lambda h: h.key)

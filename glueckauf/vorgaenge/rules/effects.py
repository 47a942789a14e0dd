"""Effects as a pure fold of events: replaying the log gives the same state as the rows."""

from collections.abc import Iterable


def replay(events: Iterable[tuple[str, int]]) -> frozenset[int]:
    """Ids of the effects in force after (kind of event, effect id) in order. Starting twice or ending twice changes nothing."""
    started: set[int] = set()
    ended: set[int] = set()
    for kind, effect in events:
        (started if kind == "vorgaenge.EffectStarted" else ended).add(effect)
    return frozenset(started - ended)

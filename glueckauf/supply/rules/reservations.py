"""States of a device on its way to the grid, as a fold of what happened. Only three of them take room."""

from collections.abc import Iterable
from enum import StrEnum


class State(StrEnum):
    """`waiting`: a person decides, nothing was promised. `pending`: promised by the check, nobody decided yet."""

    WAITING = "waiting"
    PENDING = "pending"
    ACCEPTED = "accepted"
    CONNECTED = "connected"
    FREED = "freed"


TAKES_ROOM = frozenset({State.PENDING, State.ACCEPTED, State.CONNECTED})
DECIDED = frozenset({State.ACCEPTED, State.CONNECTED})
OPEN = frozenset({State.WAITING, State.PENDING})


STAND_WORDS = {
    State.WAITING: "wartet auf einen Menschen",
    State.PENDING: "geprüft, noch ohne Antwort",
    State.ACCEPTED: "zugesagt",
    State.CONNECTED: "am Netz",
    State.FREED: "frei",
}


def replay(events: Iterable[tuple[int, str]]) -> dict[int, State]:
    """State of each reservation after (id, state) in order. What came twice changes nothing."""
    return {reservation: State(state) for reservation, state in events}

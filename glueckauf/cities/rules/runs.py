"""How much time a matter takes, and the adjoining slots that give it. A family comes once: to one counter, one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

Place = tuple[int, int, datetime]  # room, seat, start


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """`people` come together. `minutes`: how long one of them takes; None: one slot, however long the hours make it."""

    people: int = 1
    minutes: int | None = None

    def slots(self, minutes: int) -> int:
        """How many adjoining slots of that length."""
        return self.people if self.minutes is None else -(-self.people * self.minutes // minutes)


ONE = Need()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What somebody comes for."""

    leistung: str
    need: Need


class Timed(Protocol):
    """A slot, or a row that says the same."""

    @property
    def room_id(self) -> int: ...

    @property
    def seat(self) -> int: ...

    @property
    def starts_at(self) -> datetime: ...

    @property
    def minutes(self) -> int: ...


T = TypeVar("T", bound=Timed)


def place_of(slot: Timed) -> Place:
    """Where and when: no two slots share it."""
    return slot.room_id, slot.seat, slot.starts_at


def run_from(first: T, free: Mapping[Place, T], need: Need) -> tuple[T, ...]:
    """The slot and those that follow it at the same seat without a gap; empty where one of them is not free."""
    found = [first]
    while len(found) < need.slots(first.minutes):
        last = found[-1]
        following = free.get((last.room_id, last.seat, last.starts_at + timedelta(minutes=last.minutes)))
        if following is None:
            return ()
        found.append(following)
    return tuple(found)

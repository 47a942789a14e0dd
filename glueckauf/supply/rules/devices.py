"""Kinds of devices that ask for a connection: when they run, which way power flows, how far they may be dimmed. Data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from glueckauf.supply.rules.norms import CONTROLLED_FROM_KW


class Kind(StrEnum):
    """Codes in the table."""

    WALLBOX = "wallbox"
    HEAT_PUMP = "heat_pump"
    PV = "pv"
    STORAGE = "storage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """Of a kind. `hours`: first and last month, first hour and the hour after the last, in which it counts with its full power."""

    label: str
    the: str
    sign: int
    hours: tuple[int, int, int, int]
    when: str
    controllable: bool  # falls under § 14a EnWG


EVENING, HEATING, SUN = (1, 12, 18, 23), (10, 4, 0, 24), (3, 10, 10, 16)
EVERY_EVENING = "jeden Abend von 18 bis 23 Uhr"
HABITS: Mapping[Kind, Habit] = MappingProxyType(
    {
        Kind.WALLBOX: Habit(label="Wallbox", the="die Wallbox", sign=1, hours=EVENING, when=EVERY_EVENING, controllable=True),
        Kind.HEAT_PUMP: Habit(
            label="Wärmepumpe",
            the="die Wärmepumpe",
            sign=1,
            hours=HEATING,
            when="von Oktober bis April rund um die Uhr",
            controllable=True,
        ),
        Kind.PV: Habit(
            label="Solaranlage",
            the="die Solaranlage",
            sign=-1,
            hours=SUN,
            when="von März bis Oktober von 10 bis 16 Uhr",
            controllable=False,
        ),
        Kind.STORAGE: Habit(label="Speicher", the="den Speicher", sign=1, hours=EVENING, when=EVERY_EVENING, controllable=True),
    }
)
REGISTERED = frozenset([Kind.PV, Kind.STORAGE])  # Marktstammdatenregister: what feeds in or stores, not what only draws
TOGETHER = (1.0, 1.0, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5)  # of n devices; from nine on 0.45. See norm 14a_least
LARGE_HEAT_PUMP_KW, KEEPS = 11.0, 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What somebody wants to connect, all of one kind at one address together. `existing_kw`: what is there already and was told."""

    kind: Kind
    count: int
    each_kw: float
    controllable: bool
    existing_kw: float = 0.0

    @property
    def habit(self) -> Habit:
        """Of its kind."""
        return HABITS[self.kind]

    @property
    def power_kw(self) -> float:
        """Of all of them."""
        return round(self.count * self.each_kw, 3)

    @property
    def least_kw(self) -> float | None:
        """Dimmed no further than this; None: it is not dimmed at all."""
        if not (self.habit.controllable and self.controllable and self.each_kw > CONTROLLED_FROM_KW):
            return None
        one = self.each_kw * KEEPS if self.kind is Kind.HEAT_PUMP and self.each_kw > LARGE_HEAT_PUMP_KW else CONTROLLED_FROM_KW
        factor = TOGETHER[self.count] if self.count < len(TOGETHER) else 0.45
        return round(min(one + (self.count - 1) * factor * CONTROLLED_FROM_KW, self.power_kw), 3)


def as_asked(kind: Kind, node: str, power_kw: float, least_kw: float | None) -> dict[str, Any]:
    """As the engine takes a device."""
    habit = HABITS[kind]
    return {"node": node, "power_kw": power_kw, "sign": habit.sign, "least_kw": least_kw, "hours": list(habit.hours)}

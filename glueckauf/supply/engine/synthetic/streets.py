"""A street grid nobody lives in: districts of two parallel streets, a station where the cross street meets them, houses on both sides."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, isqrt

from glueckauf.supply.engine.earth import degrees
from glueckauf.supply.engine.synthetic.types import KVA_250, KVA_400, NAYY_50, NAYY_150, CableType, TransformerType

STEMS = (
    "Muster",
    "Beispiel",
    "Probe",
    "Test",
    "Modell",
    "Vorlagen",
    "Platzhalter",
    "Entwurfs",
    "Skizzen",
    "Fantasie",
    "Attrappen",
    "Übungs",
)
ENDINGS = ("straße", "weg", "allee", "gasse", "pfad", "steig", "ring", "zeile", "hof", "kamp")
PARTS = ("", " Nord", " Süd", " Ost", " West")
MOST_STREETS = len(STEMS) * len(ENDINGS) * len(PARTS)
ARMS = 4  # feeders of a station: both ways along two streets
FEWEST_HOUSES, MOST_HOUSES = 2 * ARMS, 20 * ARMS  # of a station
BETWEEN_STREETS_M = 90.0
TO_HOUSE_M = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A kind of district. `homes`: flats in a house, from and to. The last three are what a year may use at most: see sizing.py."""

    key: str
    spacing_m: float
    cable: CableType
    transformer: TransformerType
    homes: tuple[int, int]
    heat_pumps: float
    pv: float
    transformer_use: float
    line_use: float
    lowest_pu: float


QUARTERS = (
    Quarter(
        key="ample", spacing_m=22, cable=NAYY_150, transformer=KVA_400, homes=(1, 1), heat_pumps=0.3, pv=0.4,
        transformer_use=0.28, line_use=0.7, lowest_pu=0.95,
    ),
    Quarter(
        key="long", spacing_m=140, cable=NAYY_50, transformer=KVA_250, homes=(1, 1), heat_pumps=0.25, pv=0.1,
        transformer_use=0.9, line_use=0.9, lowest_pu=0.905,
    ),
    Quarter(
        key="full", spacing_m=22, cable=NAYY_150, transformer=KVA_250, homes=(2, 4), heat_pumps=0.1, pv=0.3,
        transformer_use=0.972, line_use=0.85, lowest_pu=0.93,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """What to build. `origin`: longitude and latitude of its north-west corner. With three transformers each kind of quarter is there."""

    transformers: int = 3
    houses: int = 120
    origin: tuple[float, float] = (7.2, 51.5)
    postcode: str = "00000"

    def __post_init__(self) -> None:
        if self.transformers < 1 or not FEWEST_HOUSES <= self.houses / self.transformers <= MOST_HOUSES:
            raise ValueError(f"at least one transformer, and {FEWEST_HOUSES} to {MOST_HOUSES} houses for each")
        if 2 * self.transformers > MOST_STREETS:
            raise ValueError(f"names for {MOST_STREETS} streets, two for each transformer")

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Metres east and north of the origin as longitude and latitude."""
        return degrees(self.origin, x, y)


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """One station with its houses. `x`, `y`: of the station in metres; streets by number."""

    number: int
    quarter: Quarter
    x: float
    y: float
    houses: int

    def street(self, arm: int) -> int:
        """Arms 0 and 1 run east and west along the first street, 2 and 3 along the second."""
        return 2 * self.number + arm // 2

    def in_arm(self, arm: int) -> int:
        """Houses of an arm."""
        return (self.houses - arm + ARMS - 1) // ARMS

    def junctions(self, arm: int) -> int:
        """Where two houses, left and right, leave the cable."""
        return ceil(self.in_arm(arm) / 2)

    def place(self, arm: int, junction: int) -> tuple[float, float]:
        """Of a junction, in metres."""
        east = self.quarter.spacing_m * (junction + 1) * (1 if arm % 2 == 0 else -1)
        return self.x + east, self.y - BETWEEN_STREETS_M * (arm // 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A house at a junction of an arm."""

    arm: int
    junction: int
    street: int
    house_number: int
    x: float
    y: float


def street_name(number: int) -> str:
    """Each its own, and obviously invented."""
    part, at = divmod(number, len(STEMS) * len(ENDINGS))
    return STEMS[at % len(STEMS)] + ENDINGS[(at + at // len(STEMS)) % len(ENDINGS)] + PARTS[part]


def districts(town: Town) -> list[District]:
    """Side by side in rows; houses are shared out evenly, quarters take turns."""
    per_row = isqrt(town.transformers - 1) + 1
    largest = ceil(town.houses / town.transformers)
    width = 2 * max(quarter.spacing_m for quarter in QUARTERS) * (ceil(largest / ARMS / 2) + 1) + 100
    found = []
    for number in range(town.transformers):
        row, column = divmod(number, per_row)
        houses = (town.houses - number + town.transformers - 1) // town.transformers
        quarter = QUARTERS[number % len(QUARTERS)]
        x, y = (column + 0.5) * width, -200.0 - row * (BETWEEN_STREETS_M + 150)
        found.append(District(number=number, quarter=quarter, x=x, y=y, houses=houses))
    return found


def plots(district: District) -> Iterator[Plot]:
    """House numbers from west to east: odd in the north, even in the south."""
    for arm in range(ARMS):
        west = district.junctions(arm | 1)
        for house in range(district.in_arm(arm)):
            junction, side = divmod(house, 2)
            x, y = district.place(arm, junction)
            along = west + junction if arm % 2 == 0 else west - 1 - junction
            yield Plot(
                arm=arm,
                junction=junction,
                street=district.street(arm),
                house_number=2 * along + 1 + side,
                x=x,
                y=y + TO_HOUSE_M * (1 - 2 * side),
            )

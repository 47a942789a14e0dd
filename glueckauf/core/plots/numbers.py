"""Numbers as German reads them, and the round ones that stand at an axis."""

from collections.abc import Iterable
from math import ceil, floor, log10

NBSP = "\N{NO-BREAK SPACE}"
ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
MOST_DECIMALS = 6


def german(value: float, decimals: int) -> str:
    """1.234,5; a true minus."""
    text = f"{abs(value):,.{decimals}f}"
    sign = "\N{MINUS SIGN}" if value < 0 and text.strip("0,.") else ""
    return sign + text.translate(str.maketrans(",.", ".,"))


def with_unit(value: float, decimals: int, unit: str) -> str:
    """104 %, unbreakable."""
    return f"{german(value, decimals)}{NBSP}{unit}" if unit else german(value, decimals)


def decimals_for(values: Iterable[float]) -> int:
    """So many that a thousandth of their range can be told; of a single value as many as it has."""
    known = list(values)
    if all(v == int(v) for v in known):
        return 0
    span = max(known) - min(known)
    if not span:
        return len(f"{known[0]:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2])
    return min(MOST_DECIMALS, max(0, 2 - floor(log10(span))))


def ticks(low: float, high: float, most: int) -> tuple[tuple[float, ...], int]:
    """Round numbers from low to high, at most so many, and their decimals."""
    raw = (high - low) / max(most - 1, 1)
    power = 10.0 ** floor(log10(raw))
    factor = next(f for f in ROUND if f * power >= raw * 0.999)
    step = factor * power
    places = max(0, -floor(log10(step) + 1e-9)) + (1 if factor == 2.5 and step < 10 else 0)
    first = ceil(low / step - 1e-9)
    last = floor(high / step + 1e-9)
    return tuple(round(n * step, places + 2) for n in range(first, last + 1)), places

"""City colours as a style sheet."""

import re
from collections.abc import Iterable

from glueckauf.cities.rules.schema import KommuneData

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def sheet(kommunen: Iterable[KommuneData]) -> str:
    """`.ga-band[data-kommune=…]` for each city; without a city the band shows the first colour of each."""
    known = [(k.key, [c for c in k.colours if COLOUR.fullmatch(c)]) for k in kommunen]
    rules = [f'.ga-band[data-kommune="{key}"] {{ background: {stripes(colours)}; }}' for key, colours in known if colours]
    first = [colours[0] for _, colours in known if colours]
    return "\n".join([f".ga-band {{ background: {stripes(first)}; }}", *rules]) + "\n" if first else ""


def stripes(colours: list[str]) -> str:
    """One colour, or hard stripes of equal width."""
    if len(colours) == 1:
        return colours[0]
    width = 100 / len(colours)
    parts = [f"{colour} {n * width:.2f}% {(n + 1) * width:.2f}%" for n, colour in enumerate(colours)]
    return f"linear-gradient(90deg, {', '.join(parts)})"

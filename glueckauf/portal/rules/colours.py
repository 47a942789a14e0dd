"""City colours as a style sheet."""

from collections.abc import Iterable

from glueckauf.cities.rules.schema import KommuneData


def sheet(kommunen: Iterable[KommuneData]) -> str:
    """`.ga-band[data-kommune=…]` for each city; without a city the band shows the first colour of each."""
    known = [k for k in kommunen if k.colours]
    rules = [f'.ga-band[data-kommune="{k.key}"] {{ background: {stripes(k.colours)}; }}' for k in known]
    first = tuple(k.colours[0] for k in known)
    return "\n".join([f".ga-band {{ background: {stripes(first)}; }}", *rules]) + "\n" if first else ""


def stripes(colours: tuple[str, ...]) -> str:
    """One colour, or hard stripes of equal width."""
    if len(colours) == 1:
        return colours[0]
    width = 100 / len(colours)
    parts = [f"{colour} {n * width:.2f}% {(n + 1) * width:.2f}%" for n, colour in enumerate(colours)]
    return f"linear-gradient(90deg, {', '.join(parts)})"

"""From the plain values of evidence to frozen plots. What could not be drawn is refused here, so that everything behind can rely on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

KINDS = ("line", "area", "limit")
MOST_PLOTS, MOST_POINTS, MOST_CURVES, MOST_LIMITS = 4, 400, 6, 3
LARGEST = 1e9
LONGEST_TITLE, LONGEST_NAME, LONGEST_UNIT = 160, 80, 20

Values = tuple[float | None, ...]


class PlotBroken(Exception):
    """The evidence of a check holds a plot of the wrong shape. The text is for who wrote the check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One curve; None where it has no value. kind: line, area (down to zero) or limit."""

    name: str
    kind: str
    values: Values

    @property
    def known(self) -> tuple[float, ...]:
        """The values it has."""
        return tuple(v for v in self.values if v is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Series over one axis. x: numbers stand at their distance, texts one after the other."""

    title: str
    unit: str
    x: tuple[str, ...] | tuple[float, ...]
    x_title: str
    series: tuple[Series, ...]

    @property
    def curves(self) -> tuple[Series, ...]:
        """What was measured or computed."""
        return tuple(s for s in self.series if s.kind != "limit")

    @property
    def limits(self) -> tuple[Series, ...]:
        """What must not be crossed."""
        return tuple(s for s in self.series if s.kind == "limit")


def of_evidence(evidence: Mapping[str, Any]) -> tuple[Plot, ...]:
    """The plots of a Finding, none where it has none. Raises PlotBroken."""
    raw = evidence.get("plots", [])
    if not isinstance(raw, Sequence) or isinstance(raw, str) or len(raw) > MOST_PLOTS:
        raise PlotBroken(f"plots is a list of at most {MOST_PLOTS}")
    return tuple(plot(one) for one in raw)


def plot(raw: Any) -> Plot:
    """One of them. Raises PlotBroken."""
    if not isinstance(raw, Mapping) or set(raw) != {"title", "unit", "x", "x_title", "series"}:
        raise PlotBroken("a plot has title, unit, x, x_title and series, nothing else")
    x = axis(raw["x"])
    found = tuple(series(one, len(x)) for one in listed(raw["series"], "series"))
    made = Plot(
        title=text(raw["title"], LONGEST_TITLE, "title"),
        unit=text(raw["unit"], LONGEST_UNIT, "unit"),
        x=x,
        x_title=text(raw["x_title"], LONGEST_NAME, "x_title"),
        series=found,
    )
    if not made.title or not 1 <= len(made.curves) <= MOST_CURVES or len(made.limits) > MOST_LIMITS:
        raise PlotBroken(f"a plot has a title, 1 to {MOST_CURVES} curves and at most {MOST_LIMITS} limits")
    if len({s.name for s in found}) < len(found):
        raise PlotBroken("two series of a plot are called the same")
    return made


def axis(raw: Any) -> tuple[str, ...] | tuple[float, ...]:
    """Either all numbers, not falling, or all texts; numbers that are all the same have no distance. Raises PlotBroken."""
    values = listed(raw, "x")
    if not 2 <= len(values) <= MOST_POINTS:
        raise PlotBroken(f"x has 2 to {MOST_POINTS} places, not {len(values)}")
    if all(isinstance(v, str) for v in values):
        return tuple(text(v, LONGEST_NAME, "x") for v in values)
    numbers = tuple(number(v) for v in values)
    if any(b < a for a, b in zip(numbers, numbers[1:], strict=False)):
        raise PlotBroken("numbers of x rise")
    return numbers if numbers[0] < numbers[-1] else tuple(f"{v:g}".replace(".", ",") for v in numbers)


def series(raw: Any, length: int) -> Series:
    """As long as the axis, with at least one value. Raises PlotBroken."""
    if not isinstance(raw, Mapping) or set(raw) != {"name", "kind", "values"} or raw["kind"] not in KINDS:
        raise PlotBroken(f"a series has name, kind ({', '.join(KINDS)}) and values")
    values = tuple(None if v is None else number(v) for v in listed(raw["values"], "values"))
    name = text(raw["name"], LONGEST_NAME, "name")
    if not name or len(values) != length or all(v is None for v in values):
        raise PlotBroken(f"series {name!r}: a name, and one value or None for each place of x")
    return Series(name=name, kind=raw["kind"], values=values)


def listed(raw: Any, what: str) -> Sequence[Any]:
    """A list of anything. Raises PlotBroken."""
    if not isinstance(raw, list | tuple):
        raise PlotBroken(f"{what} is a list")
    return raw


def text(raw: Any, longest: int, what: str) -> str:
    """One line. Raises PlotBroken."""
    if not isinstance(raw, str) or len(raw) > longest or not (raw.isprintable() or not raw):
        raise PlotBroken(f"{what} is one line of at most {longest} signs")
    return raw


def number(raw: Any) -> float:
    """Finite and of a size that has room at an axis, to nine places. Raises PlotBroken."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not isfinite(raw) or abs(raw) > LARGEST:
        raise PlotBroken(f"{raw!r} is no finite number up to {LARGEST:g}")
    return round(float(raw), 9)

"""What a plot says in words and as a table, for those who do not see it, and for those who want the numbers."""

from dataclasses import dataclass

from glueckauf.core.plots.numbers import decimals_for, german, with_unit
from glueckauf.core.plots.reading import Plot, Series

MOST_ROWS = 100  # a longer axis is thinned to about THINNED rows
THINNED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Heads and rows as text; `note` says what was left out."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


def table(plot: Plot, *, most: int = MOST_ROWS, thinned: int = THINNED) -> Table:
    """The same numbers; of a long axis every so many places, and always the highest and lowest of each curve."""
    step = 1 if len(plot.x) <= most else step_for(len(plot.x), thinned)
    kept = sorted({*range(0, len(plot.x), step), *extremes(plot)})
    decimals = [decimals_for(s.known) for s in plot.series]
    rows = tuple((place(plot, n), *(cell(s, n, d, plot.unit) for s, d in zip(plot.series, decimals, strict=True))) for n in kept)
    note = "" if step == 1 else f"Jeder {step}. Wert, dazu die höchsten und niedrigsten."
    return Table(heads=(plot.x_title or "Stelle", *(s.name for s in plot.series)), rows=rows, note=note)


def step_for(places: int, rows: int) -> int:
    """Doubling, so that quarter-hours become full hours."""
    step = 2
    while places / step > rows:
        step *= 2
    return step


def extremes(plot: Plot) -> set[int]:
    """Where curves are highest and lowest."""
    found = set()
    for series in plot.curves:
        known = [(v, n) for n, v in enumerate(series.values) if v is not None]
        found |= {max(known)[1], min(known)[1]}
    return found


def cell(series: Series, n: int, decimals: int, unit: str) -> str:
    """A value with its unit (its first word: the title says "% of what"), or a dash where there is none."""
    value = series.values[n]
    return "–" if value is None else with_unit(value, decimals, unit.partition(" ")[0])


def place(plot: Plot, n: int) -> str:
    """The name of a place on the axis."""
    where = plot.x[n]
    if isinstance(where, str):
        return where
    return german(where, decimals_for([v for v in plot.x if isinstance(v, float)]))


def described(plot: Plot) -> str:
    """What a picture would have to say: what is drawn, each curve's range with its places, the limits."""
    unit = f" in {plot.unit}" if plot.unit else ""
    axis = f" über {plot.x_title}" if plot.x_title else ""
    first = f"Liniendiagramm{unit}{axis}, von {place(plot, 0)} bis {place(plot, len(plot.x) - 1)}"
    said = [first, *(curve(plot, s) for s in plot.curves), *(limit(plot, s) for s in plot.limits)]
    return " ".join(f"{sentence.removesuffix('.')}." for sentence in said)


def curve(plot: Plot, series: Series) -> str:
    """Highest and lowest, and where."""
    known = [(v, n) for n, v in enumerate(series.values) if v is not None]
    decimals = max(0, decimals_for(series.known) - 1)
    (high, there), (low, here) = max(known, key=lambda pair: (pair[0], -pair[1])), min(known)
    top, bottom = with_unit(high, decimals, plot.unit), with_unit(low, decimals, plot.unit)
    if top == bottom:
        return f"{series.name}: {top}"
    return f"{series.name}: höchstens {top} ({place(plot, there)}), mindestens {bottom} ({place(plot, here)})"


def limit(plot: Plot, series: Series) -> str:
    """Its value, or its range."""
    decimals = decimals_for(series.known)
    low, high = with_unit(min(series.known), decimals, plot.unit), with_unit(max(series.known), decimals, plot.unit)
    return f"Grenze „{series.name}“: {low}" if low == high else f"Grenze „{series.name}“: {low} bis {high}"

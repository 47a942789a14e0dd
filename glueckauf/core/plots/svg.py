"""A plot as SVG. Every colour stands as attribute, as on paper; classes let a page take its own (glueckauf.css), also in the dark.

No style, no script, no reference to anything outside. Curves differ by width and dashes, and the legend names them: colour only repeats it.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import chain

from glueckauf.core.plots.drawing import Frame, Mark, Point, Scale, beyond, is_upper, legend, mark, percent, runs, scale, x_ticks
from glueckauf.core.plots.numbers import decimals_for, with_unit
from glueckauf.core.plots.reading import Plot, Series
from glueckauf.core.plots.words import described

FONTS = "Fira Sans, Noto Sans, Arial, sans-serif"
INK, QUIET, GRID, PAPER, LAMP, LAMP_SOFT = "#1f2123", "#55565a", "#d9d5cd", "#ffffff", "#f5ab00", "#fdf2d6"
# name of the class, colour on paper, width, dashes
STYLES = (
    ("one", "#6f6b65", "2.5", ""),
    ("two", "#0b5563", "4", ""),
    ("three", "#824d00", "3", "7 5"),
    ("four", "#5b3a82", "3", "2 4"),
    ("five", "#b0130d", "3", "12 4 2 4"),
    ("six", "#1c6a35", "2", "1 3"),
)


def drawn(plot: Plot, frame: Frame, *, key: str) -> str:
    """The whole element, with title and description for readers. `key` makes its ids single on a page."""
    made = scale(plot, frame)
    below = frame.floor + frame.size * 1.5
    words_at = below + frame.size * 1.5 if plot.x_title else below
    entries = legend(plot, made, words_at + frame.size * 1.7)
    height = round(max(e.y + frame.size * 1.3 * (len(e.lines) - 1) for e in entries) + frame.size)
    inner = chain(
        forbidden(plot, made),
        levels(plot, made),
        excess(plot, made),
        limit_lines(plot, made),
        curves(plot, made),
        floor(plot, made, below, words_at),
        samples(plot, made, words_at + frame.size * 1.7),
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ga-plot ga-plot--{frame.kind}" viewBox="0 0 {frame.width} {height}" '
        f'width="{frame.width}" height="{height}" role="img" aria-labelledby="{key}-{frame.kind}-t {key}-{frame.kind}-d" '
        f'font-family="{FONTS}" font-size="{frame.size}" fill="{INK}">'
    )
    said = f'<title id="{key}-{frame.kind}-t">{escape(plot.title)}</title><desc id="{key}-{frame.kind}-d">{escape(described(plot))}</desc>'
    return f"{head}{said}{''.join(inner)}</svg>"


def style_of(plot: Plot, number: int) -> tuple[str, str, str, str]:
    """A curve alone is the strong one."""
    return STYLES[1] if len(plot.curves) == 1 else STYLES[number]


def level(made: Scale, series: Series) -> float | None:
    """Height of a limit that is the same everywhere."""
    return made.y(series.known[0]) if len(set(series.known)) == 1 else None


def forbidden(plot: Plot, made: Scale) -> Iterator[str]:
    """What lies beyond the first limit is tinted."""
    at = level(made, plot.limits[0]) if plot.limits else None
    if at is None:
        return
    upper = is_upper(plot.limits[0], plot.curves)
    top, bottom = (made.top, at) if upper else (at, made.frame.floor)
    yield (
        f'<rect class="ga-plot__beyond" x="{made.left:.1f}" y="{top:.1f}" width="{made.frame.right - made.left:.1f}" '
        f'height="{bottom - top:.1f}" fill="{LAMP_SOFT}"/>'
    )


def levels(plot: Plot, made: Scale) -> Iterator[str]:
    """Lines of the grid with their numbers; none where the number of a limit stands."""
    taken = [at for s in plot.limits if (at := level(made, s)) is not None]
    unit = percent(plot.unit)
    for value in made.levels:
        y = made.y(value)
        if any(abs(y - at) < made.frame.size for at in taken):
            continue
        yield line("line", made.left, made.frame.right, y, y, GRID, "1")
        yield words("quiet", made.left - 6, y + made.frame.size * 0.35, with_unit(value, made.decimals, unit), anchor="end", fill=QUIET)


def excess(plot: Plot, made: Scale) -> Iterator[str]:
    """Where a curve lies beyond the first limit."""
    if not plot.limits:
        return
    sign = 1 if is_upper(plot.limits[0], plot.curves) else -1
    for series in plot.curves:
        for points in beyond(series, plot.limits[0], made, sign=sign):
            yield f'<path class="ga-plot__excess" d="{path(points)} Z" fill="{LAMP}" fill-opacity=".55"/>'


def limit_lines(plot: Plot, made: Scale) -> Iterator[str]:
    """Each with its name beside it, on the side where the written value is not, and its number at the axis."""
    frame = made.frame
    for series in plot.limits:
        at, upper = level(made, series), is_upper(series, plot.curves)
        for points in runs(series, made):
            yield f'<path class="ga-plot__limit" d="{path(points)}" fill="none" stroke="{INK}" stroke-width="2"/>'
        last = next(made.y(v) for v in reversed(series.values) if v is not None)
        y = last - frame.size * 0.5 if upper else last + frame.size * 1.15
        left = mark(plot, made).x > made.left + 0.5 * (frame.right - made.left)
        x, anchor = (made.left + 6, "start") if left else (frame.right - 6, "end")
        yield words("word", x, y, series.name, anchor=anchor, weight="600")
        if at is not None:
            value = with_unit(series.known[0], max(decimals_for(series.known), made.decimals), percent(plot.unit))
            yield words("word", made.left - 6, at + frame.size * 0.35, value, anchor="end", weight="600")


def curves(plot: Plot, made: Scale) -> Iterator[str]:
    """The first one on top: it is the thin one. Then the one value that is written."""
    zero = made.y(max(made.low, 0.0))
    for number, series in reversed(list(enumerate(plot.curves))):
        name, colour, width, dashes = style_of(plot, number)
        for points in runs(series, made):
            if series.kind == "area":
                around = [(points[0][0], zero), *points, (points[-1][0], zero)]
                yield f'<path class="ga-plot__area ga-plot__area--{name}" d="{path(around)} Z" fill="{colour}" fill-opacity=".18"/>'
            yield stroke(name, path(points), colour, width, dashes)
    yield written(mark(plot, made), made)


def written(found: Mark, made: Scale) -> str:
    """A dot and its value, inside the frame."""
    size = made.frame.size
    y = max(found.y - size * 0.6, made.top + size * 0.8) if found.above else min(found.y + size * 1.3, made.frame.floor - 4)
    dot = f'<circle class="ga-plot__dot" cx="{found.x:.1f}" cy="{found.y:.1f}" r="4" fill="{INK}" stroke="{PAPER}" stroke-width="1.5"/>'
    return dot + words("word", found.x, y, found.text, anchor=found.anchor, weight="600")


def floor(plot: Plot, made: Scale, below: float, words_at: float) -> Iterator[str]:
    """The x axis with ticks and title, and the unit of the y axis."""
    frame = made.frame
    yield line("floor", made.left, frame.right, frame.floor, frame.floor, INK, "1.5")
    for tick in x_ticks(plot, made):
        yield line("floor", tick.x, tick.x, frame.floor, frame.floor + 5, INK, "1.5")
        yield words("quiet", tick.x, below, tick.text, anchor=tick.anchor, fill=QUIET)
    if plot.x_title:
        yield words("quiet", (made.left + frame.right) / 2, words_at, plot.x_title, anchor="middle", fill=QUIET)
    if plot.unit and not percent(plot.unit):
        yield words("quiet", made.left, frame.top + frame.size * 0.6, f"in {plot.unit}", anchor="start", fill=QUIET)


def samples(plot: Plot, made: Scale, y: float) -> Iterator[str]:
    """The legend."""
    size = made.frame.size
    for entry in legend(plot, made, y):
        name, colour, width, dashes = style_of(plot, entry.number)
        at = entry.y - size * 0.33
        yield stroke(name, f"M{entry.x:.1f} {at:.1f} H{entry.x + 34:.1f}", colour, width, dashes)
        for row, text in enumerate(entry.lines):
            yield words("name", entry.x + 42, entry.y + row * size * 1.3, text, anchor="start")


def stroke(name: str, d: str, colour: str, width: str, dashes: str) -> str:
    """A curve or its sample."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    css = f"ga-plot__curve ga-plot__curve--{name}"
    return f'<path class="{css}" d="{d}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"{dashed}/>'


def path(points: Sequence[Point]) -> str:
    """M… L…"""
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def line(name: str, x1: float, x2: float, y1: float, y2: float, colour: str, width: str) -> str:
    """A straight one."""
    ends = f'x1="{x1:.1f}" x2="{x2:.1f}" y1="{y1:.1f}" y2="{y2:.1f}"'
    return f'<line class="ga-plot__{name}" {ends} stroke="{colour}" stroke-width="{width}"/>'


def words(name: str, x: float, y: float, text: str, *, anchor: str, fill: str = INK, weight: str = "") -> str:
    """Text; a heavy one has an edge of paper, so that it reads over a curve."""
    heavy = f' font-weight="{weight}" stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"' if weight else ""
    return f'<text class="ga-plot__{name}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}"{heavy}>{escape(text)}</text>'

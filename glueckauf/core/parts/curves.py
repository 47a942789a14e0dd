"""Curves of a finding, drawn wide and narrow, with the same numbers as a table. The drawing comes from core.plots; its words are German."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from glueckauf.core.parts.library import part, register
from glueckauf.core.parts.lists import table as table_part
from glueckauf.core.plots import NARROW, WIDE, Plot, drawn, table


@register.simple_tag
def curves(plots: Sequence[Plot], key: str) -> SafeString:
    """`{% curves finding.plots finding.key %}`; key makes ids single on the page. The drawing that fits the room is shown."""
    return part("curves", figures=[figure(plot, f"{key}-{number}") for number, plot in enumerate(plots, 1)])


def figure(plot: Plot, key: str) -> dict[str, object]:
    """What the template shows of one."""
    numbers = table(plot)
    columns = [numbers.heads[0], *((head, "num") for head in numbers.heads[1:])]
    return {
        "title": plot.title,
        "unit": plot.unit,
        "drawings": [mark_safe(drawn(plot, frame, key=key)) for frame in (WIDE, NARROW)],  # noqa: S308 - core.plots escapes its words
        "table": table_part(plot.title, columns, numbers.rows, kind="wide", hide_caption="yes"),
        "note": numbers.note,
    }

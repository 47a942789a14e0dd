"""Curves that a check hands out as evidence: read, drawn as SVG, described, as a table. Pure: the same drawing stands in page and letter.

How long things take is core.parts.plot, with bars; this is for series over one axis. Shape of the evidence: docs/vorgaenge.md.
"""

from glueckauf.core.plots.drawing import LETTER, NARROW, WIDE, Frame
from glueckauf.core.plots.reading import Plot, PlotBroken, Series, of_evidence
from glueckauf.core.plots.svg import drawn
from glueckauf.core.plots.words import Table, described, table

__all__ = ["LETTER", "NARROW", "WIDE", "Frame", "Plot", "PlotBroken", "Series", "Table", "described", "drawn", "of_evidence", "table"]

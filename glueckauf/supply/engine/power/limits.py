"""What a grid may be asked for. Every limit is data with its source: the norms are paywalled and differ between operators."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A number and who says so."""

    value: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerLimits:
    """Voltages in p.u. of the rated voltage, loading in percent of the rating, rise by all generators in percent of the rated voltage."""

    voltage_low: Limit
    voltage_high: Limit
    line_percent: Limit
    transformer_percent: Limit
    rise_percent: Limit

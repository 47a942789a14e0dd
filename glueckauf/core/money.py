"""Money: integer cents in rows, Decimal in formulas, euros on the page."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def to_cents(amount: Decimal) -> int:
    """Rounds half up, as fee rules mean it; Python's default would turn 2.665 into 2.66."""
    return int(amount.quantize(CENT, rounding=ROUND_HALF_UP) * 100)


def euros(cents: int) -> str:
    """1.204,50 € with a no-break space."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'−' if cents < 0 else ''}{whole:,}".replace(",", ".") + f",{rest:02d}\N{NO-BREAK SPACE}€"

"""Why a grid of pipes has no answer: each reason has a name and says where."""


class Unsolvable(ArithmeticError):
    """`place` is the id of an element; `reason` in plain German."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place, self.reason = place, reason


class NothingSupplied(Unsolvable):
    """No feed and no pump is in service."""


class IslandWithoutFeed(Unsolvable):
    """A part of the grid is cut off from every feed and pump."""


class PressureConflict(Unsolvable):
    """Two feeds hold different pressures at one junction."""


class CircuitUnbalanced(Unsolvable):
    """Less comes back to the pump than it gives out, and nothing makes up for it."""


class FlowReversed(Unsolvable):
    """The pump would have to run backwards."""


class NotConverged(Unsolvable):
    """No state fits: what is drawn cannot be transported."""


class TooMuchHeat(Unsolvable):
    """A consumer draws more heat than its water carries."""

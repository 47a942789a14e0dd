"""Counts that stop where more helps nobody."""


def counted_text(count: int, most: int) -> str:
    """The count, or 499+ where counting stopped at 500."""
    return str(count) if count < most else f"{most - 1}+"

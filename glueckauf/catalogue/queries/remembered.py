"""What is remembered per process until the tables change under its feet, which only tests and a publication of this process do.

Keys are ids of revisions and publications. Those never change their meaning while an installation lives.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

forgetting: list[Callable[[], None]] = []


def remembered(*, most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """lru_cache that forget() empties; for queries above the catalogue too, when their key is a revision or publication."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        kept = lru_cache(maxsize=most)(function)
        forgetting.append(kept.cache_clear)
        return kept  # type: ignore[return-value]

    return decorate


def forget() -> None:
    """Nothing that was read holds any more."""
    for clear in forgetting:
        clear()

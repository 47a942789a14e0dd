"""Texts that mean more than letters, such as an area: a domain registers who reads them, and the form says at once what is wrong.

@reader("area")
def area(text: str) -> str: ...
"""

from collections.abc import Callable

Reader = Callable[[str], str]
_readers: dict[str, Reader] = {}


def reader(key: str) -> Callable[[Reader], Reader]:
    """Registers what says "" of a text it understands, else what to do, for the person. A double key stops the start."""

    def register(function: Reader) -> Reader:
        if key in _readers:
            raise ValueError(f"two readers are called {key}")
        _readers[key] = function
        return function

    return register


def known() -> frozenset[str]:
    """All that are registered."""
    return frozenset(_readers)


def problem(key: str, text: str) -> str:
    """What is wrong with the text; empty if nothing is. A reader that is gone lets every text pass."""
    found = _readers.get(key)
    return found(text) if found else ""

"""How much text a plain value holds."""

from typing import Any


def characters(value: Any) -> int:
    """Letters in all texts and keys."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(len(key) + characters(item) for key, item in value.items())
    return sum(map(characters, value)) if isinstance(value, list) else 0

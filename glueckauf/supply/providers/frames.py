"""What goes over the pipes to and from the engine: a line of JSON with values, then the bytes it names. Never an object that runs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

KEPT = 2  # models with their base year that the engine keeps, some hundred megabytes each


@dataclass(frozen=True, slots=True)
class Frame:
    """One question or answer."""

    values: dict[str, Any]
    parts: tuple[bytes, ...] = ()


def packed(values: dict[str, Any], parts: Sequence[bytes] = ()) -> bytes:
    """As bytes."""
    head = json.dumps({"values": values, "sizes": [len(part) for part in parts]}).encode()
    return b"".join((head, b"\n", *parts))


def sizes(head: bytes) -> tuple[dict[str, Any], list[int]]:
    """Of a first line."""
    found = json.loads(head)
    return found["values"], found["sizes"]


def received(stream: IO[bytes]) -> Frame | None:
    """The next one; None at the end. Blocks."""
    head = stream.readline()
    if not head:
        return None
    values, lengths = sizes(head)
    return Frame(values, tuple(stream.read(length) for length in lengths))

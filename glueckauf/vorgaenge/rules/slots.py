"""Which attachment belongs to which slot: by the words of its name, else in the order of asking. Proposals; a clerk can move a document."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Slot = TypeVar("Slot")

FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted(Generic[Slot]):
    """One thing that was asked for; by several offices where they want the same. `label`: what a file name is compared with."""

    label: str
    slots: tuple[Slot, ...]


def wanted(asked: Iterable[tuple[int, str, str, Slot]]) -> list[Wanted[Slot]]:
    """From (Vorgang, label, Nachweis, slot), in the order of asking: the first payslip one office wants is the first of another."""
    seen: Counter[tuple[int, str]] = Counter()
    found: dict[tuple[str, int], Wanted[Slot]] = {}
    for vorgang, label, nachweis, slot in asked:
        name = nachweis or label
        seen[vorgang, name] += 1
        key = (name, seen[vorgang, name])
        before = found[key].slots if key in found else ()
        found[key] = Wanted(label=f"{label} {nachweis}", slots=(*before, slot))
    return list(found.values())


def words(text: str) -> set[str]:
    """Folded words of four letters or more; shorter ones say nothing."""
    return {w for w in re.split(r"[^a-z]+", text.lower().translate(FOLD)) if len(w) > 3}


def likeness(filename: str, label: str) -> int:
    """Letters of the words that a file name and a slot share; a word inside a longer one counts."""
    return sum(len(w) for w in words(filename) if any(w in other or other in w for other in words(label)))


def assign(filenames: Sequence[str], labels: Sequence[str]) -> list[int | None]:
    """For each file the index of its slot, or None when there is none. Best likeness first; what is left fills open slots in order.

    More files than slots: the rest joins the last slot that took one, because photos of one document come as several files.
    """
    if not labels:
        return [None] * len(filenames)
    chosen: list[int | None] = [None] * len(filenames)
    pairs = sorted(
        ((likeness(name, label), -f, -s) for f, name in enumerate(filenames) for s, label in enumerate(labels)),
        reverse=True,
    )
    for score, f, s in pairs:
        if score and chosen[-f] is None:
            chosen[-f] = -s
    open_slots = [s for s in range(len(labels)) if s not in chosen]
    for f, slot in enumerate(chosen):
        if slot is None:
            chosen[f] = open_slots.pop(0) if open_slots else max((c for c in chosen if c is not None), default=len(labels) - 1)
    return chosen

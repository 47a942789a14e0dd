"""The questions of tests/search_queries.yaml: what the search makes of them. Shared by tests and bench.

`held: yes` is for checking only: nobody looks at these while tuning, and no word is added because of one that was missed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("search_queries.yaml")
LOOKED_AT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody typed, and the Leistungen that answer it, the best first."""

    text: str
    expect: tuple[str, ...]
    kind: str
    is_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Shares of 0 to 1, and what was not first."""

    count: int
    recall5: float
    first: float
    not_first: tuple[str, ...]


def questions(*, held: str) -> list[Question]:
    """One half: held "yes" or "no"."""
    rows = yaml.load(FILE.read_text("utf-8"), Loader=yaml.CBaseLoader)
    all_of = [Question(text=r["q"], expect=tuple(r["expect"]), kind=r["kind"], is_held=r["held"] == "yes") for r in rows]
    return [q for q in all_of if q.is_held is (held == "yes")]


def judge(asked: list[Question], tops: Callable[[str], list[str]]) -> Judged:
    """`tops`: slugs for a text, best first."""
    found = {q.text: tops(q.text)[:LOOKED_AT] for q in asked}
    first = [q for q in asked if found[q.text][:1] and found[q.text][0] in q.expect]
    near = [q for q in asked if set(found[q.text]) & set(q.expect)]
    missed = [q for q in asked if q not in first]
    lines = (f"{'  ' if q in near else '! '}{q.text} [{q.kind}]: {q.expect[0]}, first is {(*found[q.text], '-')[0]}" for q in missed)
    return Judged(count=len(asked), recall5=len(near) / len(asked), first=len(first) / len(asked), not_first=tuple(lines))

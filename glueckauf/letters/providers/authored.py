"""Letters whose template somebody is writing in the browser: set by a process of its own with little memory and time.

A template is a program. `#for` over a billion would hold a process of the web for hours, and nothing in typst ends it. A released
template was set here before, so letters that go out are set without this.
"""

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from glueckauf.core.confined import Limits, Stopped, ask
from glueckauf.letters.providers.typesetter import TemplateBroken

CHILD = Path(__file__).with_name("authored_child.py")
LIMITS = Limits(memory=600_000_000, cpu=5, seconds=20)
MOST_PAGES = 20
AT_ONCE, PATIENCE = 2, 10  # processes of one web process, and seconds others wait for them

_seats = BoundedSemaphore(AT_ONCE)


class TemplateTooCostly(TemplateBroken):
    """It ran into the limits. The text is for the author."""

    def __init__(self) -> None:
        super().__init__(
            "Der Brief braucht zu viel Zeit oder Speicher und wurde angehalten. Suchen Sie nach einer Schleife (#for, #while) mit sehr "
            "vielen Durchgängen, nach einer Funktion, die sich selbst aufruft, oder nach einer sehr großen Seite."
        )


class TemplateTooLong(TemplateBroken):
    """More pages than anybody prints. The text is for the author."""

    def __init__(self, pages: int) -> None:
        super().__init__(f"Der Brief hätte {pages} Seiten; mehr als {MOST_PAGES} zeigen wir nicht.")


class TypesetterBusy(Exception):
    """Others are looking at letters; nothing is wrong with this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A template, what it reads, and the instant it is set at."""

    template: str
    inputs: Mapping[str, Any]
    at: datetime


def pictures_of(attempt: Attempt) -> tuple[bytes, ...]:
    """The pages as PNG. Raises TemplateBroken and its kinds, TypesetterBusy."""
    for answer in answers([attempt], pictures=True):
        if "broken" in answer:
            raise TemplateBroken(answer["broken"])
        if answer["count"] > MOST_PAGES:
            raise TemplateTooLong(answer["count"])
        return tuple(map(b64decode, answer["pages"]))
    raise TemplateTooCostly


def faults(attempts: Sequence[Attempt]) -> list[TemplateBroken | None]:
    """What is wrong with each as PDF, None: nothing. Shorter than asked where one ran into the limits: what follows it was not set.

    Raises TypesetterBusy.
    """
    found: list[TemplateBroken | None] = []
    rest = list(attempts)
    while rest:
        said = [TemplateBroken(answer["broken"]) if "broken" in answer else None for answer in answers(rest, pictures=False)]
        found += said
        rest = rest[len(said) :]
        if not said:  # the first of them alone was too much
            return [*found, TemplateTooCostly()]
    return found


def answers(attempts: Sequence[Attempt], **how: bool) -> list[dict[str, Any]]:
    """One for each that was set before a limit was reached. Raises TypesetterBusy."""
    jobs = [{"template": one.template, "inputs": one.inputs, "at": one.at.isoformat(), "most_pages": MOST_PAGES, **how} for one in attempts]
    with seat():
        try:
            said = ask(CHILD, content=json.dumps(jobs).encode(), limits=LIMITS)
        except Stopped as stopped:
            said = stopped.answer[: stopped.answer.rfind(b"\n") + 1]
    return [json.loads(line) for line in said.splitlines()]


@contextmanager
def seat() -> Iterator[None]:
    """One of few places. Raises TypesetterBusy."""
    if not _seats.acquire(timeout=PATIENCE):
        raise TypesetterBusy
    try:
        yield
    finally:
        _seats.release()

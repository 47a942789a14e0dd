"""The editor with a Leistung of 200 fields and 50 conditions: opening its draft and saving a part. `python -m bench.editor [--quick]`

Opening is all that a page asks for: content, errors and hints, the difference to what is published, worked examples run, letters set.
Cold is the first time in a process, warm after one answer was changed. Called as a page would, inside one process.
"""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from statistics import median
from typing import Any

from bench.alone import alone
from bench.installation import Installation
from bench.results import Row, row

FIELDS, CONDITIONS, PER_SECTION = 200, 50, 20


def measure(made: Installation, *, quick: bool) -> list[Row]:
    """One draft of Bochum, saved and opened in turn."""
    from glueckauf.catalogue.actions import editing
    from glueckauf.catalogue.queries import editing as pages
    from glueckauf.catalogue.rules.drafting import DraftKind
    from glueckauf.core.clock import now
    from glueckauf.identity.rules.actor import Clerk, Role

    at = now()
    one, two = (Clerk(id=n, tenant="bochum", offices=frozenset(), roles=frozenset({Role.ADMIN})) for n in (1, 2))
    draft = editing.begin_with("bench-gross", large(), kind=DraftKind.OWN, by=one, at=at)
    cold = seconds(lambda: pages.draft_page(one, draft.pk, at=at))
    release(draft.pk, one, two, at)
    draft = editing.start_draft("bench-gross", kind=DraftKind.OWN, by=one, at=at)
    opened, saved = [], []
    for turn in range(5 if quick else 40):
        part, value = f"leistung.form.sections.{turn % 10}.fields.{turn % 20}.label", {"de": f"Frage {turn}", "en": f"Question {turn}"}
        saved.append(seconds(partial(editing.save_part, draft.pk, part=part, value=value, seen=10_000, by=one, at=at)))
        opened.append(seconds(lambda: pages.draft_page(one, draft.pk, at=at)))
    page = pages.draft_page(one, draft.pk, at=at)
    assert page.offer is not None and page.problems == () and page.changes, page.problems
    return [
        row("catalogue.editor_open", median(opened) * 1000, "ms", "<= 300"),
        row("catalogue.editor_open_worst", max(opened) * 1000, "ms"),
        row("catalogue.editor_open_cold", cold * 1000, "ms", "<= 300"),
        row("catalogue.editor_save", median(saved) * 1000, "ms", "<= 300"),
        row("catalogue.editor_save_worst", max(saved) * 1000, "ms"),
    ]


def release(draft_id: int, one: Any, two: Any, at: datetime) -> None:
    """So that there is a published revision to compare with."""
    from glueckauf.catalogue.actions import editing
    from glueckauf.core.clock import local_day

    editing.request_release(draft_id, effective_from=local_day(at), by=one, at=at)
    editing.release(draft_id, by=two, at=at)


def large() -> dict[str, Any]:
    """Ten sections of twenty fields; every fourth hangs on the one before it, twice on one further back as well."""
    from glueckauf.catalogue.rules.skeleton import skeleton

    content = skeleton("bench-gross", name="Große Leistung", office="steueramt", topic="weitere")
    fields = [field(number) for number in range(FIELDS - 3)]
    sections = content["leistung"]["form"]["sections"]
    everything = [*sections[0]["fields"], *fields]
    content["leistung"]["form"]["sections"] = [
        {"key": f"s{at}", "title": f"Abschnitt {at}", "fields": everything[at * PER_SECTION : (at + 1) * PER_SECTION]}
        for at in range(FIELDS // PER_SECTION)
    ]
    content["examples"] = [example(name) for name in ("Erika", "Max", "Petra", "Lena", "Adam")]
    return content


def field(number: int) -> dict[str, Any]:
    """Choices, numbers and texts in turn."""
    kind = ("choice", "integer", "text", "yesno")[number % 4]
    found: dict[str, Any] = {"key": f"f{number}", "type": kind, "label": {"de": f"Frage {number}", "en": f"Question {number}"}}
    found |= {"hint": {"de": "Das steht in Ihren Unterlagen.", "en": "You find it in your papers."}, "optional": "true"}
    if kind == "choice":
        found["options"] = [{"key": key, "label": {"de": key, "en": key}} for key in ("rot", "gelb", "blau", "keine")]
    if number % 4 == 2 and number // 4 < CONDITIONS:
        parts: list[dict[str, Any]] = [{"field": f"f{number - 2}", "in": ["rot", "gelb"]}, {"field": f"f{number - 1}", "at_least": "3"}]
        parts += [{"not": {"field": f"f{number - 6}", "is": "keine"}}] if number >= 6 else []
        found["when"] = {"all": parts}
    return found


def example(name: str) -> dict[str, Any]:
    """Worked, with an answer of each kind."""
    values = {"vorname": name, "nachname": "Muster", "f0": "rot", "f1": "4", "f2": "so", "f3": "yes"}
    return {"name": name, "kommune": "bochum", "day": "2026-11-24", "values": values, "expect": {"fee": "none", "decision": "person"}}


def seconds(call: Callable[[], object]) -> float:
    """How long it took."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


if __name__ == "__main__":
    alone(measure)

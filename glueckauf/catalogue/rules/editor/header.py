"""Head and tabs of every page of a draft: in what state it is, who saved last, where something is wrong."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from glueckauf.catalogue.rules.editor.posted import german

TABS = (
    ("leistung-angaben", "Angaben", ("leistung", "change")),
    ("leistung-formular", "Formular", ("leistung.form", "change.without")),
    ("leistung-nachweise", "Nachweise", ("leistung.nachweise",)),
    ("leistung-gebuehr", "Gebühr", ("leistung.fee", "leistung.values", "change.fee", "change.values")),
    ("leistung-fristen", "Fristen", ("leistung.deadlines", "leistung.decision", "leistung.mode", "change.deadlines")),
    ("leistung-briefe", "Briefe", ("letters", "leistung.decision.letters", "change.letters")),
    ("leistung-texte", "Texte", ("texts", "change.texts")),
    ("leistung-beispiele", "Beispiele", ("examples",)),
    ("leistung-freigabe", "Veröffentlichen", ()),
    ("leistung-datei", "Als Datei", ()),
)
STATES = {
    "editing": ("info", "Entwurf"),
    "requested": ("wait", "wartet auf Freigabe"),
    "released": ("ok", "freigegeben"),
    "discarded": ("none", "verworfen"),
}


class Page(Protocol):
    """What the header reads of a draft."""

    @property
    def id(self) -> int: ...
    @property
    def slug(self) -> str: ...
    @property
    def kind(self) -> Any: ...
    @property
    def content(self) -> dict[str, Any]: ...
    @property
    def version(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def problems(self) -> Sequence[Any]: ...
    @property
    def examples(self) -> Sequence[Any]: ...
    @property
    def editors(self) -> Sequence[Any]: ...
    @property
    def asked(self) -> Any: ...
    @property
    def sent_back(self) -> str: ...
    @property
    def can_undo(self) -> bool: ...
    @property
    def is_outdated(self) -> bool: ...
    @property
    def published(self) -> Any: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What stands above every tab."""

    id: int
    name: str
    kind_name: str
    state_kind: str
    state_name: str
    version: int
    saved_at: datetime | None
    saved_by: str
    published: str
    can_undo: bool
    examples_word: str
    release_word: str
    note: str
    note_kind: str
    red: int
    tabs: tuple[tuple[str, str, int], ...]
    tab_name: str


def header(page: Page, tab: str) -> Header:
    """Of one draft."""
    kind, name = STATES.get(page.state, ("info", page.state))
    saves = [save for save in page.editors if not save.is_aside]
    note, note_kind = note_of(page)
    red = sum(1 for run in page.examples if not run.is_green)
    count = len(page.problems)
    return Header(
        id=page.id,
        name=name_of(page),
        kind_name="eigene Leistung" if str(page.kind) == "own" else "gemeinsame Leistung, eigene Änderungen",
        state_kind=kind,
        state_name=name,
        version=page.version,
        saved_at=saves[0].at if saves else None,
        saved_by=saves[0].who if saves else "",
        published=f"veröffentlicht: Revision {page.published.number}, laufende Anträge behalten ihre"
        if page.published
        else "noch nicht veröffentlicht",
        can_undo=page.can_undo,
        examples_word=f"Beispiele, {red} rot" if red else "Beispiele",
        release_word="Veröffentlichen, gesperrt" if count else "Veröffentlichen",
        note=note,
        note_kind=note_kind,
        red=red,
        tabs=tuple((key, text, wrong_in(page.problems, key)) for key, text, _ in TABS),
        tab_name=next((text for key, text, _ in TABS if key == tab), "Vorschau"),
    )


def name_of(page: Page) -> str:
    """The draft's own name, else that of what is published."""
    leistung = page.content.get("leistung")
    own = german(leistung.get("name")) if isinstance(leistung, dict) else ""
    return own or (str(page.published.leistung.name) if page.published else page.slug)


def note_of(page: Page) -> tuple[str, str]:
    """One sentence about what stands in the way of editing."""
    if page.state == "requested" and page.asked:
        return (
            f"{page.asked.who} bittet um Freigabe ab {day(page.asked.effective_from)}. Bis dahin lässt sich der Entwurf nicht ändern.",
            "info",
        )
    if page.state == "released":
        return "Dieser Entwurf ist freigegeben. Für eine neue Änderung beginnen Sie einen neuen Entwurf.", "info"
    if page.state == "discarded":
        return "Dieser Entwurf ist verworfen. Er lässt sich ansehen, aber nicht mehr ändern.", "info"
    if page.sent_back:
        return f"Zurückgegeben: {page.sent_back}", "warn"
    if page.is_outdated:
        return (
            "Seit dem Beginn dieses Entwurfs wurde die Leistung anders veröffentlicht. Prüfen Sie vor der Freigabe die Änderungen.",
            "warn",
        )
    return "", ""


def day(value: date) -> str:
    """1.5.2027"""
    return f"{value.day}.{value.month}.{value.year}"


def wrong_in(problems: Iterable[Any], tab: str) -> int:
    """Problems that this tab can mend: each belongs to the tab with the longest fitting path."""
    return sum(1 for problem in problems if tab_of(problem.path) == tab)


def tab_of(path: str) -> str:
    """Where a path of the content is edited."""
    fits = [(len(start), key) for key, _, starts in TABS for start in starts if path == start or path.startswith(f"{start}.")]
    return max(fits)[1] if fits else "leistung-angaben"

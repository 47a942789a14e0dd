"""The history of a case from its rows, newest first: who did what and when."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from glueckauf.vorgaenge.models import Approval, Assignment, Completeness, FeeAssessment, Message, Note, Vorgang, Withdrawal
from glueckauf.vorgaenge.queries.correction import SentCorrection
from glueckauf.vorgaenge.queries.parts import Decision, Paper, Request

Names = Callable[[frozenset[int]], dict[int, str]]
WAY = {"portal": "im Portal", "mail": "per E-Mail", "code": "mit dem Code aus dem Brief"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line. kind names the icon; `text` is what somebody wrote, `detail` what the house adds. `who`: a code before named()."""

    kind: str
    title: str
    who: str
    at: datetime
    text: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Rows the page has loaded for other reasons."""

    papers: Sequence[Paper]
    requests: Sequence[Request]
    decisions: Sequence[Decision]
    complete: Sequence[Completeness]
    fees: Sequence[FeeAssessment]
    colleagues: Mapping[int, str]


def history_of(row: Vorgang, known: Known, corrections: Sequence[SentCorrection], names: Names) -> tuple[Entry, ...]:
    """One statement beside what is known, and one more where somebody of another office acted."""
    entries = [
        Entry(kind="in", title="Eingegangen", who="", at=row.submitted_at, detail="über das Portal"),
        *written(row),
        *of_known(known),
        *(Entry(kind="edit", title="Angaben korrigiert", who=k.actor, at=k.at, detail=k.sentence) for k in corrections),
    ]
    return tuple(sorted(named(entries, row, known.colleagues, names), key=lambda e: e.at, reverse=True))


def written(row: Vorgang) -> Iterator[Entry]:
    """Notes, messages, assignments, second signatures, withdrawals: five tables, one statement."""
    parts = [
        part(Note, row, kind="note", title="Notiz", text="text"),
        part(Message, row, kind=way_of_message(), title="", text="text"),
        part(Assignment, row, kind="user", title="Zuständig", text="clerk__display_name"),
        part(Approval, row, kind=signed(), title="", text="reason"),
        part(Withdrawal, row, kind="out", title="Zurückgezogen", text="reason"),
    ]
    for kind, title, who, at, text in parts[0].union(*parts[1:], all=True):
        yield Entry(kind=kind, title=title or TITLES[kind], who=who, at=at, text=text)


TITLES = {
    "mail": "E-Mail",
    "by_hand": "E-Mail, von Hand zugeordnet",
    "message": "Nachricht",
    "sign": "Mitgezeichnet",
    "back": "Nicht mitgezeichnet",
}


def part(model: Any, row: Vorgang, *, kind: str | Case, title: str, text: str) -> QuerySet[Any]:
    """Rows of one table as (kind, title, actor, at, text)."""
    shown = kind if isinstance(kind, Case) else Value(kind, output_field=CharField())
    rows = model.objects.filter(vorgang=row).annotate(a=shown, b=Value(title, output_field=CharField()), c=Cast(text, TextField()))
    found: QuerySet[Any] = rows.values_list("a", "b", "actor", "at", "c")
    return found


def way_of_message() -> Case:
    """By mail or on the page. A mail that a clerk assigned bears the clerk: whoever wrote it has proven nothing."""
    by_hand = When(via="mail", incoming=True, actor__startswith="clerk:", then=Value("by_hand"))
    return Case(by_hand, When(via="mail", then=Value("mail")), default=Value("message"), output_field=CharField())


def signed() -> Case:
    """Signed, or sent back."""
    return Case(When(approved=True, then=Value("sign")), default=Value("back"), output_field=CharField())


def of_known(known: Known) -> Iterator[Entry]:
    """Lines from rows that are loaded."""
    for c in known.complete:
        yield Entry(kind="ok", title=f"Vollständig seit {c.complete_on:%d.%m.%Y}", who=c.actor, at=c.at)
    for f in known.fees:
        if f.actor != "rule:fee":
            yield Entry(kind="fee", title="Gebühr festgesetzt", who=f.actor, at=f.at, detail=f.reason)
    for p in known.papers:
        yield Entry(kind="doc", title=p.filename, who="", at=p.received_at, detail=f"{p.label}, {WAY[p.via]}")
    for r in known.requests:
        asked = f"{len(r.slots)} Nachweis{'' if len(r.slots) == 1 else 'e'} bis {r.reply_by:%d.%m.%Y}"
        yield Entry(kind="ask", title="Nachforderung", who="", at=r.asked_at, text=r.text, detail=asked)
    for d in known.decisions:
        yield Entry(kind="sign", title=f"Entschieden: {d.word}", who=d.actor, at=d.at, detail="automatisch" if d.is_automatic else "")
        if d.taken_back_at:
            yield Entry(kind="back", title="Entscheidung zurückgenommen", who="", at=d.taken_back_at)


def named(entries: Sequence[Entry], row: Vorgang, colleagues: Mapping[int, str], names: Names) -> Iterator[Entry]:
    """Names for the desk; the audit keeps the codes."""
    clerks = frozenset(int(e.who.removeprefix("clerk:")) for e in entries if e.who.startswith("clerk:"))
    others = clerks - colleagues.keys()
    found = {**colleagues, **(names(others) if others else {})}
    for e in entries:
        yield Entry(kind=e.kind, title=e.title, who=name_of(e.who, row, found), at=e.at, text=e.text, detail=e.detail)


def name_of(actor: str, row: Vorgang, clerks: Mapping[int, str]) -> str:
    """Of one code."""
    kind, _, key = actor.partition(":")
    if kind == "clerk":
        return clerks.get(int(key), "")
    return {"rule": "automatisch", "citizen": row.applicant, "guest": row.applicant, "inlet": row.applicant}.get(kind, "")

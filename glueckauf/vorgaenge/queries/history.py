"""The history of a case from its rows, newest first: who did what and when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from glueckauf.vorgaenge.models import Approval, Assignment, Completeness, FeeAssessment, Message, Note, Vorgang, Withdrawal
from glueckauf.vorgaenge.queries.parts import Decision, Paper, Request

Names = Callable[[frozenset[int]], dict[int, str]]
WAY = {"portal": "im Portal", "mail": "per E-Mail", "code": "mit dem Code aus dem Brief"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line. kind names the icon; `text` is what somebody wrote, `detail` what the house adds."""

    kind: str
    title: str
    who: str
    at: datetime
    text: str = ""
    detail: str = ""


def history_of(
    row: Vorgang, papers: tuple[Paper, ...], requests: tuple[Request, ...], decisions: tuple[Decision, ...], names: Names
) -> tuple[Entry, ...]:
    """Six statements beside what the page has loaded already."""
    drafts: list[tuple[str, str, str, datetime, str, str]] = [("in", "Eingegangen", "", row.submitted_at, "", "über das Portal")]
    drafts += [("note", "Notiz", n.actor, n.at, n.text, "") for n in Note.objects.filter(vorgang=row)]
    drafts += [
        ("mail" if m.via == "mail" else "message", "E-Mail" if m.via == "mail" else "Nachricht", m.actor, m.at, m.text, "")
        for m in Message.objects.filter(vorgang=row)
    ]
    drafts += [
        ("user", f"Zuständig: {a.clerk.display_name}", a.actor, a.at, "", "")
        for a in Assignment.objects.filter(vorgang=row).select_related("clerk")
    ]
    drafts += [
        ("ok", f"Vollständig seit {c.complete_on:%d.%m.%Y}", c.actor, c.at, "", "") for c in Completeness.objects.filter(vorgang=row)
    ]
    drafts += [
        ("fee", "Gebühr festgesetzt", f.actor, f.at, "", f.reason)
        for f in FeeAssessment.objects.filter(vorgang=row).exclude(actor="rule:fee")
    ]
    drafts += [
        ("sign", "Mitgezeichnet" if a.approved else "Nicht mitgezeichnet", a.actor, a.at, a.reason, "")
        for a in Approval.objects.filter(vorgang=row)
    ]
    drafts += [("out", "Zurückgezogen", w.actor, w.at, w.reason, "") for w in Withdrawal.objects.filter(vorgang=row)]
    drafts += [("doc", p.filename, "", p.received_at, "", f"{p.label}, {WAY[p.via]}") for p in papers]
    drafts += [("ask", "Nachforderung", "", r.asked_at, r.text, f"{len(r.slots)} Nachweise bis {r.reply_by:%d.%m.%Y}") for r in requests]
    for d in decisions:
        drafts.append(("sign", f"Entschieden: {d.word}", d.actor, d.at, "", "automatisch" if d.is_automatic else ""))
        if d.taken_back_at:
            drafts.append(("back", "Entscheidung zurückgenommen", "", d.taken_back_at, "", ""))
    clerks = frozenset(int(who.removeprefix("clerk:")) for _, _, who, *_ in drafts if who.startswith("clerk:"))
    known = names(clerks) if clerks else {}
    entries = [Entry(kind=k, title=t, who=_who(w, row, known), at=at, text=x, detail=d) for k, t, w, at, x, d in drafts]
    return tuple(sorted(entries, key=lambda e: e.at, reverse=True))


def _who(actor: str, row: Vorgang, known: dict[int, str]) -> str:
    """A name for the desk; the audit keeps the code."""
    kind, _, key = actor.partition(":")
    if kind == "clerk":
        return known.get(int(key), "")
    return {"rule": "automatisch", "citizen": row.applicant, "guest": row.applicant, "inlet": row.applicant}.get(kind, "")

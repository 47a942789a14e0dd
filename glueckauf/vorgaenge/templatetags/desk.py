"""How the desk draws a Vorgang: its stage, a finding, a line of its history. The shape tells the state, the word beside it says it."""

from django.template import Library
from django.utils.safestring import SafeString

from glueckauf.core.parts.icons import icon
from glueckauf.core.parts.states import state
from glueckauf.vorgaenge.rules.stage import Stage

register = Library()

# Stage -> (kind of state, drawing).
STAGES = {
    Stage.PAYMENT: ("wait", "euro"),
    Stage.NEW: ("info", "new"),
    Stage.IN_REVIEW: ("info", "work"),
    Stage.ASKED: ("wait", "wait"),
    Stage.ARRIVED: ("info", "file"),
    Stage.APPROVAL: ("info", "persons"),
    Stage.DECIDED: ("ok", "check"),
    Stage.POSTING: ("info", "mail"),
    Stage.ANNOUNCED: ("ok", "ok"),
    Stage.CLOSED: ("ok", "ok"),
    Stage.WITHDRAWN: ("none", "undo"),
}
RESULTS = {"ok": "ok", "conditions": "cond", "no": "no", "unknown": "unknown"}
PAPERS = {"accepted": "ok", "arrived": "new", "new": "new", "rejected": "no", "bad": "no", "missing": "wait"}
ENTRIES = {
    "in": "download",
    "mail": "mail",
    "message": "mail",
    "user": "person",
    "ok": "check",
    "fee": "euro",
    "sign": "edit",
    "edit": "edit",
    "doc": "file",
    "ask": "wait",
    "back": "undo",
    "out": "undo",
}


@register.simple_tag
def stand(stage: Stage, word: str, small: str = "") -> SafeString:
    """`{% stand row.stage row.word %}`"""
    kind, drawing = STAGES[Stage(stage)]
    return state(kind, word, small=small, icon=drawing)


@register.filter
def finding_css(result: str) -> str:
    """ok · conditions · no · unknown as desk.css names them."""
    return f"is-{RESULTS[result]}"


@register.simple_tag
def finding_icon(result: str) -> SafeString:
    """Of a check's result."""
    return icon(RESULTS[result])


@register.simple_tag
def paper_icon(status: str) -> SafeString:
    """Of a document or of a slot that waits for one."""
    return icon(PAPERS[status])


@register.simple_tag
def entry_icon(kind: str) -> SafeString:
    """Of a line in the history."""
    return icon(ENTRIES.get(kind, "note"))

"""Combinations that cannot be true: a hand-over without a body, a page without a form that asks for documents, a decision for nobody.

Each is named by its path, so that folder and editor say where to mend it.
"""

from collections.abc import Iterator

from glueckauf.catalogue.rules import schema

Path = tuple[str | int, ...]


def wrong_handover(leistung: schema.Leistung) -> Iterator[tuple[Path, str]]:
    """Mode H and `handover` come together, unless the city decides. Only with it may the form be empty; then nothing hangs on one."""
    if leistung.mode is schema.Mode.HANDOVER and leistung.handover is None:
        yield ("mode",), "mode H needs handover: who decides, and where to go"
    if leistung.handover is not None and not leistung.handover.ours and leistung.mode is not schema.Mode.HANDOVER:
        yield ("handover",), f"another body decides, so the mode is H, not {leistung.mode}"
    if leistung.decision.outcome is schema.Outcome.HANDOVER and leistung.handover is None:
        yield ("decision", "outcome"), "the outcome handover needs handover: who decides, and where to go"
    if leistung.form.sections:
        yield from without_what_a_form_needs(leistung)
    elif leistung.handover is None:
        yield ("form",), "only a Leistung with handover may have no form"
    else:
        yield from hangs_on_a_form(leistung)


def without_what_a_form_needs(leistung: schema.Leistung) -> Iterator[tuple[Path, str]]:
    """What is handed in is kept for a time and ends with a letter or with paper."""
    if not str(leistung.action):
        yield ("action",), "a form needs the word on its start button"
    if not leistung.minutes:
        yield ("minutes",), "a form needs its minutes"
    if leistung.retention is None:
        yield ("retention",), "a form needs retention"
    paper = leistung.decision.outcome is schema.Outcome.POST
    if not paper and not any(name for _, name in leistung.decision.letters):
        yield ("decision", "letters"), "a form needs a letter at its end"


def hangs_on_a_form(leistung: schema.Leistung) -> Iterator[tuple[Path, str]]:
    """Nothing is asked, so nothing is handed in, decided, caused or kept."""
    decision = leistung.decision
    parts: dict[Path, object] = {
        ("applicant",): leistung.applicant,
        ("nachweise",): leistung.nachweise,
        ("checks",): leistung.checks,
        ("effects",): leistung.effects,
        ("retention",): leistung.retention,
        ("deadlines", "promise"): leistung.deadlines.promise,
        ("decision", "conditions"): decision.conditions,
        ("fee", "pay_first"): leistung.fee.pay_first,
        **{("decision", "letters", ending): name for ending, name in decision.letters},
    }
    yield from ((path, "needs a form, and there is none") for path, part in parts.items() if part)
    if decision.outcome is not schema.Outcome.HANDOVER:
        yield ("decision", "outcome"), "without a form the outcome is handover"


def nobody_to_tell(leistung: schema.Leistung) -> Iterator[tuple[Path, str]]:
    """Who may stay without a name gets no act, no refusal and no bill: those need somebody (§ 41 VwVfG NRW)."""
    if not leistung.form.sections or leistung.names_the_applicant:
        return
    if leistung.decision.outcome is schema.Outcome.BESCHEID:
        yield ("decision", "outcome"), "a Bescheid is for somebody: applicant names nobody who must be named"
    if leistung.decision.letters.refuse:
        yield ("decision", "letters", "refuse"), "a refusal is for somebody: applicant names nobody who must be named"
    if leistung.fee.kind is not schema.FeeKind.NONE:
        yield ("fee", "kind"), "a fee is owed by somebody: applicant names nobody who must be named"

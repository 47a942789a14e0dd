"""Who may decide: what keeps the house from deciding alone, and what keeps a clerk from sending."""

from dataclasses import dataclass
from typing import Any

from glueckauf.catalogue.rules.schema import FeeKind, Leistung, Mode, Outcome
from glueckauf.forms.conditions import holds
from glueckauf.vorgaenge.rules.stage import Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a Vorgang when it could be decided."""

    answers: dict[str, Any]
    findings: dict[str, str]
    missing_nachweise: tuple[str, ...]
    fee_kind: FeeKind


def needs_a_person(leistung: Leistung, facts: Facts) -> tuple[str, ...]:
    """Why the house may not decide alone, in German; empty: it may, and only in favour (§ 155(4) AO; § 35a VwVfG; notes 1.2)."""
    reasons = []
    if leistung.mode is not Mode.AUTOMATIC:
        reasons.append("Über diese Leistung entscheidet immer ein Mensch.")
    condition = leistung.decision.automatic_when
    if condition is not None and not holds(condition, facts.answers):
        reasons.append("Die Angaben brauchen eine Entscheidung des Amtes.")
    unclear = [key for key in leistung.checks if facts.findings.get(key, "unknown") not in leistung.decision.green]
    if unclear:
        reasons.append("Eine Prüfung ist nicht eindeutig.")
    if facts.missing_nachweise:
        reasons.append("Ein Nachweis fehlt noch.")
    if facts.fee_kind in {FeeKind.TO_BE_ENTERED, FeeKind.BY_PERSON}:
        reasons.append("Die Gebühr setzt das Amt fest.")
    if leistung.text_to_write(facts.answers) is not None:
        reasons.append("In den Brief schreibt ein Mensch, was hier gilt.")
    if leistung.decision.four_eyes:
        reasons.append("Zwei Menschen unterschreiben.")
    return tuple(reasons)


def needs_approval(leistung: Leistung, ending: Ending) -> bool:
    """Four eyes where the Leistung wants them; closing a matter the citizen gave up needs none."""
    return leistung.decision.four_eyes and ending is not Ending.CLOSE


def may_sign_second(first: str, second: str) -> bool:
    """Never the first signer: actor codes are compared, not names."""
    return first != second


def carries_remedy(outcome: Outcome, ending: Ending) -> bool:
    """A decision in the matter carries a Rechtsbehelfsbelehrung; of the outcomes that are no act only a refusal does (notes 1.1).

    Closing decides nothing: the citizen gave the matter up or it is another body's, and the letter says so.
    """
    return ending is Ending.REFUSE or (outcome is Outcome.BESCHEID and ending is not Ending.CLOSE)

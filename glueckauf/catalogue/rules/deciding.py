"""Whether a Leistung may decide by itself. In favour only, and never when a person has to weigh something (§ 155(4) AO, § 35a VwVfG)."""

from collections.abc import Iterable, Mapping
from typing import Any

from glueckauf.catalogue.rules.schema import FeeKind, Fiction, Leistung, Mode
from glueckauf.forms.conditions import holds
from glueckauf.forms.schema import Text


def decides_alone(
    leistung: Leistung, answers: Mapping[str, Any], *, fee: FeeKind, missing: Iterable[str], findings: Mapping[str, str]
) -> bool:
    """Mode A, its condition holds, nothing is missing, the fee is known, the checks are green, nobody writes, one signature is enough."""
    if leistung.mode is not Mode.AUTOMATIC or leistung.decision.four_eyes or any(missing):
        return False
    if leistung.text_to_write(answers) is not None:
        return False
    if fee not in (FeeKind.NONE, FeeKind.COMPUTED) or not holds(leistung.decision.automatic_when, answers):
        return False
    return all(findings.get(key) in leistung.decision.green for key in leistung.checks)


def fiction_for(leistung: Leistung, answers: Mapping[str, Any]) -> Fiction | None:
    """The law that takes silence for a yes, where it does so for these answers."""
    fiction = leistung.deadlines.fiction
    return fiction if fiction and holds(fiction.when, answers) else None


def auflagen_for(leistung: Leistung, answers: Mapping[str, Any]) -> dict[str, Text]:
    """What a clerk may pick for these answers: to a telecom consent not every Auflage of the others may be added (§ 127(8) TKG)."""
    return {c.key: c.text for c in leistung.decision.conditions if holds(c.when, answers)}

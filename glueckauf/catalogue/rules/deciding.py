"""Whether a Leistung may decide by itself. In favour only, and never when a person has to weigh something (§ 155(4) AO, § 35a VwVfG)."""

from collections.abc import Iterable, Mapping
from typing import Any

from glueckauf.catalogue.rules.schema import FeeKind, Leistung, Mode
from glueckauf.forms.conditions import holds


def decides_alone(
    leistung: Leistung, answers: Mapping[str, Any], *, fee: FeeKind, missing: Iterable[str], findings: Mapping[str, str]
) -> bool:
    """Mode A, its condition holds, nothing is missing, the fee is known, every check is green, one pair of eyes is enough."""
    if leistung.mode is not Mode.AUTOMATIC or leistung.decision.four_eyes or any(missing):
        return False
    if fee not in (FeeKind.NONE, FeeKind.COMPUTED) or not holds(leistung.decision.automatic_when, answers):
        return False
    return all(findings.get(key) == "ok" for key in leistung.checks)

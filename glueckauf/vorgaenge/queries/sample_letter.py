"""What a letter would be told about a matter that does not exist: for authors who look at a template. Nothing is stored."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from glueckauf.catalogue.registry import Service
from glueckauf.catalogue.rules.fee import compute
from glueckauf.vorgaenge.models import Bescheid, FeeAssessment, Vorgang
from glueckauf.vorgaenge.queries.letter_daten import daten_of, remedy_code
from glueckauf.vorgaenge.rules.stage import Ending

NUMBER = "{prefix}-2026-000000-0"
ENDINGS = {"refuse": Ending.REFUSE, "close": Ending.CLOSE}
REASONS = "Hier steht die Begründung, die im Einzelfall geschrieben wird."
SOMEBODY = {"name": "Mustermann", "first_name": "Erika"}


def sample_daten(service: Service, answers: Mapping[str, Any], ending: str, at: datetime) -> Mapping[str, Any]:
    """The daten of a letter with these answers; where a name is missing, it is Erika Mustermann's."""
    filled = with_somebody(service, answers)
    how = ENDINGS.get(ending, Ending.GRANT)
    found = compute(service.leistung.fee, service.leistung.values, filled)
    total = found.total_cents if found.total_cents is not None else found.proposed_cents
    fee = FeeAssessment(
        kind=found.kind, total_cents=total, yearly_cents=found.yearly_cents, lines=found.as_json(), actor="rule:sample", at=at
    )
    vorgang = Vorgang(
        number=NUMBER.format(prefix=service.owner.prefix),
        office=service.leistung.office,
        leistung=service.leistung.key,
        submitted_at=at,
    )
    bescheid = Bescheid(
        vorgang=vorgang,
        ending=how,
        reasons=REASONS,
        conditions=[str(c.text) for c in service.leistung.decision.conditions[:1]] if how is Ending.GRANT else [],
        fee=fee if how is Ending.GRANT else None,
        actor="rule:sample",
        at=at,
        remedy=remedy_code(service, how),
    )
    return daten_of(vorgang, bescheid, service, filled).model_dump(mode="json")


def with_somebody(service: Service, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers, with a name where the form asks for one and nobody gave it."""
    filled = dict(answers)
    for role, name in SOMEBODY.items():
        key = service.leistung.applicant.get(role, "")  # type: ignore[call-overload]
        if key and "." not in key:
            filled.setdefault(key, name)
    return filled

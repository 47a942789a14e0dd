"""What an example would have to expect so that it is green: taken over by an author who checked the run by hand."""

from typing import Any

from pydantic import ValidationError

from glueckauf.catalogue.queries.examples import outcome
from glueckauf.catalogue.queries.folders import Offer
from glueckauf.catalogue.queries.running import checked_by
from glueckauf.catalogue.rules.schema import Example


def expected(offer: Offer, raw: dict[str, Any]) -> dict[str, Any]:
    """The outcome of the run as an expectation; what cannot run keeps its own."""
    before = raw.get("expect")
    kept = dict(before) if isinstance(before, dict) else {}
    try:
        case = Example.model_validate(raw | {"expect": kept})
        found = outcome(offer, case, checked_by(case))
    except (ValidationError, KeyError, TypeError, ValueError, AttributeError):
        return kept
    told: dict[str, Any] = {"fee": found.fee, "decision": found.decision}
    if found.missing:
        told["missing"] = list(found.missing)
    if found.findings:
        told["findings"] = dict(found.findings)
    return told

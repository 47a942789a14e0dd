"""A letter of a draft as it would be printed, with the answers of an example or of Erika Mustermann. What decides stands above us and
registered how a letter is told its facts; here they are only set."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from glueckauf.catalogue.queries.drafted import Drafted
from glueckauf.catalogue.queries.folders import Offer
from glueckauf.catalogue.queries.judging import built, examples_of
from glueckauf.catalogue.queries.sample_letter import BUSY, told
from glueckauf.catalogue.registry import letter_writer
from glueckauf.catalogue.rules.schema import Example
from glueckauf.core.clock import local_day
from glueckauf.forms import complete
from glueckauf.letters.providers.authored import TypesetterBusy
from glueckauf.letters.providers.typesetter import TemplateBroken
from glueckauf.letters.queries import authored_pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The pages as PNG, or why there are none. `name`: of the example whose answers it has."""

    pictures: tuple[bytes, ...] = ()
    fault: str = ""
    name: str = ""


def sample(draft: Drafted, source: str, *, ending: str, at: datetime) -> Sample:
    """With the first example that is complete, else with no answers at all."""
    offer, _ = built(draft.kind, draft.kommune.key, draft.slug, draft.content)
    write = letter_writer()
    if offer is None or write is None:
        return Sample(fault="" if write else "Hier lässt sich kein Brief zeigen.")
    name, answers = answers_of(draft, offer, local_day(at))
    try:
        return Sample(pictures=authored_pictures(source, write(offer, answers, ending, at)), name=name)
    except TypesetterBusy:
        return Sample(fault=BUSY, name=name)
    except TemplateBroken as broken:
        return Sample(fault=told(broken), name=name)


def cases_of(draft: Drafted) -> list[Any]:
    """Its examples; those of the shared folder where the city wrote none."""
    has_own = draft.is_own or "examples" in draft.content
    found = draft.content.get("examples", []) if has_own else examples_of(draft.slug, draft.kommune.key)
    return found if isinstance(found, list) else []


def answers_of(draft: Drafted, offer: Offer, today: date) -> tuple[str, dict[str, Any]]:
    """Name and answers of the first example that can be handed in."""
    for raw in cases_of(draft):
        try:
            case = Example.model_validate(raw)
            day = date.fromisoformat(case.day)
        except (ValidationError, ValueError):
            continue
        if case.expect.decision == "incomplete":
            continue
        postcodes = frozenset(draft.kommune.postcodes)
        values = complete.shaped(offer.leistung.form, dict(case.values), today=day, postcodes=postcodes)
        return case.name, complete.answers(offer.leistung.form, values)
    return "", {}

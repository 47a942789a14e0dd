"""The letter as it would go out, from the case as it stands; nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.forms.complete import answers
from glueckauf.identity.rules.actor import Clerk
from glueckauf.letters import queries as letters
from glueckauf.vorgaenge.models import Bescheid, FeeAssessment, Vorgang
from glueckauf.vorgaenge.queries.letter_daten import daten_of, remedy_code, template_of
from glueckauf.vorgaenge.rules.stage import Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a clerk decides, as far as it is written. signed_by: code of the actor who signed; empty: whoever looks at it."""

    ending: Ending
    conditions: tuple[str, ...] = ()
    reasons: str = ""
    signed_by: str = ""


def letter_preview(actor: Clerk, number: str, wording: Wording, *, at: datetime) -> bytes:
    """PDF marked as a draft. Raises NotFound where this ending has no letter."""
    source, daten = _draft(actor, number, wording, at)
    return letters.preview(source, daten)


def letter_pictures(actor: Clerk, number: str, wording: Wording, *, at: datetime) -> tuple[bytes, ...]:
    """Its pages as PNG; none where this ending has no letter."""
    try:
        source, daten = _draft(actor, number, wording, at)
    except NotFound:
        return ()
    return letters.preview_pictures(source, daten)


def _draft(actor: Clerk, number: str, wording: Wording, at: datetime) -> tuple[str, Mapping[str, Any]]:
    """Source of the template and what it reads."""
    with reading(actor):
        row = Vorgang.objects.visible_to(actor).select_related("antrag").filter(number=number).first()
        if row is None:
            raise NotFound
        service = catalogue.revision(row.revision_id, row.part)
        template = template_of(service, wording.ending)
        if not template:
            raise NotFound
        fee = FeeAssessment.objects.filter(vorgang=row).order_by("-at", "-pk").first()
        draft = Bescheid(
            vorgang=row,
            ending=wording.ending,
            conditions=list(wording.conditions),
            reasons=wording.reasons,
            fee=fee if wording.ending in {Ending.GRANT, Ending.CONDITIONS} else None,
            actor=wording.signed_by or actor.code,
            at=at,
            remedy=remedy_code(service, wording.ending),
        )
        values = answers(service.leistung.form, row.antrag.versions.get(number=row.answers_version).values)
        return service.letter_source(template), daten_of(row, draft, service, values).model_dump(mode="json")

"""The letter as it would go out, from the case as it stands; nothing is stored."""

from datetime import datetime

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.forms.complete import answers
from glueckauf.identity.rules.actor import Clerk
from glueckauf.letters import queries as letters
from glueckauf.vorgaenge.models import Bescheid, FeeAssessment, Vorgang
from glueckauf.vorgaenge.queries.letter_daten import daten_of, remedy_code, template_of
from glueckauf.vorgaenge.rules.stage import Ending


def letter_preview(actor: Clerk, number: str, *, ending: str, reasons: str, at: datetime) -> bytes:
    """PDF marked as a draft. Raises NotFound where this ending has no letter."""
    wanted = Ending(ending) if ending in set(Ending) else Ending.GRANT
    with reading(actor):
        row = Vorgang.objects.visible_to(actor).select_related("antrag").filter(number=number).first()
        if row is None:
            raise NotFound
        service = catalogue.revision(row.revision_id)
        template = template_of(service, wanted)
        if not template:
            raise NotFound
        fee = FeeAssessment.objects.filter(vorgang=row).order_by("-at", "-pk").first()
        granted = wanted in {Ending.GRANT, Ending.CONDITIONS}
        draft = Bescheid(
            vorgang=row,
            ending=wanted,
            reasons=reasons,
            fee=fee if granted else None,
            actor=actor.code,
            at=at,
            remedy=remedy_code(service, wanted),
        )
        values = answers(service.leistung.form, row.antrag.versions.get(number=row.antrag.current).values)
        daten = daten_of(row, draft, service, values)
    return letters.preview(service.letter_source(template), daten.model_dump(mode="json"))

"""How a letter would look: unsealed, without code, marked as a draft on every page. Templates somebody is still writing are set apart."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from glueckauf.letters.providers import authored
from glueckauf.letters.providers.authored import Attempt
from glueckauf.letters.providers.sheet import Sheet, State, inputs_of, picture, render
from glueckauf.letters.providers.typesetter import Template, TemplateBroken
from glueckauf.letters.rules.daten import Daten


def preview(template: Template, daten: Mapping[str, Any]) -> bytes:
    """The PDF, marked "Entwurf, noch nicht versiegelt". Same daten, same bytes."""
    return render(draft(template, daten), at=day_of(daten))


def preview_pictures(template: Template, daten: Mapping[str, Any]) -> tuple[bytes, ...]:
    """The same as PNG, a picture a page."""
    return picture(draft(template, daten), at=day_of(daten))


def authored_pictures(template: str, daten: Mapping[str, Any]) -> tuple[bytes, ...]:
    """As preview_pictures, for a template of an author. Raises TemplateBroken, TypesetterBusy."""
    return authored.pictures_of(attempt(template, daten))


def authored_faults(letters: Sequence[tuple[str, Mapping[str, Any]]]) -> list[TemplateBroken | None]:
    """What keeps each from becoming a letter; ends behind one that ran into the limits. Raises TypesetterBusy."""
    return authored.faults([attempt(template, daten) for template, daten in letters])


def attempt(template: str, daten: Mapping[str, Any]) -> Attempt:
    """All its process needs."""
    return Attempt(template=template, inputs=inputs_of(draft(template, daten)), at=day_of(daten))


def draft(template: Template, daten: Mapping[str, Any]) -> Sheet:
    """Without seal and code."""
    return Sheet(template=template, daten=daten, state=State.DRAFT, attachments={})


def day_of(daten: Mapping[str, Any]) -> datetime:
    """The day of the letter is its timestamp."""
    return datetime.fromisoformat(f"{Daten.model_validate(daten).date}T12:00:00+00:00")

"""How a letter would look: unsealed, without code, marked as a draft on every page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from glueckauf.letters.providers.sheet import Sheet, State, render
from glueckauf.letters.providers.typesetter import Template
from glueckauf.letters.rules.daten import Daten


def preview(template: Template, daten: Mapping[str, Any]) -> bytes:
    """The PDF, marked "Entwurf, noch nicht versiegelt". The day of the letter is its timestamp: same daten, same bytes."""
    day = datetime.fromisoformat(f"{Daten.model_validate(daten).date}T12:00:00+00:00")
    return render(Sheet(template=template, daten=daten, state=State.DRAFT, attachments={}), at=day)

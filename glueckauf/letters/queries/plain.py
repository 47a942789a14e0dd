"""A letter that needs no seal: a receipt, a request. Typeset when somebody wants it; nothing is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from glueckauf.letters.providers import settings
from glueckauf.letters.providers.sheet import Sheet, State, render
from glueckauf.letters.providers.typesetter import Template
from glueckauf.letters.rules.daten import Daten


def plain(template: Template, daten: Mapping[str, Any], *, link: str = "") -> bytes:
    """The PDF, without seal and code; `link` becomes `letter.qr`. The day of the letter is its timestamp: same daten, same bytes."""
    day = datetime.fromisoformat(f"{Daten.model_validate(daten).date}T12:00:00+00:00")
    state = State.SAMPLE if settings.is_demo_seal() else State.PLAIN
    return render(Sheet(template=template, daten=daten, state=state, link=link, attachments={}), at=day)

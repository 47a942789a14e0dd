"""A whole letter: daten, state, code and attachments become one typeset PDF. Sealing is left to others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from mimetypes import guess_type
from typing import Any

from glueckauf.letters.providers import qr, settings
from glueckauf.letters.providers.signs import writable
from glueckauf.letters.providers.typesetter import Template, typeset
from glueckauf.letters.rules.daten import Daten


class State(StrEnum):
    """What a letter says about itself, on each page."""

    DRAFT = "draft"
    DEMO = "demo"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is to be typeset."""

    template: Template
    daten: Mapping[str, Any]
    state: State
    code: str = ""
    attachments: Mapping[str, bytes]


def render(sheet: Sheet, *, at: datetime) -> bytes:
    """The PDF. Raises pydantic's ValidationError for daten with a wrong path, TemplateBroken for the template."""
    daten = writable(Daten.model_validate(sheet.daten).model_dump(mode="json"))
    url = settings.verification_url()
    letter = {
        "state": sheet.state,
        "code": sheet.code,
        "url": url,
        "url_text": url.split("://")[-1].rstrip("/"),
        "qr": qr.svg(f"{url}?code={sheet.code}") if sheet.code else "",
        "attachments": [attached(name, content) for name, content in sorted(sheet.attachments.items())],
    }
    return typeset(sheet.template, {"daten": daten, "letter": letter}, at=at)


def attached(name: str, content: bytes) -> dict[str, object]:
    """An attachment for the template. antrag.json is the source of the letter; text goes as text, anything else as numbers."""
    return {
        "name": name,
        "mime": guess_type(name)[0] or "application/octet-stream",
        "description": "Antragsdaten" if name == "antrag.json" else name,
        "relationship": "source" if name == "antrag.json" else "supplement",
        "content": text_or_numbers(content),
    }


def text_or_numbers(content: bytes) -> str | list[int]:
    """JSON has no bytes."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return list(content)

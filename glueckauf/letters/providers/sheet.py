"""A whole letter: daten, state, code and attachments become one typeset PDF. Sealing is left to others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from mimetypes import guess_type
from typing import Any

from glueckauf.letters.providers import qr, settings
from glueckauf.letters.providers.signs import writable
from glueckauf.letters.providers.typesetter import Template, pictures, typeset
from glueckauf.letters.rules.daten import Daten


class State(StrEnum):
    """What a letter says about itself, on each page. Plain letters carry no seal and no code; a sample is a plain one of the demo."""

    DRAFT = "draft"
    DEMO = "demo"
    SEALED = "sealed"
    PLAIN = "plain"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is to be typeset. `code`: its QR code leads to the verification page; `link`: without a code it leads there."""

    template: Template
    daten: Mapping[str, Any]
    state: State
    code: str = ""
    link: str = ""
    attachments: Mapping[str, bytes]


def render(sheet: Sheet, *, at: datetime) -> bytes:
    """The PDF. Raises pydantic's ValidationError for daten with a wrong path, TemplateBroken for the template."""
    return typeset(sheet.template, inputs_of(sheet), at=at)


def picture(sheet: Sheet, *, at: datetime) -> tuple[bytes, ...]:
    """Its pages as PNG, to look at while it is being written. Raises what render raises."""
    return pictures(sheet.template, inputs_of(sheet), at=at)


def inputs_of(sheet: Sheet) -> dict[str, Any]:
    """What the template reads."""
    url = settings.verification_url()
    return {
        "daten": writable(Daten.model_validate(sheet.daten).model_dump(mode="json")),
        "letter": {
            "state": sheet.state,
            "code": sheet.code,
            "url": url,
            "url_text": url.split("://")[-1].rstrip("/"),
            "qr": qr.svg(f"{url}?code={sheet.code}") if sheet.code else qr.svg(sheet.link) if sheet.link else "",
            "attachments": [attached(name, content) for name, content in sorted(sheet.attachments.items())],
        },
    }


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

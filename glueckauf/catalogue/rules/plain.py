"""Plain content: what YAML holds. Every scalar is text; what people paste is tidied before it is kept. Models become plain content here."""

import unicodedata
from typing import Any

from pydantic import BaseModel

from glueckauf.forms.schema import Text

MOST_DEPTH = 60
KEPT_CONTROLS = "\n\t"


class NotPlain(ValueError):
    """Neither text nor list nor mapping, or nested without end."""


def cleaned(value: Any, depth: int = 0) -> Any:
    """As it is kept: texts in one Unicode form, with plain line ends and without control characters; numbers and yes/no as text."""
    if depth > MOST_DEPTH:
        raise NotPlain
    if isinstance(value, str):
        return cleaned_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict):
        return {cleaned_text(str(key)): cleaned(item, depth + 1) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [cleaned(item, depth + 1) for item in value if item is not None]
    raise NotPlain


def cleaned_text(text: str) -> str:
    """NFC, \\n for every line end, no control characters."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs"))


def plain(model: BaseModel) -> Any:
    """A model as an author would write it: without what is the default, German alone where there is no English."""
    return shortened(model)


def shortened(value: Any) -> Any:
    """One part of it."""
    if isinstance(value, Text):
        return {"de": value.de, "en": value.en} if value.en else value.de
    if isinstance(value, BaseModel):
        return {
            info.alias or name: shortened(getattr(value, name))
            for name, info in type(value).model_fields.items()
            if getattr(value, name) is not None and (info.is_required() or getattr(value, name) != info.get_default())
        }
    if isinstance(value, dict):
        return {str(key): shortened(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [shortened(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)

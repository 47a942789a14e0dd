"""Parsed definitions that cities share: most offer a Leistung as it is defined, and nearly all with the same form. Kept once, while in use.

24 Leistungen of 53 cities are 1,272 revisions; each parsed on its own would be 130 KiB and ten milliseconds.
"""

import json
from hashlib import sha256
from sys import intern
from typing import Any
from weakref import WeakValueDictionary

from glueckauf.catalogue.rules.schema import Leistung
from glueckauf.forms.schema import FormSchema

forms: WeakValueDictionary[str, FormSchema] = WeakValueDictionary()
leistungen: WeakValueDictionary[str, Leistung] = WeakValueDictionary()


def leistung_of(content: dict[str, Any]) -> Leistung:
    """The definition in a revision; the same object for the same content."""
    mark = digest(content)
    found = leistungen.get(mark)
    if found is None:
        found = Leistung.model_validate({**content, "form": form_of(content["form"])})
        leistungen[mark] = found
    return found


def form_of(content: dict[str, Any]) -> FormSchema:
    """Its form."""
    mark = digest(content)
    found = forms.get(mark)
    if found is None:
        found = FormSchema.model_validate(content)
        forms[mark] = found
    return found


def texts_of(content: dict[str, str]) -> dict[str, str]:
    """Texts or letter templates; equal ones are one string."""
    return {name: intern(text) for name, text in content.items()}


def digest(content: dict[str, Any]) -> str:
    """Of the content, however its keys are ordered."""
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

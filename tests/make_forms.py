"""Forms and answers for tests of the form language. Erika Mustermann fills them in."""

from datetime import date
from typing import Any

from django.utils.datastructures import MultiValueDict

from glueckauf.forms import read
from glueckauf.forms.schema import FormSchema, Section

TODAY = date(2026, 11, 24)
POSTCODES = frozenset({"44787", "44795"})


def form(*fields: dict[str, Any], **section: Any) -> FormSchema:
    """A form of one section."""
    return FormSchema.model_validate({"sections": [{"key": "s", "title": "Angaben", "fields": list(fields)} | section]})


def field(type_: str, **more: Any) -> dict[str, Any]:
    """A field named `f`, or as said."""
    options = {"options": [{"key": "a", "label": "Eins"}, {"key": "b", "label": "Zwei"}]} if type_ in ("choice", "choices") else {}
    nachweis = {"nachweis": "beleg"} if type_ == "file" else {}
    return {"key": "f", "label": "Frage", "type": type_} | options | nachweis | more


def post(
    section: Section, posted: dict[str, Any], before: dict[str, Any] | None = None, files: dict[str, list[str]] | None = None
) -> read.Read:
    """Reads what was posted; a text stands for a list of one."""
    texts = MultiValueDict({name: [value] if isinstance(value, str) else value for name, value in posted.items()})
    return read.section(section, texts, files or {}, before or {}, today=TODAY, postcodes=POSTCODES)


def answer(field_: dict[str, Any], posted: dict[str, Any]) -> Any:
    """Value of the only field, or the list of its (path, text) errors."""
    found = post(form(field_).sections[0], posted)
    return [(error.path, error.text) for error in found.errors] if found.errors else found.values.get(field_["key"])


def dog_form() -> FormSchema:
    """Two sections with every kind of dependency: a field on a field, a section on a field, a group with its own conditions."""
    return FormSchema.model_validate(
        {
            "sections": [
                {
                    "key": "hund",
                    "title": {"de": "Ihr Hund", "en": "Your dog"},
                    "fields": [
                        {"key": "rufname", "label": {"de": "Rufname", "en": "Name"}, "type": "text", "width": "half"},
                        {"key": "seit", "label": "Seit wann lebt der Hund bei Ihnen?", "type": "date", "latest": "today"},
                        {"key": "gross", "label": "Ist der Hund groß?", "type": "yesno", "why": "Das steht im Gesetz."},
                        {"key": "chip", "label": "Chipnummer", "type": "text", "when": {"field": "gross", "is": "true"}},
                        {"key": "ort", "label": "Wo lebt der Hund?", "type": "choice", "options": ORTE},
                        {"key": "adresse", "label": "Adresse", "type": "address", "when": {"field": "ort", "is": "anders"}},
                    ],
                },
                {
                    "key": "halter",
                    "title": "Weitere Halter",
                    "when": {"field": "gross", "is": "true"},
                    "fields": [
                        {
                            "key": "personen",
                            "label": "Wer hält den Hund noch?",
                            "item": "Person",
                            "type": "group",
                            "most": 3,
                            "fields": [
                                {"key": "name", "label": "Name", "type": "name"},
                                {"key": "jung", "label": "Unter 18?", "type": "yesno"},
                                {"key": "geboren", "label": "Geboren am", "type": "date", "when": {"field": "jung", "is": "true"}},
                            ],
                        },
                        {"key": "vertrag", "label": "Vertrag", "type": "file", "nachweis": "vertrag", "most": 2},
                    ],
                },
            ]
        }
    )


ORTE = [{"key": "selbst", "label": "Bei mir"}, {"key": "anders", "label": "An einer anderen Adresse"}]

DOG = {
    "rufname": "Flöz",
    "seit": "2026-11-14",
    "gross": True,
    "chip": "276 098",
    "ort": "selbst",
    "personen": [{"name": "Max Beispiel", "jung": True, "geboren": "2010-02-28"}],
    "vertrag": [],
}

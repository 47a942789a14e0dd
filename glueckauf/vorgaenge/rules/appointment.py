"""Appointments of a Vorgang: which question asks for one, what its topic is called."""

from collections.abc import Mapping
from typing import Any

from glueckauf.cities.rules.runs import ONE, Need
from glueckauf.forms.schema import FormSchema

TOPIC = "vorgang:"
PURPOSE = "termin"  # of the code that moves and cancels


def field_of(form: FormSchema) -> str:
    """Key of the question for an appointment; empty for most forms."""
    return next((f.key for s in form.sections for f in s.fields if f.type == "appointment"), "")


def must_book(form: FormSchema) -> bool:
    """Nobody hands it in without a time; elsewhere picking one may be free."""
    return any(f.type == "appointment" and not f.optional for s in form.sections for f in s.fields)


def need_of(form: FormSchema, answers: Mapping[str, Any]) -> Need:
    """How many come by these answers, and how long one of them takes. What is not answered is one person."""
    field = next((f for s in form.sections for f in s.fields if f.type == "appointment"), None)
    if field is None:
        return ONE
    more = [answers.get(key) for key in field.further]
    return Need(people=1 + sum(n for n in more if isinstance(n, int) and n > 0), minutes=field.minutes)


def slot_of(form: FormSchema, answers: Mapping[str, Any]) -> int | None:
    """Which slot she picked."""
    picked = answers.get(field_of(form))
    slot = picked.get("slot", "") if isinstance(picked, Mapping) else ""
    return int(slot) if isinstance(slot, str) and slot.isdecimal() else None


def topic_of(vorgang_id: int) -> str:
    """As cities names the matter."""
    return f"{TOPIC}{vorgang_id}"


def vorgang_of(topic: str) -> int | None:
    """Back again."""
    number = topic.removeprefix(TOPIC)
    return int(number) if topic.startswith(TOPIC) and number.isdecimal() else None


def held_for(antrag_key: str) -> str:
    """While she fills in."""
    return f"antrag:{antrag_key}"

"""A Leistung that several offices decide, as each of them sees it. Where one office decides, nothing here changes anything."""

from collections.abc import Mapping
from typing import Any

from glueckauf.catalogue.rules.schema import Leistung, Part
from glueckauf.forms.conditions import holds
from glueckauf.forms.schema import Text
from glueckauf.forms.visible import settled


def applying(leistung: Leistung, answers: Mapping[str, Any]) -> tuple[Part, ...]:
    """The offices these answers need, in the order of the Leistung."""
    counting = settled(leistung.form, answers)
    return tuple(part for part in leistung.parts if holds(part.when, counting))


def keys(leistung: Leistung, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """What Vorgänge to open: one without a name where one office decides."""
    return tuple(part.key for part in applying(leistung, answers)) or ("",)


def of_part(leistung: Leistung, key: str) -> Leistung:
    """The Leistung as that office decides it. Raises LookupError for a part it does not have."""
    if not key:
        return leistung
    part = next((p for p in leistung.parts if p.key == key), None)
    if part is None:
        raise LookupError(key)
    own = {name: value for name in ("fee", "decision", "deadlines") if (value := getattr(part, name)) is not None}
    return leistung.model_copy(
        update={
            "name": named(leistung, part),
            "office": part.office,
            "nachweise": tuple(n for n in leistung.nachweise if n.key in part.nachweise),
            "checks": part.checks,
            "shown_checks": tuple(check for check in leistung.shown_checks if check in part.checks),
            "effects": part.effects,
            "parts": (),
            **own,
        }
    )


def named(leistung: Leistung, part: Part) -> Text:
    """Straßenfest: Sperrung der Straße"""
    english = f"{leistung.name.en}: {part.name.en}" if leistung.name.en and part.name.en else ""
    return Text(de=f"{leistung.name.de}: {part.name.de}", en=english)

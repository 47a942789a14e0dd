"""What a decision causes, in words: before it is signed from the rules of the Leistung, afterwards from the rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from glueckauf.catalogue.rules.schema import Leistung
from glueckauf.vorgaenge import registry
from glueckauf.vorgaenge.models import EffectRow
from glueckauf.vorgaenge.rules.effects import planned, where


@dataclass(frozen=True, slots=True, kw_only=True)
class Caused:
    """One effect with its inverse, both as sentences. No day means from now on, until the decision ends."""

    label: str
    where: str
    starts_on: date | None
    ends_on: date | None
    inverse: str
    hours: str = ""
    cancelled_at: datetime | None = None


def caused(row: EffectRow) -> Caused:
    """In force, or ended with its cause."""
    kind = registry.effect_kind(row.kind)
    return Caused(
        label=kind.label,
        where=where(row.object),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        inverse=kind.inverse_label,
        hours=hours(kind, row.value),
        cancelled_at=row.cancelled_at,
    )


def hours(kind: registry.EffectKind, value: str) -> str:
    """von 7 bis 18 Uhr; empty for a kind whose value is no range."""
    return kind.range_words.format(*value.split("-", 1)) if kind.range_words and "-" in value else ""


def would_cause(leistung: Leistung, answers: Mapping[str, Any]) -> tuple[Caused, ...]:
    """What a grant of these answers would write."""
    plans = (planned(rule, answers) for rule in leistung.effects)
    return tuple(
        Caused(
            label=registry.effect_kind(plan.kind).label,
            where=where(plan.object),
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            inverse=registry.effect_kind(plan.kind).inverse_label,
            hours=hours(registry.effect_kind(plan.kind), plan.value),
        )
        for plan in plans
    )

"""A Leistung as one city offers it: the shared definition with the city's changes merged in. What does not fit is named by its path."""

from typing import Any

from glueckauf.catalogue.rules.schema import CityChange, Fee, Leistung, Mode, Part, Value
from glueckauf.catalogue.rules.without import UnknownKey, without

NOTHING = CityChange.model_validate({})


def merged(leistung: Leistung, change: CityChange) -> Leistung:
    """Frozen and checked again. Raises UnknownKey and pydantic's ValidationError."""
    if change == NOTHING:
        return leistung
    shortened = without(leistung, change.without)
    update: dict[str, Any] = {
        "values": values(leistung.values, change.values),
        "law": (*leistung.law, *change.law),
        "fee": fee(shortened.fee, change),
        "offered": change.offered and leistung.offered,
        "not_offered": change.not_offered or leistung.not_offered,
    }
    own = {"office": change.office, "deadlines": change.deadlines, "retention": change.retention}
    update |= {key: value for key, value in own.items() if value}
    if change.part_offices:
        update["parts"] = parts(leistung.parts, change.part_offices)
    if change.handover:
        update |= {"handover": change.handover} | ({} if change.handover.ours else {"mode": Mode.HANDOVER})
    changed = shortened.model_copy(update=update)
    return Leistung.model_validate(changed.model_dump(by_alias=True))


def parts(shared: tuple[Part, ...], offices: dict[str, str]) -> tuple[Part, ...]:
    """Other offices decide here. Raises UnknownKey."""
    if unknown := offices.keys() - {p.key for p in shared}:
        raise UnknownKey(f"part_offices: unknown {', '.join(sorted(unknown))}")
    return tuple(p.model_copy(update={"office": offices.get(p.key, p.office)}) for p in shared)


def values(shared: dict[str, Value], own: dict[str, Value]) -> dict[str, Value]:
    """The city's numbers in place of the shared ones; name and unit come from the shared ones where the city does not say."""
    result = dict(shared)
    for key, value in own.items():
        before = shared.get(key)
        if before is not None:
            value = value.model_copy(update={"label": value.label or before.label, "unit": value.unit or before.unit})
        result[key] = value
    return result


def fee(shared: Fee, change: CityChange) -> Fee:
    """The city's own rule, or the shared one with the city's sentence on when to pay."""
    rule = change.fee or shared
    return rule.model_copy(update={"due": change.due}) if change.due else rule

"""Fees an author should look at again: numbers without a source, amounts that fall below zero, gaps that leave no total."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from glueckauf.catalogue.rules import schema
from glueckauf.catalogue.rules.authors.remark import Remark, error, hint
from glueckauf.catalogue.rules.references import parts
from glueckauf.catalogue.rules.schema import Leistung
from glueckauf.forms.schema import AnyField, GroupField, ItemField, NumberField

Range = tuple[Decimal, Decimal]
ZERO, ENDLESS = Decimal(0), Decimal("Infinity")
ANY: Range = (ZERO, ENDLESS)
# Where a fixed number is arithmetic: 12 months, the first copy, a row's size.
ARITHMETIC = ("multiply", "divide", "minus", "by", "up_to")


def about_fee(leistung: Leistung) -> Iterator[Remark]:
    """All lines and the yearly amount."""
    fields = fields_by_key(leistung)
    lines = [(f"fee.lines.{at}", line) for at, line in enumerate(leistung.fee.lines)]
    for where, line in [*lines, *([("fee.yearly", leistung.fee.yearly)] if leistung.fee.yearly else [])]:
        if not line.law.strip():
            yield error(f"leistung.{where}.law", f"Für „{line.text}“ fehlt die Rechtsgrundlage.", "law")
        for path, node in parts(line.amount, (*where.split("."), "amount")):
            yield from of_node(path, node, leistung, fields)


def of_node(path: tuple[str | int, ...], node: Any, leistung: Leistung, fields: dict[str, AnyField | ItemField]) -> Iterator[Remark]:
    """One part of an amount."""
    where = "leistung." + ".".join(map(str, path))
    if isinstance(node, schema.Fixed) and node.number > 0 and not set(path) & set(ARITHMETIC):
        yield hint(where, f"Der Betrag {node.number} hat keine Quelle. Tragen Sie ihn unter den Zahlen der Stadt ein.", "source")
    if isinstance(node, schema.Difference):
        yield from of_difference(where, node, leistung, fields)
    if isinstance(node, schema.OfValue) and (value := leistung.values.get(node.value)) and value.amount is None:
        label = value.label or node.value
        yield hint(where, f"„{label}“ ist noch nicht eingetragen. Bis dahin hat die Gebühr keine Summe.", "gap")


def of_difference(where: str, node: schema.Difference, leistung: Leistung, fields: dict[str, AnyField | ItemField]) -> Iterator[Remark]:
    """a − b: what people pay is never below zero, but an author may not have meant that."""
    (low, high), (least, most) = (span(part, leistung, fields) for part in node.minus)
    if high < least:
        yield error(where, "Hier kommt immer weniger als null heraus. Prüfen Sie die Reihenfolge.", "negative")
    elif low < least or (most != ENDLESS and low < most):
        yield hint(where, "Hier kann weniger als null herauskommen. Berechnet wird dann 0, nie ein negativer Betrag.", "negative")


def span(node: Any, leistung: Leistung, fields: dict[str, AnyField | ItemField]) -> Range:
    """Smallest and largest an amount can be; ANY where that is not known."""
    if isinstance(node, schema.Fixed):
        return node.number, node.number
    if isinstance(node, schema.OfValue):
        value = leistung.values.get(node.value)
        return ANY if value is None or value.amount is None else (value.amount, value.amount)
    if isinstance(node, schema.OfAnswer):
        return limits(fields.get(node.answer))
    if isinstance(node, schema.CountOf):
        return counts(fields.get(node.count))
    if isinstance(node, schema.Sum):
        spans = [span(part, leistung, fields) for part in node.sum]
        return sum((low for low, _ in spans), ZERO), sum((high for _, high in spans), ZERO)
    if isinstance(node, schema.Product):
        return product([span(part, leistung, fields) for part in node.multiply])
    return ANY


def product(spans: list[Range]) -> Range:
    """a × b × …; nothing is negative, so the ends belong together."""
    low = high = Decimal(1)
    for least, most in spans:
        low *= least
        high = ZERO if ZERO in (high, most) else high * most
    return low, high


def limits(field: AnyField | ItemField | None) -> Range:
    """Of a number; an answer that was not asked counts as 0."""
    if not isinstance(field, NumberField):
        return ANY
    low = Decimal(field.minimum or "0") if field.when is None and not field.optional else ZERO
    return low, Decimal(field.maximum) if field.maximum is not None else ENDLESS


def counts(field: AnyField | ItemField | None) -> Range:
    """Of a group."""
    if not isinstance(field, GroupField):
        return ANY
    return Decimal(field.fewest if field.when is None else 0), Decimal(field.most)


def fields_by_key(leistung: Leistung) -> dict[str, AnyField | ItemField]:
    """As amounts name them: key, group.key."""
    found: dict[str, AnyField | ItemField] = {}
    for field in (f for s in leistung.form.sections for f in s.fields):
        found[field.key] = field
        if field.type == "group":
            found |= {f"{field.key}.{inner.key}": inner for inner in field.fields}
    return found

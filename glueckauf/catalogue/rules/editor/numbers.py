"""The numbers of a city as a table: name, amount, unit, source and year; or where the number will come from. No amount without a source."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from glueckauf.catalogue.rules.editor.amounts import euros
from glueckauf.catalogue.rules.editor.keys import key_from
from glueckauf.catalogue.rules.editor.numerals import amount
from glueckauf.catalogue.rules.editor.posted import Posted, german, line, shown_words, words

MOST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRow:
    """One number. `usual`: what the shared definition says, for a city that changes it."""

    number: int
    key: str
    label: tuple[str, str]
    unit: str = "€"
    amount: str = ""
    source: str = ""
    year: str = ""
    to_be_entered: str = ""
    usual: str = ""
    is_shared: bool = False
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """For labels of its inputs."""
        return self.label[0] or self.key or "neuer Betrag"

    @property
    def fault(self) -> str:
        """All that is wrong, in one line."""
        return " ".join(text for _, text in self.errors)


def shown(values: Any, shared: Mapping[str, Any] | None = None) -> tuple[NumberRow, ...]:
    """All rows and an empty one. With `shared`: the numbers of the shared definition and what the city says about each."""
    own = values if isinstance(values, Mapping) else {}
    keys = list(shared or {}) + [key for key in own if key not in (shared or {})]
    rows = [row_of(at, key, own.get(key), (shared or {}).get(key)) for at, key in enumerate(keys)]
    return (*rows, *(() if shared is not None else (NumberRow(number=len(rows), key="", label=("", "")),)))


def row_of(at: int, key: str, value: Any, usual: Any) -> NumberRow:
    """One number."""
    said = value if isinstance(value, Mapping) else {}
    base = usual if isinstance(usual, Mapping) else {}
    unit = str(said.get("unit") or base.get("unit") or "")
    return NumberRow(
        number=at,
        key=key,
        label=shown_words(said.get("label") or base.get("label") or key),
        unit=unit,
        amount=written_amount(str(said.get("amount", "")), unit),
        source=str(said.get("source", "")),
        year=str(said.get("year", "")),
        to_be_entered=str(said.get("to_be_entered", "")),
        usual=usual_words(base, unit) if usual is not None else "",
        is_shared=usual is not None,
    )


def usual_words(base: Mapping[str, Any], unit: str) -> str:
    """What all cities share."""
    if base.get("amount") in (None, ""):
        return "noch nicht eingetragen"
    return f"{written_amount(str(base['amount']), unit)} {unit}".strip()


def written_amount(stored: str, unit: str) -> str:
    """168,00 for euros, 12 or 2,5 for anything else."""
    if not stored:
        return ""
    return euros(stored) if unit == "€" else stored.replace(".", ",")


def from_posted(before: Any, posted: Posted, shared: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], tuple[NumberRow, ...]]:
    """The numbers, and the rows as typed with what is wrong. An emptied row is gone; so is one of a city that says nothing of its own."""
    own = before if isinstance(before, Mapping) else {}
    found: dict[str, Any] = {}
    rows: list[NumberRow] = []
    taken = {*own, *(shared or {})}
    for at in range(MOST):
        if f"value-{at}-amount" not in posted:
            break
        row = typed(at, posted, shared or {})
        rows.append(row)
        if is_empty(row):
            continue
        key = row.key if row.key in taken else key_from(row.label[0], taken, otherwise="betrag")
        taken.add(key)
        found[key] = stored(row, own.get(key), posted)
    return found, tuple(rows)


def typed(at: int, posted: Posted, shared: Mapping[str, Any]) -> NumberRow:
    """One row as typed, judged."""
    key = line(posted, f"value-{at}-key")
    usual = shared.get(key)
    base = usual if isinstance(usual, Mapping) else {}
    unit = str(base.get("unit") or "") if usual is not None else line(posted, f"value-{at}-unit")
    label = shown_words(base.get("label") or key) if usual is not None else shown_words(words(posted, f"value-{at}-label"))
    row = NumberRow(
        number=at,
        key=key,
        label=label,
        unit=unit,
        amount=line(posted, f"value-{at}-amount"),
        source=line(posted, f"value-{at}-source"),
        year=line(posted, f"value-{at}-year"),
        to_be_entered=line(posted, f"value-{at}-to_be_entered"),
        usual=usual_words(base, unit) if usual is not None else "",
        is_shared=usual is not None,
    )
    return row if is_empty(row) else with_errors(row)


def is_empty(row: NumberRow) -> bool:
    """Says nothing. A shared number nobody changes, an own one that was emptied."""
    said = (row.amount, row.source, row.year, row.to_be_entered)
    return not any(said) and (row.is_shared or not row.label[0] or bool(row.key))


def with_errors(row: NumberRow) -> NumberRow:
    """What keeps it from being a number of a city."""
    errors = []
    if not row.label[0]:
        errors.append(("label-de", "Geben Sie dem Betrag einen Namen."))
    if row.amount and (amount(row.amount) or "-").startswith("-"):
        errors.append(("amount", "Tragen Sie eine Zahl ein, zum Beispiel 168,00."))
    if row.amount and row.to_be_entered:
        errors.append(("to_be_entered", "Entweder ein Betrag oder woher er kommen wird: bitte eines davon leeren."))
    if not row.amount and not row.to_be_entered:
        errors.append(("amount", "Tragen Sie den Betrag ein oder woher er kommen wird."))
    if row.amount and not row.source:
        errors.append(("source", "Nennen Sie die Quelle, zum Beispiel die Satzung mit Paragraf."))
    if row.amount and not row.year:
        errors.append(("year", "Nennen Sie das Jahr, für das der Betrag gilt."))
    return replace(row, errors=tuple(errors))


def stored(row: NumberRow, before: Any, posted: Posted) -> dict[str, Any]:
    """As the file says it. A shared number keeps name and unit of the shared definition."""
    found: dict[str, Any] = {}
    if not row.is_shared:
        found["label"] = words(posted, f"value-{row.number}-label")
        if row.unit:
            found["unit"] = row.unit
    elif isinstance(before, Mapping):
        found |= {key: before[key] for key in ("label", "unit") if key in before}
    if row.amount:
        found["amount"] = amount(row.amount) or row.amount
    for name in ("source", "year", "to_be_entered"):
        if getattr(row, name):
            found[name] = getattr(row, name)
    return found


def faults(rows: tuple[NumberRow, ...]) -> dict[str, str]:
    """By the name of the input."""
    return {f"value-{row.number}-{part}": f"{row.title}: {text}" for row in rows for part, text in row.errors}


def cells(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What a cell of a fee table can be."""
    named = [
        (f"value:{key}", f"{german(value.get('label')) or key} ({said(value)})")
        for key, value in values.items()
        if isinstance(value, Mapping)
    ]
    return (*named, ("number:0", "nichts, 0,00 €"))


def said(value: Mapping[str, Any]) -> str:
    """168,00 €"""
    unit = str(value.get("unit", ""))
    stored_amount = value.get("amount")
    return "noch nicht eingetragen" if stored_amount in (None, "") else f"{written_amount(str(stored_amount), unit)} {unit}".strip()

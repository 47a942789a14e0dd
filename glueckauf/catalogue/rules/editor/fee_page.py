"""The page of one line of a fee: its words, its law, when it counts, and its amount as a table or as a formula in YAML."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from glueckauf.catalogue.rules.editor import amounts, conditions, fee_table, numbers
from glueckauf.catalogue.rules.editor.conditions import Asked, Group
from glueckauf.catalogue.rules.editor.fee_table import Table
from glueckauf.catalogue.rules.editor.keys import key_from
from glueckauf.catalogue.rules.editor.posted import Posted, german, line, shown_words, text, words
from glueckauf.catalogue.rules.editor.tree import dicts
from glueckauf.catalogue.rules.schema import Amount

READ: TypeAdapter[Amount] = TypeAdapter(Amount)
NAME = "amount"
Parse = Callable[[str], Any]


class Unreadable(Exception):
    """The formula is no YAML; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePage:
    """A line. `table` is None where the amount says more than a table can; then `formula` is what is edited."""

    key: str
    value: dict[str, Any] = field(repr=False)
    asked: Asked = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    condition: Group
    table: Table | None
    formula: str
    errors: dict[str, str]

    @property
    def title(self) -> str:
        """What people read."""
        return german(self.value.get("text")) or "Neue Gebühr"

    @property
    def pair(self) -> tuple[str, str]:
        """German and English."""
        return shown_words(self.value.get("text"))

    @property
    def sentence(self) -> str:
        """How the amount reads."""
        return amounts.said(self.value.get("amount"), amounts.Names(values=self.values, asked=self.asked))

    @property
    def when(self) -> str:
        """How its condition reads."""
        return conditions.said(self.value.get("when"), self.asked)

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Amounts to pick from."""
        known = numbers.cells(self.values)
        more = tuple((cell, cell.partition(":")[2].replace(".", ",")) for cell in used(self.table) if cell not in dict(known))
        return (*known, *more)

    @property
    def measures(self) -> tuple[tuple[str, str], ...]:
        """What can be counted."""
        return fee_table.measures(self.asked.answers)

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """How the amount can be built."""
        return tuple(fee_table.KINDS.items())

    @property
    def kind(self) -> str:
        """How it is built now."""
        return self.table.kind if self.table else "yaml"

    @property
    def rows(self) -> tuple[fee_table.TableRow, ...]:
        """Rows of the table and an empty one."""
        if self.table is None or self.table.kind not in ("choose", "steps"):
            return ()
        number = max((row.number for row in self.table.rows), default=-1) + 1
        test = conditions.Row(name=f"{NAME}-row-{number}", field="", comparison="is") if self.table.kind == "choose" else None
        return (*self.table.rows, fee_table.TableRow(number=number, cell="", test=test))

    @property
    def faults(self) -> dict[str, str]:
        """By names a template can say."""
        return {name.replace("-", "_"): words for name, words in self.errors.items()}


def used(table: Table | None) -> list[str]:
    """Cells a table names."""
    if table is None:
        return []
    return [cell for cell in (table.otherwise, table.at_least, table.at_most, *(row.cell for row in table.rows)) if cell]


def page(key: str, value: dict[str, Any], asked: Asked, values: Mapping[str, Any], write: Callable[[Any], str]) -> LinePage:
    """From the draft."""
    amount = value.get("amount")
    return LinePage(
        key=key,
        value=value,
        asked=asked,
        values=values,
        condition=conditions.shown(value.get("when"), asked),
        table=fee_table.shown(amount, asked, NAME) if amount else Table(kind="value"),
        formula=write(amount) if amount else "",
        errors={},
    )


def typed(shown: LinePage, posted: Posted, acted: Callable[[Group, str], Group], parse: Parse) -> LinePage:
    """As posted, with what is wrong. The amount of the draft stays where the table says the same."""
    group = acted(conditions.posted(posted, shown.asked), line(posted, "tun"))
    errors = dict(conditions.faults(group))
    value = {**shown.value, "text": words(posted, "text"), "law": line(posted, "law"), "remedy": line(posted, "remedy") or "klage"}
    if not german(value["text"]):
        errors["text-de"] = "Schreiben Sie, wofür die Gebühr ist."
    if not value["law"]:
        errors["law"] = "Nennen Sie die Rechtsgrundlage, zum Beispiel die Satzung."
    kind, formula = line(posted, f"{NAME}-kind"), text(posted, "formula")
    if kind == "yaml":
        table = None
        formula = formula or shown.formula
        amount, reason = read_formula(formula, parse)
        errors |= {"formula": reason} if reason else {}
    else:
        table = fee_table.posted(posted, shown.asked, NAME)
        errors |= fee_table.faults(table, NAME, numbers.cells(shown.values))
        amount = shown.value.get("amount") if table == shown.table or errors else fee_table.tree_of(table)
    value = {name: part for name, part in {**value, "amount": amount}.items() if name != "when" and part not in ("", None)}
    if not errors and (tree := conditions.tree_of(group)) is not None:
        value["when"] = tree
    return replace(shown, value=value, condition=group, table=table, formula=formula, errors=errors)


def read_formula(formula: str, parse: Parse) -> tuple[Any, str]:
    """The tree, or what is wrong with it."""
    try:
        tree = parse(formula)
        READ.validate_python(tree)
    except Unreadable as error:
        return None, error.reason
    except (ValidationError, RecursionError):
        return None, "Diese Formel ist nicht vollständig. Die Bausteine stehen in der Anleitung „Eine Leistung im Editor anlegen“."
    return json.loads(json.dumps(tree)), ""


def new_line(lines: Any) -> dict[str, Any]:
    """A line to begin with."""
    taken = {str(entry.get("key", "")) for entry in dicts(lines)}
    return {
        "key": key_from("gebuehr", taken, otherwise="gebuehr"),
        "text": "Neue Gebühr",
        "amount": {"number": "0"},
        "law": "",
        "remedy": "klage",
    }

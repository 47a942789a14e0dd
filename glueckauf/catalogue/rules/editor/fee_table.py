"""The amount of a fee line as a small table: one number, a number for each answer, or a number for each size; perhaps times something,
perhaps with a least and a most. And back to the tree of the file. Trees it cannot show are left to the words of rules.editor.amounts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from glueckauf.catalogue.rules.editor.conditions import Asked, Row, node, row_again, test_of
from glueckauf.catalogue.rules.editor.numerals import amount
from glueckauf.catalogue.rules.editor.posted import Posted, line
from glueckauf.catalogue.rules.editor.tree import Answer

KINDS = {"value": "ein Betrag", "choose": "je nach Antwort", "steps": "je nach Größe oder Zahl", "yaml": "eigene Formel"}
MEASURES = {
    "answer": ("integer", "number"),
    "count": ("group", "choices", "file"),
    "days": ("period",),
    "weeks_begun": ("period",),
    "months_begun": ("period",),
    "months_left_in_year": ("date",),
    "area": ("place",),
    "money": ("money",),
}
MEASURE_WORDS = {
    "answer": "{}",
    "count": "Zahl der Einträge bei {}",
    "days": "Tage von {}",
    "weeks_begun": "angefangene Wochen von {}",
    "months_begun": "angefangene Monate von {}",
    "months_left_in_year": "Monate ab {} bis zum Jahresende",
    "area": "begonnene m² von {}",
    "money": "Euro aus {}",
}
FREE = "number:0"
MOST_ROWS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row: a condition or a size, and what it costs. Cells are `value:key` or `number:0`."""

    number: int
    cell: str
    test: Row | None = None
    up_to: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The whole amount. `otherwise` is the one amount where there are no rows; measures are `count:hunde`, empty: none.

    `order`: "first" where the file says measure × amount instead of amount × measure, so that the words of a letter stay.
    """

    kind: str
    otherwise: str = ""
    rows: tuple[TableRow, ...] = ()
    by: str = ""
    times: str = ""
    order: str = ""
    at_least: str = ""
    at_most: str = ""


# --- tree to table --------------------------------------------------------------------------------------------------------------


def shown(tree: Any, asked: Asked, name: str) -> Table | None:
    """The table; None where the tree says more than a table can."""
    if not isinstance(tree, Mapping):
        return None
    tree, at_most = bound(tree, "smallest")
    tree, at_least = bound(tree, "largest")
    tree, times, order = multiplied(tree)
    core = core_of(tree, asked, name)
    if core is None or at_most is None or at_least is None:
        return None
    return replace(core, times=times, order=order, at_least=at_least, at_most=at_most)


def bound(tree: Mapping[str, Any], key: str) -> tuple[Mapping[str, Any], str | None]:
    """The tree inside, and the one number beside it; None: it is something else than a number."""
    if set(tree) != {key}:
        return tree, ""
    parts = tree[key]
    if not isinstance(parts, list) or len(parts) != 2 or not isinstance(parts[0], Mapping):
        return tree, None
    return parts[0], cell_of(parts[1]) or None


def multiplied(tree: Mapping[str, Any]) -> tuple[Mapping[str, Any], str, str]:
    """tree × measure, in either order."""
    parts = tree.get("multiply")
    if set(tree) == {"multiply"} and isinstance(parts, list) and len(parts) == 2 and isinstance(parts[1], Mapping):
        if times := measure_of(parts[0]):
            return parts[1], times, "first"
        if isinstance(parts[0], Mapping) and (times := measure_of(parts[1])):
            return parts[0], times, ""
    return tree, "", ""


def core_of(tree: Mapping[str, Any], asked: Asked, name: str) -> Table | None:
    """The middle of it."""
    if cell := cell_of(tree):
        return Table(kind="value", otherwise=cell)
    if set(tree) == {"choose", "otherwise"} and isinstance(tree["choose"], list):
        rows = [choose_row(branch, asked, f"{name}-row-{at}", at) for at, branch in enumerate(tree["choose"])]
        return filled("choose", rows, cell_of(tree["otherwise"]), "")
    if set(tree) == {"by", "steps", "otherwise"} and isinstance(tree["steps"], list):
        rows = [step_row(step, at) for at, step in enumerate(tree["steps"])]
        return filled("steps", rows, cell_of(tree["otherwise"]), measure_of(tree["by"]))
    return None


def filled(kind: str, rows: list[TableRow | None], otherwise: str, by: str) -> Table | None:
    """A table if all of it could be read."""
    whole = [row for row in rows if row is not None]
    if len(whole) != len(rows) or not otherwise or (kind == "steps" and not by):
        return None
    return Table(kind=kind, rows=tuple(whole), otherwise=otherwise, by=by)


def choose_row(branch: Any, asked: Asked, name: str, at: int) -> TableRow | None:
    """One branch whose condition is one comparison."""
    if not isinstance(branch, Mapping) or not (cell := cell_of(branch.get("then"))):
        return None
    test = node(branch.get("when"), name, asked, 0)
    return TableRow(number=at, cell=cell, test=test) if isinstance(test, Row) else None


def step_row(step: Any, at: int) -> TableRow | None:
    """One step."""
    if not isinstance(step, Mapping) or not (cell := cell_of(step.get("then"))):
        return None
    return TableRow(number=at, cell=cell, up_to=str(step.get("up_to", "")).replace(".", ","))


def cell_of(tree: Any) -> str:
    """value:key or number:12; empty where it is neither."""
    if isinstance(tree, Mapping) and len(tree) == 1:
        key, value = next(iter(tree.items()))
        if key in ("value", "number") and isinstance(value, str):
            return f"{key}:{value}"
    return ""


def measure_of(tree: Any) -> str:
    """count:hunde; empty where it is no measure."""
    if isinstance(tree, Mapping) and len(tree) == 1:
        key, value = next(iter(tree.items()))
        if key in MEASURES and isinstance(value, str):
            return f"{key}:{value}"
    return ""


def measures(answers: tuple[Answer, ...]) -> tuple[tuple[str, str], ...]:
    """Everything that can be counted or measured, for a list to pick from."""
    return tuple(
        (f"{key}:{answer.path}", MEASURE_WORDS[key].format(f"„{answer.label}“"))
        for answer in answers
        for key, types in MEASURES.items()
        if answer.type in types
    )


# --- table to tree --------------------------------------------------------------------------------------------------------------


def posted(form: Posted, asked: Asked, name: str) -> Table:
    """As posted, with what is wrong beside each row."""
    kind = line(form, f"{name}-kind")
    kind = kind if kind in KINDS else "value"
    rows = tuple(row_posted(form, asked, f"{name}-row-{number}", number, kind) for number in row_numbers(form, name))
    return Table(
        kind=kind,
        rows=rows if kind in ("choose", "steps") else (),
        otherwise=line(form, f"{name}-otherwise"),
        by=line(form, f"{name}-by") if kind == "steps" else "",
        times=line(form, f"{name}-times"),
        order=line(form, f"{name}-order") if line(form, f"{name}-times") else "",
        at_least=line(form, f"{name}-at_least"),
        at_most=line(form, f"{name}-at_most"),
    )


def row_numbers(form: Posted, name: str) -> list[int]:
    """Rows the page showed."""
    before = f"{name}-row-"
    numbers = {key[len(before) :].partition("-")[0] for key in form if key.startswith(before) and key.endswith("-cell")}
    return sorted(int(number) for number in numbers if number.isdecimal() and len(number) < 4)[:MOST_ROWS]


def row_posted(form: Posted, asked: Asked, name: str, number: int, kind: str) -> TableRow:
    """One row."""
    cell = line(form, f"{name}-cell")
    if kind == "steps":
        up_to = line(form, f"{name}-up_to")
        is_wrong = bool(up_to) and amount(up_to) is None
        return TableRow(number=number, cell=cell, up_to=up_to, error="Tragen Sie eine Zahl ein." if is_wrong else "")
    test = row_again(form, name, asked)
    return TableRow(number=number, cell=cell, test=test, error=test.error)


def faults(table: Table, name: str, cells: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """What keeps the table from being a rule, by the name of the input."""
    known = {key for key, _ in cells} | {FREE}
    found: dict[str, str] = {}
    if table.kind == "steps" and not table.by:
        found[f"{name}-by"] = "Wählen Sie, wonach sich der Betrag richtet."
    if table.otherwise not in known and not table.otherwise.startswith("number:"):
        found[f"{name}-otherwise"] = "Wählen Sie einen Betrag."
    for row in spoken_rows(table):
        place = f"{name}-row-{row.number}"
        if row.error:
            found[f"{place}-{'up_to' if table.kind == 'steps' else 'value'}"] = row.error
        if row.cell not in known and not row.cell.startswith("number:"):
            found[f"{place}-cell"] = "Wählen Sie einen Betrag."
    return found


def spoken_rows(table: Table) -> list[TableRow]:
    """Rows that say something; an empty one is left out."""
    return [row for row in table.rows if (row.test.field if row.test else row.up_to)]


def tree_of(table: Table) -> dict[str, Any]:
    """The amount of the file."""
    tree = core_tree(table)
    if table.times:
        tree = {"multiply": [pair(table.times), tree] if table.order == "first" else [tree, pair(table.times)]}
    if table.at_least:
        tree = {"largest": [tree, pair(table.at_least)]}
    if table.at_most:
        tree = {"smallest": [tree, pair(table.at_most)]}
    return tree


def core_tree(table: Table) -> dict[str, Any]:
    """The middle of it; a table without rows is its last line."""
    rows = spoken_rows(table)
    if not rows:
        return pair(table.otherwise)
    if table.kind == "choose":
        branches = [{"when": test_of(row.test), "then": pair(row.cell)} for row in rows if row.test]
        return {"choose": branches, "otherwise": pair(table.otherwise)}
    steps = [{"up_to": amount(row.up_to) or "0", "then": pair(row.cell)} for row in rows]
    steps.sort(key=lambda step: float(str(step["up_to"])))
    return {"by": pair(table.by), "steps": steps, "otherwise": pair(table.otherwise)}


def pair(code: str) -> dict[str, Any]:
    """value:key as {value: key}."""
    key, _, value = code.partition(":")
    return {key: value}

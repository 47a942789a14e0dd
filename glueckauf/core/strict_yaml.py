"""YAML as this house reads it: every scalar is text, a duplicate key is refused, and each error names file, line, column and path.

What the text means is the business of a pydantic model that the caller brings. Free of Django, so that rules may use it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from glueckauf.core.model_errors import mistakes

Path = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)
MOST_CHARACTERS = 1_000_000
MOST_PARTS = 200_000  # aliases multiply: nine lines can stand for a billion parts


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One mistake of an author, where it stands. Prints as `leistungen/x/leistung.yaml:13:11 form.sections.0.pflict: extra_forbidden`."""

    file: str
    line: int
    column: int
    path: str
    code: str
    text: str = ""

    def __str__(self) -> str:
        more = f" ({self.text})" if self.text else ""
        path = f" {self.path}" if self.path else ""
        return f"{self.file}:{self.line}:{self.column}{path}: {self.code}{more}"


class Broken(Exception):
    """A file cannot be used; `problems` says why, all of them at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = tuple(problems)


class Source:
    """A parsed file: its plain value and where each part of it stands."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.parts = 0
        self.places: dict[Path, tuple[int, int]] = {(): (1, 1)}
        self.value = self._parsed(text)

    def problem(self, path: Path, code: str, text: str = "") -> Problem:
        """A problem at the nearest place that exists in the file."""
        known = path
        while known not in self.places:
            known = known[:-1]
        line, column = self.places[known]
        return Problem(file=self.file, line=line, column=column, path=".".join(str(p) for p in path), code=code, text=text)

    def _parsed(self, text: str) -> Any:
        if len(text) > MOST_CHARACTERS:
            raise Broken([Problem(file=self.file, line=1, column=1, path="", code="too_long")])
        try:
            node = yaml.compose(text, Loader=yaml.CBaseLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            raise Broken([Problem(file=self.file, line=line, column=column, path="", code="yaml", text=str(error.problem))]) from error
        except (yaml.YAMLError, RecursionError) as error:
            raise Broken([Problem(file=self.file, line=1, column=1, path="", code="yaml", text=type(error).__name__)]) from error
        problems: list[Problem] = []
        value = self._walk(node, (), (), problems) if node else {}
        if problems:
            raise Broken(problems)
        return value

    def _walk(self, node: yaml.Node, path: Path, above: tuple[yaml.Node, ...], problems: list[Problem]) -> Any:
        """Plain value of a node; notes its place. A node inside itself would never end, so it is refused."""
        self.places.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise Broken([self.problem((), "too_long")])
        if any(node is outer for outer in above):
            problems.append(self.problem(path, "refers_to_itself"))
            return ""
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, (*above, node), problems)
        if isinstance(node, yaml.SequenceNode):
            return [self._walk(item, (*path, i), (*above, node), problems) for i, item in enumerate(node.value)]
        return node.value

    def _mapping(self, node: yaml.MappingNode, path: Path, above: tuple[yaml.Node, ...], problems: list[Problem]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            here = (*path, key)
            if key in result:
                line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
                dotted = ".".join(str(p) for p in here)
                problems.append(Problem(file=self.file, line=line, column=column, path=dotted, code="duplicate_key"))
                continue
            self.places[here] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            result[key] = self._walk(value_node, here, above, problems)
        return result


def load(model: type[Model], text: str, file: str) -> Model:
    """The file as a model. Raises Broken with every problem found."""
    source = Source(text, file)
    return validated(model, source, source.value)


def validated(model: type[Model], source: Source, value: Any) -> Model:
    """`value` as a model, its errors placed in `source`."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        found = mistakes(error, value)
        raise Broken(sorted({source.problem(m.path, m.code, m.text) for m in found})) from error

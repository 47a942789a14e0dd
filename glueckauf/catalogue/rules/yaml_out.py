"""Plain content as YAML in the style of the hand-written folders: one line where it fits, else blocks, blank lines between parts.

Every scalar is text and reads back as the same text. What another reader of YAML would take for a number or for yes is quoted, except
where the schema wants a number or a yes there: `minutes: 8`, `optional: true`.
"""

import re
from collections.abc import Mapping
from typing import Any

import yaml

WIDTH = 130
INDENT = 2
NUMBERS = frozenset(
    {"minutes", "most_a_day", "years", "working_days", "months", "extend_months", "reply_working_days", "most_pages", "max_length"}
) | {*("lines", "decimals", "most", "fewest", "longest_days")}
BOOLEANS = frozenset({"optional", "offered", "pay_first", "four_eyes", "ask_size", "ask_side", "inside", "later", "answered"})
# A part of its own, with a blank line before it.
APART = frozenset({"form", "applicant", "nachweise", "values", "fee", "deadlines", "decision"})
STR, INT, BOOL = "tag:yaml.org,2002:str", "tag:yaml.org,2002:int", "tag:yaml.org,2002:bool"
WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
SAYS_YES_OR_NO = frozenset({"true", "false", "yes", "no"})


class Writer(yaml.SafeDumper):
    """Lists stand below their key with an indent, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002 - PyYAML's signature
        """Never without indent."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        """No anchors: nobody reads them."""
        return True


def written(value: Any) -> str:
    """A mapping, part by part, or a list, entry by entry, as the text of a file."""
    if isinstance(value, Mapping) and value:
        return "".join(part(str(key), item) for key, item in value.items()).lstrip("\n")
    if isinstance(value, list) and value:
        return "\n".join(emitted(yaml.SequenceNode("tag:yaml.org,2002:seq", [node(item, 2)])) for item in value)
    return emitted(node(value, 0))


def part(key: str, item: Any) -> str:
    """One key of the whole file; the first of a larger part has a blank line before it."""
    text = emitted(yaml.MappingNode("tag:yaml.org,2002:map", [(scalar(key, ""), node(item, len(key) + 2, key))]))
    return f"\n{text}" if key in APART else text


def emitted(root: yaml.Node) -> str:
    """One node as text."""
    found: str = yaml.serialize(root, Dumper=Writer, allow_unicode=True, width=float("inf"), indent=INDENT)
    return found.removesuffix("...\n")


def node(value: Any, column: int, key: str = "") -> yaml.Node:
    """A value as YAML writes it. `column`: where it begins, for what fits into the line."""
    if isinstance(value, Mapping):
        pairs = [(scalar(str(k), ""), node(v, column + INDENT, str(k))) for k, v in value.items()]
        flow = not pairs or (fits(value, column) and key not in APART and not nested(value))
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=flow)
    if isinstance(value, list):
        items = [node(item, column + INDENT, "") for item in value]
        flow = not items or (fits(value, column) and all(isinstance(item, str) for item in value))
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=flow)
    if isinstance(value, str):
        return scalar(value, key)
    raise TypeError(f"plain content holds text, not {type(value).__name__}")


def scalar(text: str, key: str) -> yaml.ScalarNode:
    """Plain, quoted or as a block of lines."""
    if key in NUMBERS and WHOLE.fullmatch(text):
        return yaml.ScalarNode(INT, text)
    if key in BOOLEANS and text in SAYS_YES_OR_NO:
        return yaml.ScalarNode(BOOL, text)
    if "\n" in text and text.strip() and all(line == line.rstrip() and line.isprintable() for line in text.split("\n")):
        return yaml.ScalarNode(STR, text, style="|")
    return yaml.ScalarNode(STR, text, style=None if is_plain(text) else '"')


PLAIN = re.compile(r"[^\W\d_](?:[^\n\t?:#{}\[\],&*!|>'\"%@`\\]|:(?=\S))*")
MEANS_MORE = re.compile(r"(?i)(true|false|yes|no|on|off|y|n|null|none|nan|inf)")


def is_plain(text: str) -> bool:
    """Whether it may stand without quotes, here and in any other reader of YAML."""
    if not text.isprintable() or not (PLAIN.fullmatch(text) or text.startswith(("§", "€", "„"))):
        return False
    return text == text.strip() and MEANS_MORE.fullmatch(text) is None and ": " not in text and " #" not in text and "," not in text


def fits(value: Any, column: int) -> bool:
    """Whether it has room in one line."""
    return column + len(inline(value)) <= WIDTH and "\n" not in inline(value)


def inline(value: Any) -> str:
    """About as long as it will be."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {inline(v)}" for k, v in value.items()) + "}"
    return "[" + ", ".join(map(inline, value)) + "]" if isinstance(value, list) else f'"{value}"'


def nested(value: Mapping[str, Any]) -> bool:
    """A list of mappings below: it reads better as a block."""
    return any(isinstance(v, list) and any(isinstance(i, Mapping | list) for i in v) for v in value.values())

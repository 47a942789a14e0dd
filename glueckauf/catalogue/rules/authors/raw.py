"""Slips seen before anything else, in plain content: keys named twice, conditions that wait for each other or for what comes later."""

from collections.abc import Iterator, Mapping
from typing import Any

from glueckauf.catalogue.rules.authors.remark import Remark, error

Node = tuple[str, str, dict[str, Any], dict[str, Any]]  # path, key, field, section
LISTS = (("nachweise", "key"), ("fee.lines", "key"), ("decision.conditions", "key"), ("decision.reasons_to_refuse", "key"))


def slips(leistung: Any) -> Iterator[Remark]:
    """Of one `leistung` part, whatever shape it has."""
    yield from doubles(leistung)
    yield from loops(leistung)


def items(value: Any) -> list[dict[str, Any]]:
    """Mappings of a list; nothing where there is none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def fields_of(leistung: Any) -> list[Node]:
    """All fields outside of groups, in order."""
    sections = items(at(leistung, "form.sections"))
    return [
        (f"form.sections.{s}.fields.{f}", str(field.get("key", "")), field, section)
        for s, section in enumerate(sections)
        for f, field in enumerate(items(section.get("fields")))
    ]


def at(value: Any, path: str) -> Any:
    """A part of plain content, or None."""
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def doubles(leistung: Any) -> Iterator[Remark]:
    """Keys that are there twice: answers, options, documents and lines would overwrite each other."""
    nodes = fields_of(leistung)
    yield from twice([(path, key) for path, key, _, _ in nodes], "Zwei Felder heißen „{key}“")
    for path, _, field, _ in nodes:
        inner = [(f"{path}.fields.{i}", str(f.get("key", ""))) for i, f in enumerate(items(field.get("fields")))]
        yield from twice(inner, "Zwei Felder der Gruppe heißen „{key}“")
        options = [(f"{path}.options.{i}", str(o.get("key", ""))) for i, o in enumerate(items(field.get("options")))]
        yield from twice(options, "Zwei Antworten heißen „{key}“")
    sections = [(f"form.sections.{i}", str(s.get("key", ""))) for i, s in enumerate(items(at(leistung, "form.sections")))]
    yield from twice(sections, "Zwei Abschnitte heißen „{key}“")
    for name, word in LISTS:
        entries = [(f"{name}.{i}", str(e.get(word, ""))) for i, e in enumerate(items(at(leistung, name)))]
        yield from twice(entries, "„{key}“ steht zweimal in dieser Liste")


def twice(entries: list[tuple[str, str]], words: str) -> Iterator[Remark]:
    """The second one is named, with the place of the first."""
    first: dict[str, str] = {}
    for path, key in entries:
        if key and key in first:
            yield error(f"leistung.{path}.key", f"{words.format(key=key)}: zuerst bei leistung.{first[key]}.", "double_key")
        first.setdefault(key, path)


def loops(leistung: Any) -> Iterator[Remark]:
    """Conditions in a circle, and conditions on what is asked later."""
    nodes = fields_of(leistung)
    place = {key: index for index, (_, key, _, _) in enumerate(nodes)}
    labels = {key: label(field) or key for _, key, field, _ in nodes}
    asks = {key: asked(field.get("when")) | asked(section.get("when")) for _, key, field, section in nodes}
    for path, key, field, _section in nodes:
        late = sorted(k for k in asks[key] if k in place and place[k] >= place[key] and k != key)
        if key in asks[key]:
            late = [key]
        for other in late:
            own = "when" in field and other in asked(field["when"])
            where = f"leistung.{path}.when" if own else f"leistung.{path.rpartition('.fields')[0]}.when"
            circle = way_back(other, key, asks)
            if circle:
                said = ", ".join(
                    f"„{labels[a]}“ wartet auf „{labels.get(b, b)}“" for a, b in zip([key, *circle], [*circle, key], strict=True)
                )
                yield error(where, f"Die Bedingungen hängen im Kreis: {said}.", "cycle")
            else:
                said = f"„{labels[key]}“ fragt nach „{labels[other]}“, das erst später kommt. Ziehen Sie „{labels[other]}“ davor."
                yield error(where, said, "asks_later")


def way_back(start: str, goal: str, asks: Mapping[str, frozenset[str]]) -> list[str]:
    """Keys from start that end by asking for the goal; empty when there is no such way."""
    ways = [[start]]
    seen = {start}
    while ways:
        way = ways.pop(0)
        if way[-1] == goal:
            return way[:-1] or way
        if goal in asks.get(way[-1], ()):
            return way
        for key in sorted(asks.get(way[-1], frozenset()) - seen):
            seen.add(key)
            ways.append([*way, key])
    return []


def asked(when: Any) -> frozenset[str]:
    """Keys a plain condition asks about."""
    if isinstance(when, list):
        return frozenset().union(*map(asked, when))
    if not isinstance(when, dict):
        return frozenset()
    own = frozenset({str(when["field"]).partition(".")[0]}) if "field" in when else frozenset()
    return own.union(*(asked(when[name]) for name in ("all", "any", "not") if name in when))


def label(field: Mapping[str, Any]) -> str:
    """What people read."""
    found = field.get("label", "")
    return str(found.get("de", "")) if isinstance(found, dict) else str(found)

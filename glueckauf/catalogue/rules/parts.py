"""Parts of a draft's content: a dotted path finds them, also after somebody else put something before them in a list.

`leistung.form.sections.0.fields.2.label`; instead of a number the key of the item may stand (`sections.person`). Below `letters` the
rest is one name (`letters.bescheid.typ`). A part is replaced, inserted, removed or moved in a copy; the content given is never changed.
"""

import copy
import json
from typing import Any

Steps = tuple[str | int, ...]


class NoSuchPart(ValueError):
    """The path leads nowhere."""


def locate(content: Any, part: str) -> Steps:
    """The path in this content. The last name of a mapping may be new, so may mappings on the way. Raises NoSuchPart."""
    names = part.split(".") if part else []
    steps: list[str | int] = []
    here: Any = content
    for at, name in enumerate(names):
        if steps and steps[-1] == "letters":
            return (*steps, ".".join(names[at:]))
        if isinstance(here, list):
            index = index_of(here, name)
            steps.append(index)
            here = here[index] if index < len(here) else {}
        elif isinstance(here, dict):
            steps.append(name)
            here = here.get(name, {})
        else:
            raise NoSuchPart(part)
    return tuple(steps)


def index_of(items: list[Any], name: str) -> int:
    """Place in a list, by number or by the key of the item. One past the end is where something can be added."""
    if name.isdigit() and int(name) <= len(items):
        return int(name)
    for at, item in enumerate(items):
        if isinstance(item, dict) and name in (item.get("key"), item.get("name")):
            return at
    raise NoSuchPart(name)


MISSING: Any = object()


def get(content: Any, steps: Steps) -> Any:
    """The part, or MISSING."""
    for step in steps:
        if not holds(content, step):
            return MISSING
        content = content[step]
    return content


def holds(content: Any, step: str | int) -> bool:
    """Whether the step leads somewhere."""
    if isinstance(content, list):
        return isinstance(step, int) and step < len(content)
    return isinstance(content, dict) and step in content


def put(content: Any, steps: Steps, value: Any) -> Any:
    """A copy with the part replaced; MISSING or None takes it out."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        items = list(content) if isinstance(content, list) else []
        if not rest and gone(value):
            return items[:step] + items[step + 1 :]
        new = put(items[step] if step < len(items) else {}, rest, value)
        return [*items[:step], new, *items[step + 1 :]]
    found = dict(content) if isinstance(content, dict) else {}
    if not rest and gone(value):
        found.pop(step, None)
        return found
    found[step] = put(found.get(step, {}), rest, value)
    return found


def gone(value: Any) -> bool:
    """Whether the part is to be left out."""
    return value is None or value is MISSING


def insert(content: Any, steps: Steps, value: Any) -> Any:
    """A copy with a new item: before the item the path names, or at the end of the list it names."""
    target = get(content, steps)
    if isinstance(target, list) or (target is MISSING and (not steps or not isinstance(steps[-1], int))):
        return put(content, steps, [*(target if isinstance(target, list) else []), value])
    if not steps or not isinstance(steps[-1], int):
        raise NoSuchPart(dotted(steps))
    at, items = steps[-1], get(content, steps[:-1])
    return put(content, steps[:-1], [*items[:at], value, *items[at:]])


def remove(content: Any, steps: Steps) -> Any:
    """A copy without the part. Raises NoSuchPart."""
    if not steps or get(content, steps) is MISSING:
        raise NoSuchPart(dotted(steps))
    return put(content, steps, MISSING)


def move(content: Any, steps: Steps, to: Steps) -> Any:
    """A copy with an item of a list at another place of the same or another list. `to`: where it then stands."""
    item = get(content, steps)
    if item is MISSING or not steps or not isinstance(steps[-1], int) or not to or not isinstance(to[-1], int):
        raise NoSuchPart(dotted(steps))
    rest = remove(content, steps)
    items = get(rest, to[:-1])
    if not isinstance(items, list):
        raise NoSuchPart(dotted(to))
    at = min(to[-1], len(items))
    return put(rest, to[:-1], [*items[:at], item, *items[at:]])


def relocated(steps: Steps, old: Any, new: Any) -> Steps:
    """Where the part of the old content stands in the new one. Raises NoSuchPart when it is not there any more."""
    found: list[str | int] = []
    for step in steps:
        if isinstance(step, int) and isinstance(old, list) and isinstance(new, list):
            place = same_item(step, old, new)
            found.append(place)
            old, new = at_index(old, step), at_index(new, place)
        else:
            found.append(step)
            old = old.get(step) if isinstance(old, dict) else None
            new = new.get(step) if isinstance(new, dict) else None
    return tuple(found)


def at_index(items: list[Any], index: int) -> Any:
    """The item, or nothing past the end."""
    return items[index] if index < len(items) else None


def same_item(index: int, old: list[Any], new: list[Any]) -> int:
    """Place of the item in the list as it is now: known by key, name or by being equal; the end stays the end."""
    if index >= len(old):
        return len(new)
    wanted = identity(old[index])
    places = [at for at, item in enumerate(new) if identity(item) == wanted]
    if index in places:
        return index
    if places:
        return places[0]
    if len(old) == len(new):  # it was changed where it stood
        return index
    raise NoSuchPart(str(index))


def identity(item: Any) -> str:
    """What an item of a list is known by."""
    if isinstance(item, dict):
        for name in ("key", "name", "field"):
            if isinstance(item.get(name), str):
                return f"{name} {item[name]}"
    return json.dumps(item, sort_keys=True, ensure_ascii=False)


def dotted(steps: Steps) -> str:
    """As a page writes it."""
    return ".".join(str(step) for step in steps)


class Clash(Exception):
    """Two people wrote something different into the same part. `theirs`: what stands there now."""

    def __init__(self, theirs: Any) -> None:
        super().__init__("clash")
        self.theirs = theirs


def merged(before: Any, theirs: Any, mine: Any) -> Any:
    """Both changes of one part: in mappings key by key, else only one of the two may have changed it. Raises Clash."""
    if theirs in (before, mine):
        return mine
    if mine == before:
        return theirs
    if not (isinstance(before, dict) and isinstance(theirs, dict) and isinstance(mine, dict)):
        raise Clash(theirs)
    found = {}
    for key in {**theirs, **mine}:
        value = merged(before.get(key, MISSING), theirs.get(key, MISSING), mine.get(key, MISSING))
        if value is not MISSING:
            found[key] = value
    return found


def replaced(old: Any, now: Any, part: str, value: Any) -> Any:
    """The content as it is now with a part as somebody wrote it who saw the old content. Raises Clash and NoSuchPart."""
    steps = locate(old, part)
    place = relocated(steps, old, now)
    mine = MISSING if value is None else value
    return copy.copy(put(now, place, merged(get(old, steps), get(now, place), mine)))

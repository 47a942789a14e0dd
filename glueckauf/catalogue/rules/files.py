"""A draft's content as the files of a folder, and back: the two are inverse to each other.

Own service: leistungen/<slug>/ with leistung.yaml, text.<language>.md, *.typ, beispiele.yaml. Override of a shared one:
kommunen/<city>/<slug>.yaml, and <slug>.beispiele.yaml where the city has examples of its own.
"""

import re
from collections.abc import Mapping
from typing import Any

from glueckauf.catalogue.rules.schema import CityChange, Leistung
from glueckauf.catalogue.rules.yaml_out import written
from glueckauf.core.strict_yaml import Broken, Problem, Source

Content = dict[str, Any]
MAIN, EXAMPLES = "leistung.yaml", "beispiele.yaml"
TEXT = re.compile(r"text\.([a-z]+)\.md")
ORDER = tuple(info.alias or name for name, info in Leistung.model_fields.items())
ORDER_OF_CHANGE = tuple(info.alias or name for name, info in CityChange.model_fields.items())


def export_files(content: Mapping[str, Any], *, slug: str, kommune: str = "") -> dict[str, str]:
    """Path and text of each file. `kommune`: needed for what a city changes in a shared Leistung."""
    if "change" in content:
        found = {f"kommunen/{kommune}/{slug}.yaml": written(ordered(content["change"], ORDER_OF_CHANGE))}
        return found | ({f"kommunen/{kommune}/{slug}.{EXAMPLES}": written(content["examples"])} if "examples" in content else {})
    place = f"leistungen/{slug}"
    found = {f"{place}/{MAIN}": written(ordered(content.get("leistung", {}), ORDER))}
    found |= {f"{place}/text.{code}.md": text for code, text in content.get("texts", {}).items()}
    found |= {f"{place}/{name}": text for name, text in content.get("letters", {}).items()}
    examples = content.get("examples", [])
    return found | ({f"{place}/{EXAMPLES}": written(examples)} if examples else {})


def ordered(value: Any, order: tuple[str, ...]) -> Any:
    """Keys in the order of the schema; others stay behind them."""
    if not isinstance(value, Mapping):
        return value
    place = {key: at for at, key in enumerate(order)}
    return {key: value[key] for key in sorted(value, key=lambda key: place.get(key, len(order)))}


def import_files(files: Mapping[str, str]) -> Content:
    """The content of a folder's files, by their names or paths. Raises Broken with file, line and column."""
    named = {path.rpartition("/")[2]: (path, text) for path, text in files.items()}
    if MAIN in named:
        return own(named)
    found: Content = {}
    for name, (path, text) in named.items():
        if name.endswith(f".{EXAMPLES}"):
            found["examples"] = read(path, text)
        elif name.endswith(".yaml"):
            found["change"] = read(path, text)
    if "change" not in found:
        raise Broken([Problem(file=next(iter(files), MAIN), line=1, column=1, path="", code="no_such_file", text=MAIN)])
    return found


def own(named: Mapping[str, tuple[str, str]]) -> Content:
    """A folder of leistungen/. What is none of its files is left alone."""
    texts = {found[1]: text for name, (_, text) in named.items() if (found := TEXT.fullmatch(name))}
    return {
        "leistung": read(*named[MAIN]),
        "texts": texts,
        "letters": {name: text for name, (_, text) in named.items() if name.endswith(".typ")},
        "examples": read(*named[EXAMPLES]) if EXAMPLES in named else [],
    }


def read(path: str, text: str) -> Any:
    """One YAML file, as this house reads it. Raises Broken."""
    return Source(text, path).value

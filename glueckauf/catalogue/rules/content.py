"""Content of a revision as canonical JSON, and back. Everything is written out, defaults too: a pinned revision means the same for ever.

`schema` counts changes of the schema that old content would not survive; whoever raises it brings old content along when it is read.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from glueckauf.catalogue.rules.schema import CityChange, Leistung

SCHEMA = 1


def content(leistung: Leistung, change: CityChange, texts: Mapping[str, str], letters: Mapping[str, str]) -> dict[str, Any]:
    """What a revision stores."""
    return {
        "schema": SCHEMA,
        "leistung": leistung.model_dump(mode="json", by_alias=True),
        "change": change.model_dump(mode="json", by_alias=True),
        "texts": dict(texts),
        "letters": dict(letters),
    }


def digest(value: Any) -> str:
    """SHA-256 of canonical JSON: keys sorted, no blanks."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def fingerprint_of_code() -> str:
    """Changes when the schema does: the same folders then give other content."""
    return digest([SCHEMA, Leistung.model_json_schema(), CityChange.model_json_schema()])

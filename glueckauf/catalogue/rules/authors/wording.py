"""Words for people: missing translations, plain language, placeholders of texts and letters that do not exist."""

import re
from collections.abc import Iterator, Mapping

from glueckauf.catalogue.rules.authors.plain_language import remarks_on
from glueckauf.catalogue.rules.authors.remark import Remark, error, hint
from glueckauf.catalogue.rules.letter_placeholders import unfilled
from glueckauf.catalogue.rules.references import parts
from glueckauf.catalogue.rules.schema import Leistung
from glueckauf.forms.schema import Text

OPTION = re.compile(r"(?P<list>.*\.options)\.\d+\.label")
SHOWN = 3
LANGUAGES = {"en": "Englisch", "leicht": "Leichter Sprache"}
REASONS = {"answers": "Kein Feld heißt so.", "city_values": "Keine Zahl heißt so."}


def about_words(leistung: Leistung) -> Iterator[Remark]:
    """All sentences of the Leistung."""
    names, missing = proper_names(leistung), []
    for path, node in parts(leistung, ()):
        if not isinstance(node, Text):
            continue
        where = "leistung." + ".".join(map(str, path))
        if not node.en and where not in names and needs_translation(node.de):
            missing.append((where, node.de))
        for said in remarks_on(node.de, "de"):
            yield hint(where, said, "plain_language")
        for said in remarks_on(node.en, "en") if node.en else ():
            yield hint(where, said, "plain_language")
    yield from untranslated(missing)


def untranslated(missing: list[tuple[str, str]]) -> Iterator[Remark]:
    """One hint for all options of a list, one for each other sentence. `missing`: path and German words."""
    lists: dict[str, list[str]] = {}
    for where, words in missing:
        option = OPTION.fullmatch(where)
        lists.setdefault(option["list"] if option else where, []).append(words)
    for where, found in lists.items():
        shown = ", ".join(f"„{words[:60]}“" for words in found[:SHOWN])
        more = f" und {len(found) - SHOWN} weitere" if len(found) > SHOWN else ""
        often = f" in {len(found)} Antworten" if len(found) > 1 else ""
        yield hint(where, f"Die englische Fassung fehlt{often}: {shown}{more}.", "translation")


def proper_names(leistung: Leistung) -> frozenset[str]:
    """Options of fields in which none is translated: breeds, streets, zones. They read the same in every language."""
    found = set()
    for path, node in parts(leistung.form, ("leistung", "form")):
        options = getattr(node, "options", ())
        if options and not any(option.label.en for option in options):
            found |= {".".join(map(str, (*path, "options", at, "label"))) for at in range(len(options))}
    return frozenset(found)


def needs_translation(text: str) -> bool:
    """Not for abbreviations, numbers and the like."""
    return len(text) > 3 and not text.isupper()


def about_texts(texts: Mapping[str, str], prefix: str) -> Iterator[Remark]:
    """The pages: which language is missing, and how they read."""
    for code, name in LANGUAGES.items():
        if prefix == "texts" and code not in texts:
            yield hint(prefix, f"Es fehlt der Text in {name}." if code == "leicht" else f"Es fehlt der Text auf {name}.", "translation")
    for code, text in texts.items():
        for said in remarks_on(text, code):
            yield hint(f"{prefix}.{code}", said, "plain_language")


def about_letters(leistung: Leistung, letters: Mapping[str, str], prefix: str) -> Iterator[Remark]:
    """Placeholders that nothing fills."""
    for found in unfilled(leistung, letters):
        said = f"Den Platzhalter „{found.of}.{found.name}“ gibt es nicht: {REASONS[found.of]}"
        yield error(f"{prefix}.{found.letter}", said, "placeholder")

"""What each kind of field can say, as inputs of the editor: from a field of the draft to inputs, and from what was posted to a field.

The kinds and their attributes are those of forms.schema; a test holds that none is forgotten. A field that changes its kind keeps what
the new kind knows too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from glueckauf.catalogue.rules.editor import limits as limits_
from glueckauf.catalogue.rules.editor.keys import key_from
from glueckauf.catalogue.rules.editor.numerals import amount
from glueckauf.catalogue.rules.editor.posted import Posted, german, line, shown_words, words
from glueckauf.catalogue.rules.editor.tree import READ, dicts
from glueckauf.core.model_errors import mistakes

KINDS = {
    "text": "Text",
    "name": "Name einer Person",
    "email": "E-Mail-Adresse",
    "phone": "Telefonnummer",
    "yesno": "Ja oder Nein",
    "choice": "Auswahl, eine Antwort",
    "choices": "Auswahl, mehrere Antworten",
    "integer": "Zahl ohne Komma",
    "number": "Zahl mit Komma",
    "money": "Geldbetrag",
    "date": "Tag",
    "period": "Zeitraum",
    "address": "Anschrift",
    "place": "Stelle in einer Straße",
    "file": "Nachweis hochladen",
    "consent": "Zustimmung",
    "appointment": "Termin im Amt",
    "iban": "IBAN",
    "plate": "Kennzeichen",
    "info": "Hinweis, fragt nichts",
    "group": "Gruppe, die sich wiederholt",
}
ONCE = ("group", "appointment")
ITEM_KINDS = tuple(kind for kind in KINDS if kind not in ONCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One thing a kind can say. `shape`: words · text · count · number · limit · flag · pick; `is_more`: folded away at first."""

    name: str
    label: str
    shape: str
    hint: str = ""
    picks: tuple[tuple[str, str], ...] = ()
    is_more: bool = False
    default: str = ""


def limits(what: str) -> tuple[Attribute, ...]:
    """Of a day or period."""
    hint = "Zum Beispiel: heute, in 14 Tagen, vor 18 Jahren, 1.5.2027. Leer: keine Grenze."
    return (
        Attribute(name="earliest", label=f"Frühester {what}", shape="limit", hint=hint),
        Attribute(name="latest", label=f"Spätester {what}", shape="limit", hint="In derselben Schreibweise."),
    )


NUMBER = (
    Attribute(name="minimum", label="Kleinster Wert", shape="number", hint="Leer: 0. Bei Geld in Euro."),
    Attribute(name="maximum", label="Größter Wert", shape="number", hint="Leer: keine Grenze."),
)
UNIT = Attribute(name="unit", label="Einheit", shape="text", hint="Steht hinter dem Feld, zum Beispiel m oder Personen.")
LENGTH = Attribute(name="max_length", label="Höchstens so viele Zeichen", shape="count")
OWN: dict[str, tuple[Attribute, ...]] = {
    "text": (
        Attribute(name="lines", label="Zeilen", shape="count", hint="1: eine Zeile. Mehr: ein größeres Feld.", default="1"),
        LENGTH,
        Attribute(
            name="pattern",
            label="Muster",
            shape="text",
            hint="Regulärer Ausdruck für die ganze Antwort, falls sie eine Form hat.",
            is_more=True,
        ),
        Attribute(name="pattern_hint", label="Was zu tun ist, wenn die Form nicht stimmt", shape="words", is_more=True),
        Attribute(
            name="reader", label="Wer den Text liest", shape="text", hint="Leer: niemand. area: eine Fläche auf der Karte.", is_more=True
        ),
    ),
    "name": (LENGTH,),
    "integer": (*NUMBER, UNIT),
    "number": (*NUMBER, UNIT, Attribute(name="decimals", label="Stellen hinter dem Komma", shape="count", default="2")),
    "money": NUMBER,
    "date": limits("Tag"),
    "period": (*limits("Tag"), Attribute(name="longest_days", label="Höchstens so viele Tage", shape="count")),
    "choice": (
        Attribute(name="show_as", label="Darstellung", shape="pick", picks=(("list", "alle sichtbar"), ("select", "Liste zum Aufklappen"))),
    ),
    "choices": (),
    "address": (Attribute(name="inside", label="Die Anschrift muss in der Stadt liegen", shape="flag"),),
    "place": (
        Attribute(name="ask_size", label="nach Länge und Breite fragen", shape="flag", default="true"),
        Attribute(name="ask_side", label="nach der Straßenseite fragen", shape="flag", default="true"),
    ),
    "file": (
        Attribute(name="nachweis", label="Welcher Nachweis?", shape="pick"),
        Attribute(name="later", label="darf nachgereicht werden", shape="flag", default="true"),
        Attribute(name="most", label="Höchstens so viele Dateien", shape="count", default="5"),
    ),
    "appointment": (
        Attribute(name="minutes", label="Minuten je Person", shape="count", hint="Leer: so lange, wie die Öffnungszeiten sagen."),
    ),
    "group": (
        Attribute(name="item", label="Wie heißt ein Eintrag?", shape="words", hint="Zum Beispiel Person oder Hund."),
        Attribute(name="fewest", label="Mindestens so viele", shape="count", default="1"),
        Attribute(name="most", label="Höchstens so viele", shape="count", default="10"),
    ),
}
CHOICES = frozenset({"options", "show_as"})
KEPT = {"choice": CHOICES, "choices": CHOICES, "group": frozenset({"fields"}), "appointment": frozenset({"further"})}
OPTIONAL = Attribute(name="optional", label="freiwillig", shape="flag")
WIDTH = Attribute(
    name="width", label="Breite", shape="pick", picks=(("full", "ganz"), ("half", "halb"), ("short", "kurz")), is_more=True, default="full"
)
COMPLETE = Attribute(
    name="autocomplete",
    label="Der Browser füllt aus",
    shape="pick",
    picks=(
        ("", "nichts"),
        ("given-name", "Vorname"),
        ("family-name", "Nachname"),
        ("email", "E-Mail-Adresse"),
        ("tel", "Telefonnummer"),
        ("bday", "Geburtstag"),
        ("organization", "Firma"),
        ("street-address", "Anschrift"),
    ),
    is_more=True,
)
FIM = (
    Attribute(name="fim", label="FIM-Datenfeld", shape="text", hint="Kennung im FIM-Baukasten, zum Beispiel F60000227V1.0.", is_more=True),
    Attribute(name="codelist", label="Codeliste", shape="text", hint="Kennung der Codeliste, aus der die Antworten stammen.", is_more=True),
)
ALWAYS = ("key", "type", "label", "hint", "why", "when", "optional", "width", "autocomplete", "fim", "codelist")


def attributes(kind: str) -> tuple[Attribute, ...]:
    """What this kind says beside label, hint and condition."""
    return (*OWN.get(kind, ()), *(() if kind in ("info", "consent", "file", "group", "appointment") else (WIDTH, COMPLETE)), *FIM)


def known(kind: str) -> frozenset[str]:
    """Keys a field of this kind may have."""
    own = {a.name for a in OWN.get(kind, ())} | set(ALWAYS)
    return frozenset(own | KEPT.get(kind, frozenset()))


# --- to inputs ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One attribute with what it says now."""

    of: Attribute
    value: str = ""
    english: str = ""
    fault: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """German and English."""
        return self.value, self.english

    @property
    def is_on(self) -> bool:
        """A flag that is set."""
        return self.value == "true"


def inputs(field: Mapping[str, Any], nachweise: tuple[tuple[str, str], ...] = ()) -> tuple[Input, ...]:
    """The attributes of a field as inputs, in order."""
    found = []
    for attribute in (OPTIONAL, *attributes(str(field.get("type", "")))):
        if attribute.name == "optional" and field.get("type") == "info":
            continue
        if attribute.name == "nachweis":
            attribute = Attribute(name="nachweis", label=attribute.label, shape="pick", picks=(("", "Bitte wählen"), *nachweise))
        found.append(input_of(attribute, field.get(attribute.name, attribute.default)))
    return tuple(found)


def input_of(attribute: Attribute, value: Any) -> Input:
    """With its value as text."""
    if attribute.shape == "words":
        in_german, english = shown_words(value)
        return Input(of=attribute, value=in_german, english=english)
    if attribute.shape == "flag":
        return Input(of=attribute, value="true" if str(value).lower() in ("true", "yes", "1", "on") else "false")
    plain = "" if value is None else str(value)
    if attribute.shape == "limit":
        return Input(of=attribute, value=limits_.spoken(plain))
    return Input(of=attribute, value=plain.replace(".", ",") if attribute.shape == "number" else plain)


# --- from what was posted -----------------------------------------------------------------------------------------------------


def field_from(before: Mapping[str, Any], posted: Posted, *, item: bool = False) -> dict[str, Any]:
    """The field as posted, without its condition and options; what the new kind does not know is gone."""
    kind = line(posted, "type")
    kind = kind if kind in (ITEM_KINDS if item else KINDS) else str(before.get("type", "text"))
    kept = {key: value for key, value in before.items() if key in known(kind)}
    found: dict[str, Any] = {**kept, "type": kind, "label": words(posted, "label")}
    for name in ("hint", "why"):
        found[name] = words(posted, name)
    if kind == line(posted, "shown"):  # the inputs of this kind were on the page
        for attribute in (OPTIONAL, *attributes(kind)):
            found[attribute.name] = value_from(attribute, posted)
    if kind == "group":
        found.setdefault("item", found["label"])
        found.setdefault("fields", [])
    if kind in ("choice", "choices"):
        found.setdefault("options", [])
    return tidy(found)


def value_from(attribute: Attribute, posted: Posted) -> Any:
    """What was posted for one attribute; what is the default is not said."""
    if attribute.shape == "words":
        return words(posted, attribute.name)
    if attribute.shape == "flag":
        value = "true" if line(posted, attribute.name) else "false"
        return "" if value == (attribute.default or "false") else value
    value = line(posted, attribute.name)
    if attribute.shape == "number":
        value = amount(value) or value
    if attribute.shape == "limit":
        value = value if (found := limits_.stored(value)) is None else found
    return "" if value == attribute.default and attribute.name != "nachweis" else value


def tidy(field: Mapping[str, Any]) -> dict[str, Any]:
    """Key, type and label first, nothing that is empty."""
    order = ("key", "type", "label", "hint", "why")
    first = {key: field[key] for key in order if key in field}
    rest = {key: value for key, value in field.items() if key not in order}
    return {key: value for key, value in {**first, **rest}.items() if value not in ("", None, {}) or key in ("key", "label")}


def options_from(before: Any, posted: Posted) -> list[dict[str, Any]]:
    """Options in their order; a new one gets a key from its words, an empty one is gone. Keys that answers may hold stay."""
    old = {str(option.get("key", "")): option for option in dicts(before)}
    found: list[dict[str, Any]] = []
    taken = set(old)
    for number in option_numbers(posted):
        label = words(posted, f"option-{number}")
        if not german(label):
            continue
        key = line(posted, f"option-{number}-key")
        if key not in old or any(option["key"] == key for option in found):
            key = key_from(german(label), taken, otherwise="antwort")
        taken.add(key)
        hint = words(posted, f"option-{number}-hint")
        found.append(tidy({"key": key, "label": label, "hint": hint}))
    return found


def option_numbers(posted: Posted) -> list[int]:
    """Which options the page showed."""
    numbers = {key.split("-")[1] for key in posted if key.startswith("option-") and key.count("-") == 2 and key.endswith("-de")}
    return sorted(int(number) for number in numbers if number.isdecimal() and len(number) < 4)


def faults(field: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong about the field itself, by the name of the input."""
    found: dict[str, str] = {}
    if not german(field.get("label")).strip():
        found["label-de"] = "Schreiben Sie die Frage so, wie sie auf der Seite stehen soll."
    if field.get("type") == "file" and not field.get("nachweis"):
        found["nachweis"] = "Wählen Sie den Nachweis, zu dem die Datei gehört. Nachweise legen Sie im Reiter „Nachweise“ an."
    if field.get("type") in ("choice", "choices") and len(dicts(field.get("options"))) < 2:
        found["option-0-de"] = "Geben Sie mindestens zwei Antworten an."
    found |= unreadable(field)
    try:
        READ.validate_python({**field, "when": None} if field.get("type") != "group" else {**field, "when": None, "fields": []})
    except ValidationError as error:
        for mistake in mistakes(error, dict(field)):
            name = str(mistake.path[0]) if mistake.path else "label-de"
            name = {"label": "label-de", "options": "option-0-de", "item": "item-de"}.get(name, name)
            found.setdefault(name, REASONS.get(mistake.code, "Das passt hier nicht. Bitte prüfen Sie die Angabe."))
    return found


def unreadable(field: Mapping[str, Any]) -> dict[str, str]:
    """Texts the schema takes and the form could not use: a limit that is no day, a number that is none, a pattern that is broken."""
    found: dict[str, str] = {}
    for attribute in attributes(str(field.get("type", ""))):
        value = str(field.get(attribute.name, ""))
        if attribute.shape == "limit" and limits_.stored(value) != value:
            found[attribute.name] = "Schreiben Sie zum Beispiel: heute, in 14 Tagen, vor 18 Jahren oder 1.5.2027."
        if attribute.shape == "number" and value and amount(value) is None:
            found[attribute.name] = "Tragen Sie eine Zahl ein."
        if attribute.name == "pattern" and value and not is_pattern(value):
            found["pattern"] = "Dieses Muster kann der Rechner nicht lesen. Prüfen Sie Klammern und Sonderzeichen."
    return found


def is_pattern(text: str) -> bool:
    """Whether it is a regular expression."""
    try:
        return bool(re.compile(text))
    except re.error:
        return False


REASONS = {
    "int_parsing": "Tragen Sie eine ganze Zahl ein.",
    "missing": "Diese Angabe fehlt noch.",
    "literal_error": "Wählen Sie etwas aus der Liste.",
    "string_too_long": "Das ist zu lang.",
    "string_pattern_mismatch": "Erlaubt sind kleine Buchstaben, Ziffern und Unterstriche, am Anfang ein Buchstabe.",
}

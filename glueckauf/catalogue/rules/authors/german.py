"""The machine's errors as sentences an author understands. The path stays as it is; what was most likely meant is said where it can be."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from glueckauf.catalogue.rules import schema
from glueckauf.catalogue.rules.authors.remark import Remark, error
from glueckauf.core.strict_yaml import Problem
from glueckauf.forms import schema as forms

CODES = {
    "missing": "Hier fehlt eine Angabe: {name}.",
    "int_parsing": "Hier steht eine ganze Zahl, zum Beispiel 10.",
    "int_type": "Hier steht eine ganze Zahl, zum Beispiel 10.",
    "decimal_parsing": "Hier steht eine Zahl, zum Beispiel 7.50.",
    "bool_parsing": "Hier steht ja oder nein (true oder false).",
    "greater_than_equal": "Hier ist keine Zahl unter null möglich: Ein Betrag wird nie negativ.",
    "less_than_equal": "Diese Zahl ist zu groß.",
    "enum": "Dieses Wort ist hier nicht vorgesehen. Möglich ist: {expected}.",
    "literal_error": "Dieses Wort ist hier nicht vorgesehen. Möglich ist: {expected}.",
    "string_pattern_mismatch": "So ist das hier nicht vorgesehen: kleine Buchstaben ohne Umlaute, Ziffern und Striche.",
    "string_too_long": "Das ist zu lang.",
    "string_type": "Hier steht ein Text.",
    "tuple_type": "Hier steht eine Liste.",
    "dict_type": "Hier stehen mehrere Angaben mit Namen.",
    "model_type": "Hier stehen mehrere Angaben mit Namen.",
    "model_attributes_type": "Hier stehen mehrere Angaben mit Namen.",
    "union_tag_not_found": "Hier fehlt die Art des Feldes (type).",
    "union_tag_invalid": "Diese Art von Feld gibt es nicht.",
    "no_such_office": "Dieses Amt gibt es in der Stadt nicht.",
    "no_such_letter": "Diesen Brief hat die gemeinsame Vorlage nicht. Ein eigener Brief ersetzt einen vorhandenen.",
    "not_the_name_of_the_folder": "Der Schlüssel heißt wie die Adresse der Leistung.",
    "duplicate_key": "Diese Angabe steht zweimal da.",
}
SAID = {
    "give either a key or the reason why there is none": "Entweder steht hier ein LeiKa-Schlüssel oder der Grund, warum es keinen gibt.",
    "not_offered says why, exactly when": "Warum es die Leistung hier nicht gibt, steht genau dann da, wenn es sie nicht gibt.",
    "a computed fee has lines, no other has": "Eine berechnete Gebühr hat Zeilen, jede andere hat keine.",
    "pay_first needs a computed fee": "Vorher bezahlen lässt sich nur, was berechnet wird.",
    "an amount needs source and year": "Zu diesem Betrag fehlen Quelle und Jahr.",
    "give an amount or to_be_entered": "Entweder steht hier ein Betrag oder woher er kommen wird.",
    "divides by zero": "Durch null lässt sich nicht teilen.",
    "give years or to_be_entered": "Entweder steht hier eine Zahl von Jahren oder woher sie kommen wird.",
    "years need their law": "Zu einer Aufbewahrungsfrist gehört ihre Rechtsgrundlage.",
    "a test needs exactly one of": "Eine Bedingung vergleicht eine Antwort auf genau eine Weise.",
    "names the page needs itself": "Diese Schlüssel braucht die Seite selbst: {rest}.",
    "fields named twice": "Diese Schlüssel gibt es zweimal: {rest}.",
    "depends on what is asked later": "Eine Bedingung fragt nach etwas, das erst später kommt: {rest}.",
    "refers to what does not exist": "Das gibt es nicht: {rest}.",
    "without: unknown": "Das gibt es in der gemeinsamen Vorlage nicht: {rest}.",
    "shows a check that does not run": "Die Person kann nur von einer Prüfung lesen, die auch läuft: {rest}.",
    "the remedy of": "Nur ein Bescheid nennt einen Rechtsbehelf, und er nennt immer einen.",
    "headings begin at ##": "Überschriften beginnen mit ##, die große hat die Seite selbst.",
    "the service page needs it": "Es fehlt der deutsche Text der Seite.",
}
REFERENCES = (
    (re.compile(r"no field (.+)"), "Ein Feld „{0}“ gibt es nicht."),
    (re.compile(r"no value (.+)"), "Eine Zahl „{0}“ gibt es unter den Zahlen der Stadt nicht."),
    (
        re.compile(r"(.+) is of type (.+), not (.+)"),
        "Mit „{0}“ lässt sich hier nicht rechnen: Das Feld ist von der Art {1}, nötig ist {2}.",
    ),
    (re.compile(r".*unknown placeholder (.+)"), "Den Platzhalter {0} gibt es nicht."),
)
KNOWN = frozenset(
    info.alias or name
    for module in (schema, forms)
    for model in vars(module).values()
    if isinstance(model, type) and hasattr(model, "model_fields")
    for name, info in model.model_fields.items()
)


def remarks(problems: Iterable[Problem], prefix: str) -> list[Remark]:
    """Problems of one draft. `prefix`: where in its content the file of the problem stands, `leistung` or `change`."""
    return sorted({error(path_of(p, prefix), sentence(p), p.code) for p in problems})


def path_of(problem: Problem, prefix: str) -> str:
    """Where the problem stands in the content."""
    name = problem.file.rpartition("/")[2]
    if name.startswith("text.") and name.endswith(".md"):
        return f"texts.{name.split('.')[1]}"
    if prefix == "change" and problem.file.startswith("leistungen/"):
        return prefix
    return f"{prefix}.{problem.path}".rstrip(".")


def sentence(problem: Problem) -> str:
    """What is wrong."""
    last = problem.path.rpartition(".")[2]
    if problem.code == "extra_forbidden":
        near = get_close_matches(last, KNOWN, n=1, cutoff=0.7)
        return f"Die Angabe „{last}“ gibt es hier nicht." + (f" Meinten Sie „{near[0]}“?" if near else "")
    if problem.code == "no_such_file" and problem.text.endswith(".typ"):
        return f"Den Brief „{problem.text}“ gibt es nicht."
    if problem.code in CODES:
        return CODES[problem.code].format(name=last, expected=expected(problem.text))
    return said(problem.text)


def said(text: str) -> str:
    """A sentence of a validator."""
    words = text.removeprefix("Value error, ")
    for pattern, german in REFERENCES:
        if found := pattern.fullmatch(words):
            return german.format(*found.groups())
    for english, german in SAID.items():
        if english in words:
            return german.format(rest=words.partition(": ")[2])
    return f"Das passt hier nicht: {words}."


def expected(text: str) -> str:
    """Words of a closed list."""
    return ", ".join(re.findall(r"'([^']*)'", text))

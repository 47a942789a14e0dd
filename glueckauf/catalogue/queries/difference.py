"""What a new state of a Leistung changes, in words people understand: form, fee, documents, letters, texts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Protocol

from pydantic import BaseModel

from glueckauf.catalogue.rules.schema import FeeLine, Leistung, Nachweis, Value
from glueckauf.catalogue.rules.texts import plain_text, spoken
from glueckauf.forms import diff
from glueckauf.forms.conditions import sentence
from glueckauf.forms.schema import Text

LANGUAGES = {"de": "Deutsch", "leicht": "Leichte Sprache", "en": "Englisch"}
WORDS = {
    "name": "Name",
    "short": "Satz unter der Überschrift",
    "action": "Knopf",
    "topic": "Thema",
    "audience": "für wen",
    "search": "Suchwörter",
    "law": "Rechtsgrundlagen",
    "mode": "wer entscheidet",
    "office": "zuständiges Amt",
    "trust": "Vertrauensniveau",
    "minutes": "Dauer in Minuten",
    "most_a_day": "höchstens so oft am Tag je Person",
    "offered": "wird angeboten",
    "not_offered": "warum nicht angeboten",
    "applicant": "Angaben zur Person",
    "checks": "Prüfungen",
    "shown_checks": "Prüfungen, die die Person liest",
    "effects": "Wirkungen",
    "retention": "Aufbewahrung",
    "privacy": "Datenschutz",
    "next": "was danach kommt",
    "leika": "LeiKa-Schlüssel",
}
MODES = {"A": "automatisch", "P": "eine Person", "H": "eine andere Stelle"}
FEES = {
    "none": "keine Gebühr",
    "computed": "wird berechnet",
    "by_person": "setzt eine Person fest",
    "to_be_entered": "noch nicht eingetragen",
}
DOCUMENT = {"label": "Name", "why": "Begründung", "accepts": "was genügt", "when": "Bedingung", "most_pages": "Seiten höchstens"}


class State(Protocol):
    """A revision or what a draft makes."""

    @property
    def leistung(self) -> Leistung: ...
    @property
    def texts(self) -> dict[str, str]: ...
    @property
    def letters(self) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. `area`: form, fee, values, nachweise, deadlines, decision, letters, texts, general. `kind`: added, removed, changed."""

    area: str
    kind: str
    path: str
    label: str
    before: str
    after: str
    sentence: str


def differences(old: State | None, new: State) -> tuple[Change, ...]:
    """In the order of the editor's tabs. Nothing published yet: the Leistung itself is what is new."""
    if old is None:
        name = str(new.leistung.name)
        return (change("general", "added", "name", name, "", name, f"Die Leistung „{name}“ ist neu."),)
    a, b = old.leistung, new.leistung
    return (
        *general(a, b),
        *form(a, b),
        *documents(a, b),
        *numbers(a.values, b.values),
        *fee(a, b),
        *deadlines(a, b),
        *decision(a, b),
        *letters(old.letters, new.letters),
        *texts(old.texts, new.texts),
    )


def change(area: str, kind: str, path: str, label: str, before: str, after: str, sentence: str = "") -> Change:
    """With the usual sentence where there is no better one."""
    said = {"added": f"{label} ist neu: {after}.", "removed": f"{label} ist entfallen: {before}."}
    usual = said.get(kind, f"{label}: jetzt {after}, vorher {before}.")
    return Change(area=area, kind=kind, path=path, label=label, before=before, after=after, sentence=sentence or usual)


def general(a: Leistung, b: Leistung) -> Iterator[Change]:
    """What belongs to no tab of its own."""
    for name, label in WORDS.items():
        before, after = getattr(a, name), getattr(b, name)
        if before == after:
            continue
        if name in ("law", "search", "checks", "shown_checks", "effects", "next"):
            yield from listed(name, label, [shown(v) for v in before], [shown(v) for v in after])
        else:
            yield change("general", "changed", name, label.capitalize(), shown(before), shown(after))


def listed(path: str, label: str, before: list[str], after: list[str]) -> Iterator[Change]:
    """Entries of a list that came or went."""
    for entry in (v for v in after if v not in before):
        yield change("general", "added", path, label, "", entry, f"{label}: „{entry}“ ist neu.")
    for entry in (v for v in before if v not in after):
        yield change("general", "removed", path, label, entry, "", f"{label}: „{entry}“ ist entfallen.")


def form(a: Leistung, b: Leistung) -> Iterator[Change]:
    """Sections and fields."""
    for found in diff.changes(a.form, b.form):
        kind = "changed" if found.kind in (diff.ChangeKind.CHANGED, diff.ChangeKind.MOVED) else str(found.kind)
        yield change("form", kind, found.path, found.label, found.before, found.after, found.sentence)


def documents(a: Leistung, b: Leistung) -> Iterator[Change]:
    """Nachweise by key."""
    before, after = {n.key: n for n in a.nachweise}, {n.key: n for n in b.nachweise}
    for key, one in after.items():
        if key not in before:
            yield change("nachweise", "added", key, str(one.label), "", str(one.label), f"Der Nachweis „{one.label}“ ist neu.")
        elif before[key] != one:
            yield from document(before[key], one, a, b)
    for key in before.keys() - after.keys():
        label = str(before[key].label)
        yield change("nachweise", "removed", key, label, label, "", f"Der Nachweis „{label}“ ist entfallen.")


def document(old: Nachweis, new: Nachweis, a: Leistung, b: Leistung) -> Iterator[Change]:
    """What changed in one of them."""
    for name, word in DOCUMENT.items():
        one, two = getattr(old, name), getattr(new, name)
        if one != two:
            before, after = (sentence(one, a.form), sentence(two, b.form)) if name == "when" else (shown(one), shown(two))
            yield change("nachweise", "changed", f"{new.key}.{name}", f"Nachweis „{new.label}“, {word}", before, after)


def numbers(a: Mapping[str, Value], b: Mapping[str, Value]) -> Iterator[Change]:
    """Numbers of the city."""
    for key, value in b.items():
        label = str(value.label or key)
        if key not in a:
            yield change("values", "added", key, label, "", spoken(value, "de"))
        elif spoken(a[key], "de") != spoken(value, "de"):
            yield change("values", "changed", key, label, spoken(a[key], "de"), spoken(value, "de"))
        elif (a[key].source, a[key].year) != (value.source, value.year):
            one, two = (f"{v.source} {v.year}".strip() for v in (a[key], value))
            yield change("values", "changed", f"{key}.source", f"Quelle zu {label}", one, two)
    for key in a.keys() - b.keys():
        yield change("values", "removed", key, str(a[key].label or key), spoken(a[key], "de"), "")


def fee(a: Leistung, b: Leistung) -> Iterator[Change]:
    """Kind, lines, yearly amount, when a person sets it, sentences."""
    if a.fee.kind != b.fee.kind:
        yield change("fee", "changed", "kind", "Gebühr", FEES[a.fee.kind], FEES[b.fee.kind])
    yield from fee_lines(a, b)
    if a.fee.yearly != b.fee.yearly:
        yield change("fee", "changed", "yearly", "Jährlich", "", "", "Was jedes Jahr zu zahlen ist, wird anders gerechnet.")
    if a.fee.by_person_when != b.fee.by_person_when:
        one, two = (sentence(x.fee.by_person_when, x.form) if x.fee.by_person_when else "nie" for x in (a, b))
        yield change("fee", "changed", "by_person_when", "Eine Person setzt die Gebühr fest", one, two)
    for name, word in (("due", "Wann zu zahlen ist"), ("note", "Hinweis zur Gebühr"), ("pay_first", "Vorher zahlen")):
        if getattr(a.fee, name) != getattr(b.fee, name):
            yield change("fee", "changed", name, word, shown(getattr(a.fee, name)), shown(getattr(b.fee, name)))


def fee_lines(a: Leistung, b: Leistung) -> Iterator[Change]:
    """Lines by key."""
    before, after = {line.key: line for line in a.fee.lines}, {line.key: line for line in b.fee.lines}
    for key, line in after.items():
        if key not in before:
            yield change("fee", "added", f"lines.{key}", str(line.text), "", str(line.text), f"Die Gebühr „{line.text}“ kommt dazu.")
        else:
            yield from fee_line(before[key], line, a, b)
    for key in before.keys() - after.keys():
        text = str(before[key].text)
        yield change("fee", "removed", f"lines.{key}", text, text, "", f"Die Gebühr „{text}“ fällt weg.")


def fee_line(old: FeeLine, new: FeeLine, a: Leistung, b: Leistung) -> Iterator[Change]:
    """One line: how it is reckoned, when, by which law."""
    if old.amount != new.amount:
        yield change("fee", "changed", f"lines.{new.key}.amount", str(new.text), "", "", f"„{new.text}“ wird anders gerechnet.")
    if old.when != new.when:
        yield change(
            "fee", "changed", f"lines.{new.key}.when", f"„{new.text}“ gilt", sentence(old.when, a.form), sentence(new.when, b.form)
        )
    for name, word in (("text", "Name der Gebühr"), ("law", "Rechtsgrundlage der Gebühr"), ("remedy", "Rechtsbehelf der Gebühr")):
        if getattr(old, name) != getattr(new, name):
            yield change("fee", "changed", f"lines.{new.key}.{name}", word, shown(getattr(old, name)), shown(getattr(new, name)))


def deadlines(a: Leistung, b: Leistung) -> Iterator[Change]:
    """The city's promise, the law's fiction, days to answer."""
    one, two = a.deadlines, b.deadlines
    pairs = (
        ("promise", "Zusage der Stadt", days(one.promise), days(two.promise)),
        ("fiction", "Genehmigung durch Fristablauf", months(one.fiction), months(two.fiction)),
        (
            "reply_working_days",
            "Frist für fehlende Unterlagen",
            f"{one.reply_working_days} Arbeitstage",
            f"{two.reply_working_days} Arbeitstage",
        ),
    )
    for path, label, before, after in pairs:
        if before != after:
            yield change("deadlines", "changed", path, label, before, after)


def days(promise: Any) -> str:
    """15 Arbeitstage."""
    return f"{promise.working_days} Arbeitstage" if promise else "keine"


def months(fiction: Any) -> str:
    """3 Monate."""
    return f"{fiction.months} Monate ({fiction.law})" if fiction else "keine"


def decision(a: Leistung, b: Leistung) -> Iterator[Change]:
    """How it ends."""
    one, two = a.decision, b.decision
    if one.automatic_when != two.automatic_when:
        before, after = (sentence(x.decision.automatic_when, x.form) if x.decision.automatic_when else "immer" for x in (a, b))
        yield change("decision", "changed", "automatic_when", "Allein entschieden wird", before, after)
    for name, word in (("outcome", "Ergebnis"), ("remedy", "Rechtsbehelf"), ("four_eyes", "Vier Augen"), ("regime", "Verfahrensrecht")):
        if getattr(one, name) != getattr(two, name):
            yield change("decision", "changed", name, word, shown(getattr(one, name)), shown(getattr(two, name)))
    for name, word in (("conditions", "Auflage"), ("reasons_to_refuse", "Ablehnungsgrund")):
        yield from listed(f"decision.{name}", word, [str(c.text) for c in getattr(one, name)], [str(c.text) for c in getattr(two, name)])


def letters(a: Mapping[str, str], b: Mapping[str, str]) -> Iterator[Change]:
    """Templates by file name, with the number of lines that differ."""
    for name in b:
        if name not in a:
            yield change("letters", "added", name, name, "", "", f"Der Brief „{name}“ ist neu.")
        elif a[name] != b[name]:
            count = differing(a[name].splitlines(), b[name].splitlines())
            yield change(
                "letters", "changed", name, name, "", "", f"Brief „{name}“: {count} {'Zeile' if count == 1 else 'Zeilen'} geändert."
            )
    for name in a.keys() - b.keys():
        yield change("letters", "removed", name, name, "", "", f"Der Brief „{name}“ ist entfallen.")


def texts(a: Mapping[str, str], b: Mapping[str, str]) -> Iterator[Change]:
    """Pages by language, with the number of sentences that differ."""
    for code, html in b.items():
        label = f"Text auf {LANGUAGES.get(code, code)}" if code != "leicht" else "Text in Leichter Sprache"
        if code not in a:
            yield change("texts", "added", code, label, "", "", f"{label} ist neu.")
        elif a[code] != html:
            count = differing(sentences(a[code]), sentences(html))
            yield change("texts", "changed", code, label, "", "", f"{label}: {count} {'Satz' if count == 1 else 'Sätze'} geändert.")
    for code in a.keys() - b.keys():
        yield change(
            "texts", "removed", code, LANGUAGES.get(code, code), "", "", f"Der Text auf {LANGUAGES.get(code, code)} ist entfallen."
        )


def sentences(html: str) -> list[str]:
    """A rendered page in pieces a person would call sentences."""
    words = " ".join(plain_text(html).split())
    return [part.strip() for part in words.replace("? ", "?\n").replace("! ", "!\n").replace(". ", ".\n").split("\n") if part.strip()]


def differing(a: list[str], b: list[str]) -> int:
    """How many pieces of either are not in the other; at least one."""
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return max(1, sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in blocks if tag != "equal"))


def shown(value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "" or value == ():
        return "nichts"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, Text):
        return f"„{value.de}“"
    if isinstance(value, BaseModel):
        return "; ".join(plain_part(v) for v in iterated(value))
    if isinstance(value, Mapping):
        return ", ".join(f"{k}: {v}" for k, v in value.items())
    if isinstance(value, tuple):
        return ", ".join(shown(v) for v in value)
    return MODES.get(str(value), str(value))


def iterated(model: BaseModel) -> Iterable[Any]:
    """Its values that say something."""
    return [v for _, v in model if v not in (None, "", ())]


def plain_part(value: Any) -> str:
    """A text without marks."""
    return value.de if isinstance(value, Text) else shown(value)

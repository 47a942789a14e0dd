"""From our form to the tree of XDatenfelder, with a line for everything the standard has no place for."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from glueckauf.forms import conditions
from glueckauf.forms.schema import AnyField, Condition, FormSchema, GroupField, ItemField, Section, Text
from glueckauf.forms.xdatenfelder.codelist import LONG
from glueckauf.forms.xdatenfelder.identities import Identities
from glueckauf.forms.xdatenfelder.imported import slug
from glueckauf.forms.xdatenfelder.into_field import LONGEST, NUMBER, ONE_LINE, USUAL_LENGTH, is_harmless, minimum_hint, why
from glueckauf.forms.xdatenfelder.into_form import MOST_REPEATED
from glueckauf.forms.xdatenfelder.tree import Art, Datum, FreeRule, Group, Place, Precision, Typ, Value

USUAL_FILES = 5
LAW = "Rechtsgrundlage: "
SHORTEST = re.compile(r"\(\?s:\.\{(\d+),\}\)")
TYPES = {
    "text": Typ.TEXT_LATIN,
    "name": Typ.TEXT_LATIN,
    "email": Typ.TEXT,
    "phone": Typ.TEXT,
    "iban": Typ.TEXT,
    "plate": Typ.TEXT,
    "yesno": Typ.BOOL,
    "consent": Typ.BOOL,
    "integer": Typ.NUM_INT,
    "number": Typ.NUM,
    "money": Typ.NUM_CURRENCY,
    "date": Typ.DATE,
    "file": Typ.FILE,
    "choice": Typ.TEXT_LATIN,
    "choices": Typ.TEXT_LATIN,
    "info": Typ.TEXT_LATIN,
    "appointment": Typ.DATETIME,
}
# Fields of several inputs: name, label, type of each.
PARTS: dict[str, tuple[tuple[str, str, Typ], ...]] = {
    "address": (
        ("strasse", "Straße", Typ.TEXT_LATIN),
        ("hausnummer", "Hausnummer", Typ.TEXT_LATIN),
        ("postleitzahl", "Postleitzahl", Typ.TEXT_LATIN),
        ("ort", "Ort", Typ.TEXT_LATIN),
    ),
    "period": (("erster_tag", "Erster Tag", Typ.DATE), ("letzter_tag", "Letzter Tag", Typ.DATE)),
    "place": (
        ("strasse", "Straße", Typ.TEXT_LATIN),
        ("von_hausnummer", "Von Hausnummer", Typ.TEXT_LATIN),
        ("bis_hausnummer", "Bis Hausnummer", Typ.TEXT_LATIN),
        ("laenge", "Länge in Metern", Typ.NUM),
        ("breite", "Breite in Metern", Typ.NUM),
    ),
}
# Rules of a type that no Datentyp has.
RULES = {
    "name": "Nur Buchstaben und Zeichen von Namen sind möglich (DIN 91379).",
    "email": "Die Antwort ist eine E-Mail-Adresse.",
    "phone": "Die Antwort ist eine Telefonnummer mit Vorwahl.",
    "iban": "Die Antwort ist eine IBAN.",
    "plate": "Die Antwort ist ein Kennzeichen.",
    "consent": "Die Erklärung muss angekreuzt werden.",
    "appointment": "Die Antwort ist ein freier Termin der zuständigen Stelle.",
}
# Attributes without a place in the standard: what they mean, and the value that says nothing.
MEANINGS = {
    "pattern_hint": ("Der Satz zum Muster", None),
    "decimals": ("Die Zahl der Nachkommastellen", 2),
    "unit": ("Die Einheit", ""),
    "earliest": ("Der früheste Tag", ""),
    "latest": ("Der späteste Tag", ""),
    "longest_days": ("Die Höchstdauer", None),
    "inside": ("Die Bedingung, dass die Anschrift in der Stadt liegt,", False),
    "later": ("Dass der Nachweis nicht nachgereicht werden kann,", True),
    "autocomplete": ("Das automatische Ausfüllen", ""),
    "width": ("Die Breite", "full"),
}


@dataclass(frozen=True, slots=True)
class Lost:
    """What an export could not say. `path` is section.field of the form."""

    path: str
    text: str


class Tree:
    """Builds the tree of one form and remembers what was lost."""

    def __init__(self, form: FormSchema, identities: Identities) -> None:
        self.form, self.ids, self.lost = form, identities, list[Lost]()

    def root(self, name: str, identity: str, law: str) -> Group:
        """The schema."""
        inside = tuple(Place(least=1, most=1, law="", element=self.section(section)) for section in self.form.sections)
        return Group(identity=self.ids.of("S", identity), name=name, label=name, law=law, inside=inside)

    def section(self, section: Section) -> Group:
        """A page is a group."""
        path = section.key
        if not section.fields or slug(section.key, "seite") != section.key:
            self.lose(path, "Eine Seite ohne Fragen oder mit diesem Schlüssel kommt nicht gleich zurück.")
        inside = tuple(self.place(field, path) for field in section.fields)
        return Group(
            identity=self.ids.of("G", section.fim),
            name=section.key,
            label=self.words(section.title, path),
            hint=self.words(section.intro, path),
            rules=self.rule(section.when, path),
            inside=inside,
        )

    def place(self, field: AnyField, above: str) -> Place:
        """A field where it stands, with how often it is answered."""
        path = f"{above}.{field.key}"
        least, most = counts(field)
        element = self.element(field, path)
        return Place(least=least, most=most, law=self.law(field, path), element=element)

    def element(self, field: AnyField, path: str) -> Datum | Group:
        """A group for what has several inputs, else a field."""
        self.attributes(field, path)
        if field.type == "group":
            return self.repeated(field, path)
        return self.parts(field, path) if field.type in PARTS else self.datum(field, path)

    def repeated(self, group: GroupField, path: str) -> Datum | Group:
        """A group of ours; one field that repeats was a field before it came here."""
        inner = group.fields[0] if group.fields else None
        if inner is not None and len(group.fields) == 1 and inner.fim and inner.fim == group.fim and inner.type not in PARTS:
            self.attributes(inner, f"{path}.{inner.key}")
            if inner.key != group.key:
                self.lose(f"{path}.{inner.key}", "Der Schlüssel kommt nicht gleich zurück.")
            return replace(self.datum(inner, f"{path}.{inner.key}"), name=group.key)
        if group.item != group.label:
            self.lose(path, f"Wie ein einzelner Eintrag heißt („{group.item}“), steht nicht in der Datei.")
        inside = tuple(self.place(field, path) for field in group.fields)
        return Group(**self.named(group, path, "G"), inside=inside)

    def parts(self, field: ItemField, path: str) -> Group:
        """An address, a place or a period as a group of plain fields."""
        self.lose(path, "Das zusammengesetzte Feld wird zu einer Gruppe einzelner Felder.")
        own = self.named(field, path, "G")
        inside = tuple(
            Place(least=int(part != "bis_hausnummer"), most=1, law="", element=self.part(f"{field.key}_{part}", label, typ))
            for part, label, typ in PARTS[field.type]
        )
        return Group(**own, inside=inside)

    def part(self, name: str, label: str, typ: Typ) -> Datum:
        """One input of an address."""
        return Datum(identity=self.ids.of("F", ""), name=name, label=label, art=Art.INPUT, typ=typ)

    def datum(self, field: ItemField, path: str) -> Datum:
        """A plain field."""
        art = Art.LABEL if field.type == "info" else Art.SELECT if field.type in ("choice", "choices") or field.codelist else Art.INPUT
        named = self.named(field, path, "F")
        if field.type in RULES:
            self.lose(path, f"Die Art des Feldes steht als Regel in der Datei: {RULES[field.type]}")
            named["rules"] = (*named["rules"], FreeRule(identity=self.ids.of("R", ""), name="Art", words=RULES[field.type]))
        return Datum(
            **named,
            art=art,
            typ=TYPES[field.type],
            precision=self.precision(field, path) if art is Art.INPUT else Precision(),
            content=named["label"] if art is Art.LABEL else "",
            codelist=field.codelist,
            values=self.values(field, path),
        )

    def named(self, field: AnyField, path: str, letter: str) -> dict[str, Any]:
        """What fields and groups share."""
        return {
            "identity": self.ids.of(letter, field.fim),
            "name": field.key,
            "label": self.words(field.label, path),
            "hint": self.words(field.hint, path) if field.type != "info" else "",
            "rules": self.rule(field.when, path),
        }

    def precision(self, field: Any, path: str) -> Precision:
        """Lengths, limits and pattern."""
        if field.type in ("integer", "number", "money"):
            return Precision(minimum=field.minimum or "", maximum=field.maximum or "")
        if field.type not in ("text", "name"):
            return Precision()
        pattern = getattr(field, "pattern", "")
        shortest = SHORTEST.fullmatch(pattern)
        if shortest:
            return Precision(min_length=shortest[1], max_length=str(field.max_length))
        return Precision(max_length=str(field.max_length), pattern=pattern)

    def values(self, field: Any, path: str) -> tuple[Value, ...]:
        """Options with their codes."""
        if field.type not in ("choice", "choices"):
            return ()
        return tuple(Value(code=o.code or o.key, name=self.words(o.label, path), help=self.words(o.hint, path)) for o in field.options)

    def attributes(self, field: Any, path: str) -> None:
        """A line for each attribute that says something and has no place."""
        for name, (meaning, plain) in MEANINGS.items():
            said = getattr(field, name, plain)
            is_ours = isinstance(said, Text) and said == Text(de=minimum_hint(field.pattern))
            if said != plain and not is_ours:
                self.lose(path, f"{meaning} steht nicht in der Datei.")
        for holds, text in unreadable(field):
            if holds:
                self.lose(path, text)

    def law(self, field: AnyField, path: str) -> str:
        """The reference to law in the folded sentence; another reason has no place."""
        said = self.words(field.why, path)
        if said and why(said.removeprefix(LAW)) != said:
            self.lose(path, "Warum wir das fragen, steht nicht in der Datei.")
        return said.removeprefix(LAW) if said.startswith(LAW) else ""

    def rule(self, when: Condition | None, path: str) -> tuple[FreeRule, ...]:
        """A condition as words."""
        if when is None:
            return ()
        self.lose(path, "Die Bedingung steht als Regel in Worten in der Datei.")
        words = f"Wird nur gefragt, wenn gilt: {conditions.sentence(when, self.form)}."
        return (FreeRule(identity=self.ids.of("R", ""), name="Bedingung", words=words),)

    def words(self, text: Text | None, path: str) -> str:
        """German, as XML keeps it."""
        if text is None:
            return ""
        if text.en:
            self.lose(path, "Englische Texte stehen nicht in der Datei.")
        plain = " ".join("".join(sign for sign in text.de if sign.isprintable() or sign.isspace()).split())
        if plain != text.de or plain in ("", "-"):
            self.lose(path, "Umbrüche und Leerzeichen wurden vereinfacht.")
        return plain

    def lose(self, path: str, text: str) -> None:
        """One line, said once."""
        if (line := Lost(path, text)) not in self.lost:
            self.lost.append(line)


def counts(field: AnyField) -> tuple[int, int | None]:
    """How often it is answered: 0:1, 1:1, 2:5. Several files of one document are one answer."""
    least = int(not field.optional or field.type == "info")
    if field.type == "group":
        most = max(1, min(field.most, MOST_REPEATED))
        return min(field.fewest if least else 0, most), most
    if field.type == "choices":
        return least, max(1, len(field.options))
    return least, max(1, field.most) if field.type == "file" and field.most != USUAL_FILES else 1


def unreadable(field: Any) -> Iterator[tuple[bool, str]]:
    """What stands in the file but reads as something else, by type."""
    yield slug(field.key, "feld") != field.key, "Der Schlüssel kommt nicht gleich zurück."
    yield from SPECIAL.get(field.type, ordinary)(field)


def ordinary(field: Any) -> Iterator[tuple[bool, str]]:
    """Nothing special."""
    yield from ()


def of_text(field: Any) -> Iterator[tuple[bool, str]]:
    """Lengths, lines and patterns."""
    waits = bool(field.codelist) and (field.max_length != USUAL_LENGTH or bool(field.pattern))
    yield waits, "Länge und Muster eines Feldes, das auf seine Codeliste wartet, stehen nicht in der Datei."
    yield field.lines != (4 if field.max_length > ONE_LINE else 1), "Wie viele Zeilen das Feld hat, steht nicht in der Datei."
    yield not 0 < field.max_length <= LONGEST, f"Möglich sind beim Lesen 1 bis {LONGEST} Zeichen."
    strange = bool(field.pattern) and not is_harmless(field.pattern)
    yield strange and not SHORTEST.fullmatch(field.pattern), "Das Muster steht in der Datei, wird aber beim Lesen nicht übernommen."
    lacking = SHORTEST.fullmatch(field.pattern) is not None and field.pattern_hint is None
    yield lacking, "Zur kleinsten Länge kommt beim Lesen ein Satz hinzu."


def of_number(field: Any) -> Iterator[tuple[bool, str]]:
    """Limits are plain numbers."""
    limits = [limit for limit in (field.minimum, field.maximum) if limit is not None]
    yield any("," in limit or not NUMBER.fullmatch(limit) for limit in limits), "Eine Grenze ist keine einfache Zahl."


def of_choice(field: Any) -> Iterator[tuple[bool, str]]:
    """Options come back with a key made from their code."""
    fewest = 1 if field.type == "choice" else 2
    yield len(field.options) < fewest, "Eine Auswahl ohne Möglichkeiten kommt als anderes Feld zurück."
    yield any(slug(o.code or o.key, "c") != o.key for o in field.options), "Die Schlüssel der Möglichkeiten kommen nicht gleich zurück."
    is_menu = field.show_as == "select"
    yield is_menu != (field.type == "choice" and len(field.options) > LONG), "Ob es eine Liste oder ein Menü ist, steht nicht in der Datei."


def of_file(field: Any) -> Iterator[tuple[bool, str]]:
    """One answer may have several files."""
    yield field.nachweis != field.key, "Zu welchem Nachweis das Dokument gehört, steht nicht in der Datei."
    yield not 1 < field.most <= MOST_REPEATED, "Die Höchstzahl der Dateien kommt nicht gleich zurück."


def of_info(field: Any) -> Iterator[tuple[bool, str]]:
    """A paragraph."""
    yield field.hint is not None or field.optional, "Ein Hinweis hat in der Datei nur seinen Text."


def of_group(field: Any) -> Iterator[tuple[bool, str]]:
    """Numbers of entries."""
    yield not field.fields, "Eine Gruppe ohne Fragen kommt nicht zurück."
    yield not 1 <= field.fewest <= field.most or not 1 < field.most <= MOST_REPEATED, "Die Zahl der Einträge kommt nicht gleich zurück."
    yield field.optional and field.fewest > 1, "Dass eine freiwillige Gruppe mehrere Einträge braucht, steht nicht in der Datei."


SPECIAL: dict[str, Callable[[Any], Iterator[tuple[bool, str]]]] = {
    "text": of_text,
    "integer": of_number,
    "number": of_number,
    "money": of_number,
    "choice": of_choice,
    "choices": of_choice,
    "file": of_file,
    "info": of_info,
    "group": of_group,
}

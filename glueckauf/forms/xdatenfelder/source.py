"""From XML to the tree: XDatenfelder 2 (schemas) and 3 (schemas and groups). Every refusal names line and element."""

import json
import re

from glueckauf.forms.xdatenfelder.document import Element, Malformed, children, code, name_of, only, parsed, place_of, required, text, words
from glueckauf.forms.xdatenfelder.tree import Art, Datum, FreeRule, Group, Identity, Place, Precision, Source, Typ, Value

NAMESPACES = {"urn:xoev-de:fim:standard:xdatenfelder_2": "2", "urn:xoev-de:fim:standard:xdatenfelder_3.0.0": "3"}
ROOTS = {"xdatenfelder.stammdatenschema.0102": "stammdatenschema", "xdatenfelder.datenfeldgruppe.0103": "datenfeldgruppe"}
ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")
COUNT = re.compile(r"([0-9]{1,4}):([0-9]{1,4}|\*)")
MOST_PARTS, DEEPEST = 3000, 12


def source(content: bytes) -> Source:
    """The tree of a file."""
    root = parsed(content)
    namespace, _brace, name = root.tag.removeprefix("{").rpartition("}")
    if namespace not in NAMESPACES:
        known = "XDatenfelder 2 und XDatenfelder 3.0.0"
        raise Malformed(place_of(root), f"Der Namensraum „{namespace[:80]}“ ist unbekannt. Wir lesen {known}.")
    if name not in ROOTS:
        raise Malformed(place_of(root), f"Wir lesen Schemas und Feldgruppen, nicht „{name[:80]}“.")
    element = required(root, ROOTS[name])
    reader = Reader(NAMESPACES[namespace])
    return Source(version=reader.version, root=reader.group(element, depth=0), is_schema=name_of(element) == "stammdatenschema")


class Reader:
    """Walks over one file and counts what it meets."""

    def __init__(self, version: str) -> None:
        self.version, self.parts = version, 0

    def counted(self, element: Element, depth: int) -> None:
        """A file with endless or endlessly nested parts is no form."""
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise Malformed(place_of(element), f"Die Datei hat mehr als {MOST_PARTS} Felder und Gruppen.")
        if depth > DEEPEST:
            raise Malformed(place_of(element), f"Die Gruppen sind tiefer als {DEEPEST} Ebenen geschachtelt.")

    def group(self, element: Element, *, depth: int) -> Group:
        """A group or the schema with all that stands in it."""
        self.counted(element, depth)
        inside = tuple(self.place(part, depth=depth) for part in children(element, "struktur"))
        name, label = named(element)
        return Group(
            identity=identity(element),
            name=name,
            label=label,
            hint=text(element, "hilfetextEingabe"),
            law=law(element),
            rules=rules(element),
            inside=inside,
        )

    def place(self, element: Element, *, depth: int) -> Place:
        """One position of a group."""
        least, most = cardinality(element)
        inside = list(required(element, "enthaelt"))
        if len(inside) != 1 or name_of(inside[0]) not in ("datenfeld", "datenfeldgruppe"):
            raise Malformed(place_of(element), "In „enthaelt“ steht genau ein Datenfeld oder eine Datenfeldgruppe.")
        part = inside[0]
        if name_of(part) == "datenfeldgruppe":
            return Place(least=least, most=most, law=law(element), element=self.group(part, depth=depth + 1))
        self.counted(part, depth)
        return Place(least=least, most=most, law=law(element), element=self.datum(part))

    def datum(self, element: Element) -> Datum:
        """A field."""
        name, label = named(element)
        return Datum(
            identity=identity(element),
            name=name,
            label=label,
            hint=text(element, "hilfetextEingabe"),
            law=law(element),
            rules=rules(element),
            art=Art(one_of(Art, element, "feldart")),
            typ=Typ(one_of(Typ, element, "datentyp")),
            precision=self.precision(element),
            content=contents(element),
            prefill=code(element, "vorbefuellung"),
            codelist=codelist(element),
            values=values(element),
            file_limits=", ".join(filter(None, (text(element, "maxSize"), *map(words, children(element, "mediaType"))))),
        )

    def precision(self, element: Element) -> Precision:
        """JSON in version 2, attributes in version 3."""
        found = only(element, "praezisierung")
        if found is None:
            return Precision()
        given = in_json(found) if self.version == "2" else {str(key): str(value) for key, value in found.attrib.items()}
        return Precision(
            min_length=given.get("minLength", ""),
            max_length=given.get("maxLength", ""),
            minimum=given.get("minValue", ""),
            maximum=given.get("maxValue", ""),
            pattern=given.get("pattern", ""),
        )


def in_json(element: Element) -> dict[str, str]:
    """The object in a praezisierung; numbers stand in it as texts."""
    if not (said := words(element)):
        return {}
    try:
        found = json.loads(said)
    except (ValueError, RecursionError) as error:
        raise Malformed(place_of(element), "Die Präzisierung ist kein lesbares JSON.") from error
    if not isinstance(found, dict):
        raise Malformed(place_of(element), "Die Präzisierung ist kein JSON-Objekt.")
    return {str(key): str(value) for key, value in found.items() if isinstance(value, str | int | float)}


def identity(element: Element) -> Identity:
    """Its id and version."""
    found = required(element, "identifikation")
    said = text(found, "id")
    if not ID.fullmatch(said):
        raise Malformed(place_of(found), "Hier fehlt eine gültige „id“." if said else "Hier fehlt „id“.")
    return Identity(id=said, version=text(found, "version")[:20])


def named(element: Element) -> tuple[str, str]:
    """The short name of the editors and the words for people; one stands in for the other."""
    label = text(element, "bezeichnungEingabe") or text(element, "bezeichnung")
    name = text(element, "name")
    if not (label or name):
        raise Malformed(place_of(element), "Hier fehlt „name“.")
    return name or label, label or name


def law(element: Element) -> str:
    """All references to law; version 3 has several."""
    return "; ".join(found for found in map(words, children(element, "bezug")) if found)


def contents(element: Element) -> str:
    """Given content. Version 3 files hold an empty one beside a filled one."""
    return next((found for found in map(words, children(element, "inhalt")) if found), "")


def one_of(codes: type[Art] | type[Typ], element: Element, name: str) -> str:
    """A code of a closed list."""
    required(element, name)
    said = code(element, name)
    if said not in [str(known) for known in codes]:
        raise Malformed(place_of(element), f"„{name}“ ist „{said[:40]}“. Möglich sind {', '.join(codes)}.")
    return said


def cardinality(element: Element) -> tuple[int, int | None]:
    """0:1, 1:1, 2:5, 1:*"""
    said = words(required(element, "anzahl"))
    found = COUNT.fullmatch(said)
    least, most = (int(found[1]), None if found[2] == "*" else int(found[2])) if found else (0, 0)
    if most is not None and (most < 1 or most < least):
        raise Malformed(place_of(element), f"Die Anzahl „{said[:20]}“ ist nicht möglich, zum Beispiel 0:1, 1:1 oder 1:*.")
    return least, most


def codelist(element: Element) -> str:
    """The versioned name of the code list, if one is referred to."""
    found = only(element, "codelisteReferenz")
    if found is None:
        return ""
    inner = only(found, "genericodeIdentification")
    found = found if inner is None else inner
    return (text(found, "canonicalVersionUri") or text(found, "canonicalIdentification"))[:300]


def values(element: Element) -> tuple[Value, ...]:
    """The list of values inside a field of version 3."""
    found = only(element, "werte")
    rows = [] if found is None else list(children(found, "wert"))
    return tuple(Value(code=text(row, "code"), name=text(row, "name"), help=text(row, "hilfe")) for row in rows)


def rules(element: Element) -> tuple[FreeRule, ...]:
    """What is said in free text or script."""
    return tuple(
        FreeRule(
            identity=identity(found),
            name=text(found, "name"),
            words=(text(found, "freitextRegel") or text(found, "definition") or text(found, "beschreibung"))[:2000],
            script=text(found, "script") or text(found, "skript"),
        )
        for found in children(element, "regel")
    )

"""The tree as XML of XDatenfelder 2 and 3. No schema of the standard is to be had: the order of elements follows real files, not an XSD."""

import json
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from glueckauf.forms.schema import FormSchema
from glueckauf.forms.xdatenfelder.codelist import OWN_LISTS
from glueckauf.forms.xdatenfelder.document import Element
from glueckauf.forms.xdatenfelder.identities import Identities
from glueckauf.forms.xdatenfelder.into_tree import Lost, Tree
from glueckauf.forms.xdatenfelder.tree import Datum, FreeRule, Group, Identity, Part, Place, Precision, Typ, Value

NAMESPACES = {"2": "urn:xoev-de:fim:standard:xdatenfelder_2", "3": "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"}
GENERICODE = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
# Version 2 knows fewer types.
OLDER = {Typ.TEXT_LATIN: Typ.TEXT, Typ.TIME: Typ.TEXT, Typ.DATETIME: Typ.DATE}
PRECISION = {"minLength": "min_length", "maxLength": "max_length", "minValue": "minimum", "maxValue": "maximum", "pattern": "pattern"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file, what it could not say, and for version 2 the code lists it refers to: file name and genericode."""

    content: bytes
    lost: tuple[Lost, ...]
    codelists: tuple[tuple[str, bytes], ...] = ()


def write(form: FormSchema, *, name: str, version: str, at: datetime, identity: str = "", law: str = "") -> Exported:
    """Our form as a Stammdatenschema of version "2" or "3". `identity`: S00000121V1.0 if FIM numbered it."""
    tree = Tree(form, Identities(version))
    root = tree.root(name, identity, law)
    writer = Writer(version, at)
    message = etree.Element(writer.tag("xdatenfelder.stammdatenschema.0102"), nsmap={"xdf": NAMESPACES[version]})
    header = writer.add(message, "header")
    writer.add(header, "nachrichtID", f"glueckauf-{at:%Y%m%d%H%M%S}")
    writer.add(header, "erstellungszeitpunkt", at.isoformat())
    writer.schema(writer.add(message, "stammdatenschema"), root)
    content = etree.tostring(message, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return Exported(content=content, lost=tuple(tree.lost), codelists=tuple(writer.codelists.items()))


class Writer:
    """Elements of one version."""

    def __init__(self, version: str, at: datetime) -> None:
        self.version, self.at, self.codelists = version, at, dict[str, bytes]()

    def tag(self, name: str) -> str:
        """A name in the namespace of this version."""
        return f"{{{NAMESPACES[self.version]}}}{name}"

    def add(self, parent: Element, name: str, text: str = "", **attributes: str) -> Element:
        """A new last child."""
        found = etree.SubElement(parent, self.tag(name), attributes)
        if text:
            found.text = text
        return found

    def code(self, parent: Element, name: str, said: str) -> None:
        """A coded value; the code stands in no namespace."""
        etree.SubElement(self.add(parent, name), "code").text = said

    def schema(self, element: Element, root: Group) -> None:
        """The whole."""
        self.head(element, root, label="bezeichnung" if self.version == "3" else "bezeichnungEingabe")
        self.inside(element, root)

    def head(self, element: Element, part: Part, *, label: str = "bezeichnungEingabe") -> None:
        """Identity, names and state, in the order of each version."""
        self.identity(element, part.identity)
        self.add(element, "name", part.name)
        if self.version == "2":
            self.add(element, label, part.label)
        for name, text in (("beschreibung", ""), ("definition", ""), ("bezug", part.law)):
            self.add(element, name, text)
        self.state(element)
        if self.version == "3":
            self.add(element, label, part.label)

    def state(self, element: Element) -> None:
        """In the making: no body of FIM has released it."""
        if self.version == "2":
            self.code(element, "status", "inVorbereitung")
            return
        self.code(element, "freigabestatus", "2")
        self.add(element, "statusGesetztAm", f"{self.at:%Y-%m-%d}")
        self.add(element, "letzteAenderung", self.at.isoformat())

    def identity(self, element: Element, identity: Identity) -> None:
        """Id and version."""
        found = self.add(element, "identifikation")
        self.add(found, "id", identity.id)
        self.add(found, "version", identity.version)

    def inside(self, element: Element, group: Group) -> None:
        """Rules, then what stands in a group."""
        for rule in group.rules:
            self.rule(element, rule)
        for place in group.inside:
            self.place(element, place)

    def place(self, element: Element, place: Place) -> None:
        """One position."""
        found = self.add(element, "struktur")
        self.add(found, "anzahl", f"{place.least}:{'*' if place.most is None else place.most}")
        self.add(found, "bezug", place.law)
        held = self.add(found, "enthaelt")
        if isinstance(place.element, Group):
            group = self.add(held, "datenfeldgruppe")
            self.helped(group, place.element)
            self.inside(group, place.element)
        else:
            self.datum(self.add(held, "datenfeld"), place.element)

    def helped(self, element: Element, part: Part) -> None:
        """Head, kind and help of a field or group."""
        self.head(element, part)
        self.add(element, "bezeichnungAusgabe", part.label)
        self.code(element, "schemaelementart", "RNG")
        self.add(element, "hilfetextEingabe", part.hint)
        self.add(element, "hilfetextAusgabe")

    def datum(self, element: Element, datum: Datum) -> None:
        """A field."""
        self.helped(element, datum)
        self.code(element, "feldart", str(datum.art))
        self.code(element, "datentyp", str(OLDER.get(datum.typ, datum.typ) if self.version == "2" else datum.typ))
        self.precision(element, datum.precision)
        self.add(element, "inhalt", datum.content)
        if self.version == "3":
            self.code(element, "vorbefuellung", "keine")
        self.choice(element, datum)
        for rule in datum.rules:
            self.rule(element, rule)

    def precision(self, element: Element, precision: Precision) -> None:
        """JSON with numbers as texts in version 2, attributes in version 3."""
        given = {name: getattr(precision, ours) for name, ours in PRECISION.items() if getattr(precision, ours)}
        if self.version == "2":
            self.add(element, "praezisierung", json.dumps(given, ensure_ascii=False) if given else "")
        else:
            self.add(element, "praezisierung", **given)

    def choice(self, element: Element, datum: Datum) -> None:
        """Values stand in the field in version 3; version 2 refers to a list of its own file."""
        if self.version == "3" and datum.values:
            values = self.add(element, "werte")
            for value in datum.values:
                found = self.add(values, "wert")
                for name, text in (("code", value.code), ("name", value.name), ("hilfe", value.help)):
                    self.add(found, name, text)
        uri = datum.codelist or (f"{OWN_LISTS}{datum.name}_1" if datum.values and self.version == "2" else "")
        if not uri:
            return
        name, version = uri.rpartition("_")[0] or uri, uri.rpartition("_")[2]
        found = self.add(element, "codelisteReferenz")
        if self.version == "2":
            self.add(self.add(found, "identifikation"), "id", f"C99{len(self.codelists):06}")
            found = self.add(found, "genericodeIdentification")
            if datum.values:
                self.codelists[f"{datum.name}.xml"] = genericode(name, version, uri, datum.values)
        for tag, text in (("canonicalIdentification", name), ("version", version), ("canonicalVersionUri", uri)):
            self.add(found, tag, text)

    def rule(self, element: Element, rule: FreeRule) -> None:
        """A rule in words."""
        found = self.add(element, "regel")
        self.identity(found, rule.identity)
        self.add(found, "name", rule.name)
        self.add(found, "definition" if self.version == "2" else "freitextRegel", rule.words)
        self.add(found, "script" if self.version == "2" else "skript")


def genericode(name: str, version: str, uri: str, values: tuple[Value, ...]) -> bytes:
    """A code list as its own file: code, name, help."""
    root = etree.Element(f"{{{GENERICODE}}}CodeList", nsmap={"gc": GENERICODE})
    head = etree.SubElement(root, "Identification")
    for tag, text in (("ShortName", name.rpartition(":")[2]), ("Version", version), ("CanonicalUri", name), ("CanonicalVersionUri", uri)):
        etree.SubElement(head, tag).text = text
    columns = etree.SubElement(root, "ColumnSet")
    for column in ("code", "name", "hilfe"):
        etree.SubElement(etree.SubElement(columns, "Column", Id=column), "ShortName").text = column
    etree.SubElement(etree.SubElement(columns, "Key", Id="codeKey"), "ColumnRef", Ref="code")
    rows = etree.SubElement(root, "SimpleCodeList")
    for value in values:
        row = etree.SubElement(rows, "Row")
        for column, text in (("code", value.code), ("name", value.name), ("hilfe", value.help)):
            etree.SubElement(etree.SubElement(row, "Value", ColumnRef=column), "SimpleValue").text = text
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)

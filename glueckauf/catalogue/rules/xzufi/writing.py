"""Values as XML: property_name becomes propertyName, a list repeats its element, what is empty is left out."""

from datetime import datetime
from typing import Any

from lxml import etree

from glueckauf.catalogue.rules.xzufi.shape import NAMESPACES, Json

ROOT = "transfer.0502"  # name of the message is ours to check: no XSD was at hand


def written(objects: list[tuple[str, Json]], *, version: str, at: datetime) -> bytes:
    """The whole file."""
    namespace = NAMESPACES[version]
    root = etree.Element(f"{{{namespace}}}{ROOT}", nsmap={"xzufi": namespace})
    root.set("erstellungszeitpunkt", at.isoformat())
    root.append(etree.Comment(" Glückauf: not verified against the XSD "))
    for name, value in objects:
        add(root, namespace, name, value)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def add(parent: Any, namespace: str, name: str, value: Any) -> None:
    """One property."""
    if value is None or value == []:
        return
    if isinstance(value, list):
        for item in value:
            add(parent, namespace, name, item)
        return
    element = etree.SubElement(parent, f"{{{namespace}}}{camel(name)}")
    if not isinstance(value, dict):
        element.text = plain(value)
        return
    if "_value" in value:
        element.set("languageCode", value["language_code"])
        element.text = plain(value["_value"])
        return
    for key, inner in value.items():
        add(element, namespace, key, inner)


def plain(value: Any) -> str:
    """Text that XML can hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "".join(sign for sign in str(value) if sign in "\t\n" or sign.isprintable() or sign == "\xa0")


def camel(name: str) -> str:
    """referenz_leistungsschluessel -> referenzLeistungsschluessel"""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)

"""Foreign XML, read without trust: no entities, no DTD, no network, limits before parsing. What is wrong is said with its place."""

from collections.abc import Iterator

from lxml import etree

from glueckauf.core.errors import Refused

MOST_BYTES = 5_000_000  # the largest schema of the FIM collection we know has 0.15 MB
NO_DTD = "Sie enthält eine Dokumenttyp-Definition (DTD). Solche Dateien nehmen wir nicht an."
Element = etree._Element


class Malformed(Refused):
    """The file is not what it should be; nothing of it was taken. `place` is a line and the elements around it."""

    text = "Die Datei kann nicht übernommen werden. {place}: {reason}"
    status = 422

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place=place, reason=reason)
        self.place, self.reason = place, reason


def parsed(content: bytes, *, most: int = MOST_BYTES) -> Element:
    """The root element of a file of at most so many bytes."""
    if len(content) > most:
        size = len(content) / 1_000_000
        raise Malformed("Datei", f"Sie ist mit {size:.0f} MB zu groß. Möglich sind {most // 1_000_000} MB.")
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise Malformed("Anfang der Datei", NO_DTD)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Malformed(f"Zeile {getattr(error, 'lineno', None) or 1}", f"Das ist kein fehlerfreies XML ({error}).") from error
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding the search above cannot see through
        raise Malformed("Anfang der Datei", NO_DTD)
    return root


def name_of(element: Element) -> str:
    """Its name without the namespace."""
    return etree.QName(element).localname


def place_of(element: Element) -> str:
    """Zeile 12, stammdatenschema › struktur › datenfeld F00000043"""
    above = [element, *element.iterancestors()][:4]
    return f"Zeile {element.sourceline}, " + " › ".join(called(part) for part in reversed(above))


def called(element: Element) -> str:
    """Name of an element with its identity, where it has one."""
    found = next((e for outer in children(element, "identifikation") for e in children(outer, "id")), None)
    text = (found.text or "").strip()[:40] if found is not None else ""
    return f"{name_of(element)} {text}".strip()


def children(element: Element, name: str) -> Iterator[Element]:
    """Direct children of a name. The elements `code` of XDatenfelder stand in no namespace, so it is not asked."""
    return (child for child in element if isinstance(child.tag, str) and name_of(child) == name)


def only(element: Element, name: str) -> Element | None:
    """The one child of a name, or none; two of them contradict each other."""
    found = list(children(element, name))
    if len(found) > 1:
        raise Malformed(place_of(found[1]), f"„{name}“ steht hier zweimal, erlaubt ist es einmal.")
    return found[0] if found else None


def required(element: Element, name: str) -> Element:
    """The one child of a name."""
    found = only(element, name)
    if found is None:
        raise Malformed(place_of(element), f"Hier fehlt „{name}“.")
    return found


def words(element: Element | None) -> str:
    """The text of an element, blanks and line breaks collapsed; „-“ is how editors leave a field empty."""
    text = " ".join(("".join(str(part) for part in element.itertext()) if element is not None else "").split())
    return "" if text == "-" else text


def text(element: Element, name: str) -> str:
    """The text of the one child of a name; empty without it."""
    return words(only(element, name))


def code(element: Element, name: str) -> str:
    """What a code element says: its `code` child, or its own text."""
    found = only(element, name)
    if found is None:
        return ""
    return text(found, "code") or (words(found) if not len(found) else "")

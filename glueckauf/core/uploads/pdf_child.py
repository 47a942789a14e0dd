"""Looks into a PDF, as a program of its own: content on standard input, one line of JSON on standard output.

A PDF of 200 kB can grow to gigabytes while a parser opens it, so core.uploads.pdf starts this confined. It imports nothing of ours,
because every import costs each upload.
"""

import json
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

import pikepdf
import pikepdf.settings

INFLATED = 32_000_000  # of one stream that the parser itself must read
MOST_OBJECTS, MOST_DEPTH = 200_000, 60
BLIND = ("decoding stream data", "object stream")  # warnings about objects the parser could not see
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent"})
ACTIVE_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/RichMediaExecute", "/Movie", "/Sound"}
)
PASSIVE_ATTACHMENTS = frozenset({".xml", ".json", ".csv", ".txt"})  # electronic invoices and our own letters carry their data so

pikepdf.settings.set_qpdf_limits(
    flate_max_memory=INFLATED,
    png_max_memory=INFLATED,
    run_length_max_memory=INFLATED,
    tiff_max_memory=INFLATED,
    parser_max_nesting=100,
    doc_max_warnings=200,
)


class Active(Exception):
    """The document would do something when it is opened, or carries a file that could."""


class Hidden(Exception):
    """Nested, split or packed beyond what any program writes: what cannot be looked at is not taken."""


def look(content: bytes, most_pages: int) -> tuple[str, int]:
    """The code of a problem (of core.uploads.problems) or "", and the number of pages.

    An owner's password that forbids printing is fine: everybody can read such a file.
    """
    try:
        with pikepdf.open(BytesIO(content)) as document:
            pages = len(document.pages)
            search(document)
    except pikepdf.PasswordError:
        return "encrypted", 0
    except Active:
        return "active_content", 0
    except Exception:  # whatever a broken file does to a parser, the answer is the same
        return "unreadable", 0
    if pages > most_pages:
        return "too_many_pages", pages
    return ("", pages) if pages else ("unreadable", 0)


def search(document: pikepdf.Pdf) -> None:
    """Every object once, with all it holds directly. Raises Active, Hidden."""
    for count, whole in enumerate(document.objects):
        if count > MOST_OBJECTS:
            raise Hidden
        for part in parts(whole, depth=0):
            look_at(part)
    for part in parts(document.trailer, depth=0):
        look_at(part)
    if any(sign in warning for warning in map(str, document.get_warnings()) for sign in BLIND):
        raise Hidden


def parts(thing: object, *, depth: int) -> Iterator[pikepdf.Dictionary | pikepdf.Stream]:
    """The dictionaries in an object; what it only refers to is an object of its own."""
    if depth > MOST_DEPTH:
        raise Hidden
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        yield thing
        inner = [thing.get(key) for key in thing.keys()]  # noqa: SIM118 - a Stream iterates otherwise
    elif isinstance(thing, pikepdf.Array):
        inner = list(thing)
    else:
        return
    for one in inner:
        if isinstance(one, pikepdf.Object) and not one.is_indirect:
            yield from parts(one, depth=depth + 1)


def look_at(part: pikepdf.Dictionary | pikepdf.Stream) -> None:
    """Raises Active. A plain jump to a page on opening is harmless and very common."""
    keys = set(part.keys())
    if keys & ACTIVE_KEYS:
        raise Active
    if "/S" in keys and str(part.get("/S")) in ACTIVE_ACTIONS:
        raise Active
    if "/EF" in keys and not is_passive(part):
        raise Active


def is_passive(attachment: pikepdf.Dictionary | pikepdf.Stream) -> bool:
    """Judged by the names a program would open it with."""
    names = [str(attachment.get(key)) for key in ("/F", "/UF") if key in attachment]
    return bool(names) and all(PurePosixPath(name).suffix.lower() in PASSIVE_ATTACHMENTS for name in names)


if __name__ == "__main__":
    json.dump(look(sys.stdin.buffer.read(), int(sys.argv[1])), sys.stdout)

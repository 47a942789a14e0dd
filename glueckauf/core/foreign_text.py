"""Text files of other offices: UTF-8, or one byte per character as older programs write it. Recognised or refused, never Ã¼ for ü."""

import re

# Beyond ASCII, what German offices write; a text of one byte per character that has anything else is some other encoding.
PLAUSIBLE = frozenset("äöüÄÖÜßéèêáàâçñóôøåÅéÉ§°²³µ½¼·«»–—„“”‚‘’…€®©×¸´ \u00ad")
DAMAGED = re.compile("Ã[\u0080-\u00bf]|â€|Â[§°]|\ufffd")
ONE_BYTE = "ISO-8859-1 (Windows-1252)"


class Undecodable(Exception):
    """`reason` is a German sentence with its full stop."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def decoded(content: bytes) -> tuple[str, str]:
    """Text and the name of its encoding. Raises Undecodable."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        raise Undecodable("Sie ist in UTF-16 gespeichert oder keine Textdatei. Speichern Sie sie als Text in UTF-8.")
    try:
        text, encoding = content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        text, encoding = one_byte(content), ONE_BYTE
    if found := DAMAGED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Undecodable(f"Umlaute sind beschädigt (Zeile {line}: „{found[0]}“). Speichern Sie sie noch einmal als UTF-8.")
    return text, encoding


def one_byte(content: bytes) -> str:
    """ISO-8859-1 as offices write it, if everything in it looks like German."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise Undecodable(f"Sie ist weder UTF-8 noch ISO-8859-1 (Byte {error.start}).") from error
    if strange := sorted({c for c in text if ord(c) > 127} - PLAUSIBLE):
        what = ", ".join(strange[:5])
        raise Undecodable(f"Sie ist weder UTF-8 noch deutsches ISO-8859-1 (Zeichen {what}). Speichern Sie sie als UTF-8.")
    return text

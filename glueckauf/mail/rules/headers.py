"""Headers of strangers as clean text: unknown charsets, raw latin-1, CR LF after decoding and NUL never get past here."""

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

_RAW = 16_000
_SLOW = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_HIDDEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def decoded(raw: bytes, charset: str = "") -> str:
    """Bytes as text: in the charset they claim, else UTF-8, else what old mail programs meant. Never raises."""
    for name in (charset, "utf-8", "cp1252"):
        try:
            if name and codecs.lookup(name).name not in _SLOW:
                return raw.decode(name)
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")


def clean_line(text: str, limit: int) -> str:
    """One line for a row or a header: no controls, no direction marks that disguise a file's type, no lone surrogates."""
    visible = _CONTROL.sub(" ", _HIDDEN.sub("", text))
    return re.sub(" +", " ", storable(visible)).strip()[:limit]


def clean_text(text: str, limit: int) -> str:
    """Several lines: line ends become \\n, other controls go."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", _HIDDEN.sub("", unified))
    return re.sub("\n{4,}", "\n\n\n", storable(kept)).strip()[:limit]


def storable(text: str) -> str:
    """Without lone surrogates, which no database takes."""
    return text.encode("utf-8", "replace").decode()


def unfolded(value: str) -> str:
    """A raw header as text on one line; bytes beyond ASCII are guessed, not lost."""
    raw = value[:_RAW].encode("utf-8", "surrogateescape")
    return re.sub(r"[\r\n]+[ \t]*", " ", decoded(raw))


def words(value: str) -> str:
    """=?charset?q?...?= decoded; what cannot be decoded stays as it is written."""
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return "".join(decoded(raw, (charset or "").partition("*")[0]) if isinstance(raw, bytes) else raw for raw, charset in pieces)


def raw_values(message: Message, name: str) -> list[str]:
    """All headers of a name, unfolded, not decoded."""
    return [unfolded(value) for key, value in message.raw_items() if key.lower() == name]


def first(message: Message, name: str, limit: int) -> str:
    """The first header of a name, decoded and clean; empty when there is none."""
    found = raw_values(message, name)
    return clean_line(words(found[0]), limit) if found else ""


def sender(message: Message) -> tuple[str, str]:
    """Name and address of From. Neither proves anything."""
    found = raw_values(message, "from")
    name, address = parseaddr(found[0]) if found else ("", "")
    folded = clean_line(address, 254).lower()
    return clean_line(words(name), 200), folded if "@" in folded and " " not in folded else ""

"""A batch as bytes: unpacked within limits, then lines. JSON, NDJSON and CSV. What cannot be told apart at all is a named error."""

import json
import zlib
from typing import Any

from glueckauf.telemetry.rules.values import Raw, Reason

MOST_SENT = 2_000_000  # bytes on the wire
MOST_UNPACKED = 8_000_000
MOST_LINES = 50_000
JSON, NDJSON, CSV = "application/json", "application/x-ndjson", "text/csv"
GZIP = 31  # zlib: a gzip header and nothing else
BLOCK = 65_536


class TooLarge(ValueError):
    """More bytes or lines than one batch may have."""


class NotReadable(ValueError):
    """No batch: broken off, not packed as it says, not the format it says."""


def unpacked(packed: bytes) -> bytes:
    """Of one gzip member. Stops at the limit, whatever the rest would become."""
    stream = zlib.decompressobj(wbits=GZIP)
    try:
        found = stream.decompress(packed, MOST_UNPACKED + 1)
    except zlib.error:
        raise NotReadable("gzip") from None
    if len(found) > MOST_UNPACKED:
        raise TooLarge
    if not stream.eof or stream.unused_data:
        raise NotReadable("gzip")
    return found


def lines(body: bytes, media: str) -> list[Raw]:
    """Raises NotReadable and TooLarge; one bad line among others is a Raw with its reason."""
    if len(body) > MOST_UNPACKED:
        raise TooLarge
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotReadable("utf-8") from None
    if not text.strip():
        raise NotReadable("empty")
    return {JSON: of_json, NDJSON: of_ndjson, CSV: of_csv}[media](text)


def of_json(text: str) -> list[Raw]:
    """{"values": [{"series", "at", "value"}, …]}, or the list alone. Counted before anything is built."""
    if text.count("{") + text.count("[") > MOST_LINES + 2:
        raise TooLarge
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise NotReadable("json") from None
    values = found.get("values") if isinstance(found, dict) else found
    if not isinstance(values, list):
        raise NotReadable("json")
    if len(values) > MOST_LINES:
        raise TooLarge
    return [of_object(number, one) for number, one in enumerate(values, start=1)]


def of_ndjson(text: str) -> list[Raw]:
    """One object a line; empty lines are passed over and counted."""
    return [of_line(number, line) for number, line in numbered(text)]


def numbered(text: str) -> list[tuple[int, str]]:
    """Lines that hold something. Raises TooLarge before they are cut apart."""
    if text.count("\n") > MOST_LINES + 1:
        raise TooLarge
    return [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]


def of_line(number: int, line: str) -> Raw:
    """A line that is no JSON does not take the others with it."""
    try:
        return of_object(number, json.loads(line))
    except (ValueError, RecursionError):
        return Raw(number, None, None, None, Reason.SHAPE)


def of_object(number: int, found: Any) -> Raw:
    """The three parts."""
    if not isinstance(found, dict) or not found.keys() >= {"series", "at", "value"}:
        return Raw(number, None, None, None, Reason.SHAPE)
    return Raw(number, found["series"], found["at"], found["value"])


def of_csv(text: str) -> list[Raw]:
    """series, at, value; a first line with these names may stand above. With semicolons the decimal sign may be a comma."""
    found = numbered(text)
    sign = next((sign for sign in ";\t," if sign in found[0][1]), ";")
    if found[0][1].strip().lower().replace(" ", "") == sign.join(("series", "at", "value")):
        found = found[1:]
    return [of_row(number, line.split(sign), sign) for number, line in found]


def of_row(number: int, cells: list[str], sign: str) -> Raw:
    """Three cells."""
    if len(cells) != 3:
        return Raw(number, None, None, None, Reason.SHAPE)
    series, at, value = (cell.strip() for cell in cells)
    return Raw(number, series, at, as_number(value.replace(",", ".") if sign == ";" else value))


def as_number(text: str) -> object:
    """A float, or the text, which is none. Python's float would also take 1_000 and digits of other scripts."""
    if not text.isascii() or "_" in text or len(text) > 60:
        return text
    try:
        return float(text)
    except ValueError:
        return text

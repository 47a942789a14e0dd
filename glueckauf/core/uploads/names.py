"""Names of files as people send them, made safe to show, to store in a header and to save on any system."""

import re
import unicodedata
from pathlib import PurePosixPath

NAMELESS = "datei"
MOST = 120
FORBIDDEN = re.compile(r'[<>:"|?*]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def safe_name(filename: str, suffix: str = "") -> str:
    """The last part of the path without control, direction and invisible signs, ending in `suffix` (".pdf") when one is given."""
    last = re.split(r"[/\\]", filename.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))[-1]
    visible = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C")
    name = " ".join(FORBIDDEN.sub("_", visible).split()).strip(". ")
    stem, end = split(name, suffix)
    stem = stem[: MOST - len(end)].strip(". ") or NAMELESS
    return f"_{stem}{end}" if RESERVED.fullmatch(stem) else f"{stem}{end}"


def split(name: str, suffix: str) -> tuple[str, str]:
    """Stem and end. A name that ends otherwise than its content gets the true end behind its own; HEIC is kept as JPEG."""
    if not suffix:
        path = PurePosixPath(name or NAMELESS)
        return (path.stem, path.suffix) if len(path.suffix) <= 10 else (name, "")
    same = {".jpg": (".jpg", ".jpeg", ".heic", ".heif")}.get(suffix, (suffix,))
    end = next((e for e in same if name.lower().endswith(e)), "")
    return (name[: -len(end)], suffix) if end else (name, suffix)

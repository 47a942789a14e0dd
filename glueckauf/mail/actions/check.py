"""One file of a mail: stored as it came, looked into, scanned; what was accepted is stored once more without GPS position and the like."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from glueckauf.core import files
from glueckauf.core.db import writing
from glueckauf.core.scope import Scope
from glueckauf.core.uploads import Inspection, Problem, Scan, inspect, scan
from glueckauf.mail.rules.files import File


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """`original` and `cleaned` are keys of stored files; `cleaned` is empty when there are problems."""

    original: str
    cleaned: str
    filename: str
    media_type: str
    pages: int | None
    problems: tuple[str, ...]
    scan: str


def checked(file: File, *, at: datetime) -> Checked:
    """Never raises for what is in the file. A photo may change its type: HEIC is kept as JPEG, under the name that fits."""
    found = inspect(BytesIO(file.content), file.filename)
    verdict = scan(BytesIO(file.content))
    problems = (*found.problems, *([Problem.INFECTED] if verdict is Scan.INFECTED else []))
    accepted = found if not problems else None
    with writing(Scope()):
        original = files.store_bytes(file.content, at=at).pk
        cleaned = files.store_bytes(accepted.clean_bytes, at=at).pk if accepted else ""
    return result(file, accepted, original, cleaned, problems, verdict)


def result(file: File, accepted: Inspection | None, original: str, cleaned: str, problems: tuple[Problem, ...], verdict: Scan) -> Checked:
    """As it is kept: what was not accepted stays as the sender named it."""
    return Checked(
        original=original,
        cleaned=cleaned,
        filename=accepted.safe_name if accepted else file.filename,
        media_type=accepted.media_type if accepted else file.media_type,
        pages=accepted.pages or None if accepted else None,
        problems=tuple(problem.value for problem in problems),
        scan=verdict.value,
    )

"""What an author is told about a draft: an error blocks its release, a hint does not."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether it blocks."""

    ERROR = "error"
    HINT = "hint"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Remark:
    """One sentence in German about one part. `path`: dotted, into the content of the draft. `code` groups remarks of one kind."""

    severity: Severity
    path: str
    text: str
    code: str


def error(path: str, text: str, code: str) -> Remark:
    """It blocks."""
    return Remark(severity=Severity.ERROR, path=path, text=text, code=code)


def hint(path: str, text: str, code: str) -> Remark:
    """It does not."""
    return Remark(severity=Severity.HINT, path=path, text=text, code=code)

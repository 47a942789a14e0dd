"""What one of the readers (pdf, image, word) found in a file."""

from dataclasses import dataclass

from glueckauf.core.uploads.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Either a problem, or the content to keep, its media type and pages (0: not known)."""

    problem: Problem | None = None
    content: bytes = b""
    media_type: str = ""
    pages: int = 0


def refused(problem: Problem) -> Found:
    """Nothing to keep."""
    return Found(problem=problem)

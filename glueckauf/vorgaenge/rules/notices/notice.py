"""One mail before it is text and HTML."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Subject, paragraphs, and what stands below the one link to the Vorgang."""

    subject: str
    paragraphs: tuple[str, ...]
    after: tuple[str, ...] = ()

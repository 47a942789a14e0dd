"""What a mail says, before it is text and HTML. The caller names number and link, never a person or what the matter is about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`link` is (label, address) and becomes the one button; `after` stands below it, `notes` in small letters."""

    sender: str
    heading: str
    paragraphs: tuple[str, ...]
    link: tuple[str, str] | None = None
    after: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    language: str = "de"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The two parts of one mail: same content, same order."""

    text: str
    html: str

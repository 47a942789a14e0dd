"""From raw bytes to what we keep of a mail. Bytes come from strangers: every step has its limit, nothing here raises."""

from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from glueckauf.mail.rules import limits, precheck
from glueckauf.mail.rules.automatic import automatic
from glueckauf.mail.rules.bounce import Bounce, bounce
from glueckauf.mail.rules.files import File, files_of
from glueckauf.mail.rules.headers import clean_text, first, raw_values, sender
from glueckauf.mail.rules.identity import split
from glueckauf.mail.rules.text import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A mail as far as it could be read; `problems` are codes of what could not."""

    message_id: str
    references: str
    from_name: str
    from_address: str
    subject: str
    automatic: str
    text: str = ""
    files: tuple[File, ...] = ()
    bounce: Bounce | None = None
    problems: tuple[str, ...] = ()


def parse(raw: bytes, *, envelope_from: str | None) -> Parsed:
    """`envelope_from` None: not known, the Return-Path counts."""
    refused = precheck.refusal(raw)
    if refused:
        return with_headers(split(raw)[0], envelope_from, problems=(refused,))
    try:
        message = BytesParser(policy=compat32).parsebytes(raw)
        return whole(message, envelope_from)
    except RecursionError:
        return with_headers(split(raw)[0], envelope_from, problems=("too_deep",))


def whole(message: Message, envelope_from: str | None) -> Parsed:
    """Text and files too."""
    found = files_of(message)
    text = text_of(message) or found.text
    return with_headers(
        message,
        envelope_from,
        text=clean_text(text, limits.TEXT_CHARS),
        files=found.files,
        bounce=bounce(message),
        problems=found.problems,
    )


def with_headers(
    message: Message,
    envelope_from: str | None,
    *,
    text: str = "",
    files: tuple[File, ...] = (),
    bounce: Bounce | None = None,
    problems: tuple[str, ...] = (),
) -> Parsed:
    """What the headers alone say, and the rest as given."""
    name, address = sender(message)
    return Parsed(
        message_id=first(message, "message-id", 300),
        references=references(message),
        from_name=name,
        from_address=address,
        subject=first(message, "subject", 300),
        automatic=automatic(message, envelope_from),
        text=text,
        files=files,
        bounce=bounce,
        problems=problems,
    )


def references(message: Message) -> str:
    """References, then In-Reply-To: the last one is what was answered."""
    return " ".join((*raw_values(message, "references"), *raw_values(message, "in-reply-to")))

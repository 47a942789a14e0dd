"""An answer to a mail as a mail program would write it. Values in, message out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A file to enclose; media_type is what the browser said."""

    filename: str
    media_type: str
    content: bytes


def reply(*, to: str, from_: str, subject: str, text: str, files: Iterable[Enclosed], message_id: str, at: datetime) -> EmailMessage:
    """The message, with "AW:" once before the subject."""
    message = EmailMessage()
    message["From"] = from_
    message["To"] = to
    message["Subject"] = subject if subject.upper().startswith("AW:") else f"AW: {subject}"
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    message.set_content(text or "\n")
    for file in files:
        main, _, sub = (file.media_type or "application/octet-stream").partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub or "octet-stream", filename=file.filename)
    return message

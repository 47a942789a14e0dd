"""Bounces: what a multipart/report says about a mail of ours. Only a final failure counts, a delay does not."""

import re
from dataclasses import dataclass
from email.message import Message

from glueckauf.mail.rules.headers import raw_values
from glueckauf.mail.rules.tree import inner


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """`references` holds the Message-ID of the returned mail, `status` is as 5.1.1."""

    status: str
    references: str


def bounce(message: Message) -> Bounce | None:
    """None: not a report of a failed delivery."""
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    status, references = "", ""
    for part in message.walk():
        status = status or failure(part)
        references = references or returned_id(part)
    return Bounce(status=status, references=references) if status else None


def failure(part: Message) -> str:
    """Status of a per-recipient block whose action is `failed`."""
    if not any(value.strip().lower() == "failed" for value in raw_values(part, "action")):
        return ""
    return next((value.strip()[:20] for value in raw_values(part, "status")), "5.0.0")


def returned_id(part: Message) -> str:
    """From the returned mail, or from its headers alone."""
    if part.get_content_type() == "text/rfc822-headers":
        found = re.search(r"^message-id:\s*(<[^>\s]{1,300}>)", str(part.get_payload()), re.IGNORECASE | re.MULTILINE)
        return found[1] if found else ""
    mail = inner(part)
    return next(iter(raw_values(mail, "message-id")), "") if mail else ""

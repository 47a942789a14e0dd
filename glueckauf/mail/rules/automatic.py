"""Whether a machine wrote a mail. Such mail is stored and marked; it is never answered and never lands in a slot."""

from email.message import Message

from glueckauf.mail.rules.headers import raw_values


def automatic(message: Message, envelope_from: str | None) -> str:
    """Why it counts as automatic, as a short code; empty: a person wrote it. RFC 3834, RFC 6522 and what servers do."""
    if null_sender(message, envelope_from):
        return "null_sender"
    if message.get_content_type() == "multipart/report":
        return "report"
    for header, reason in (("auto-submitted", "auto_submitted"), ("x-auto-response-suppress", "suppressed")):
        if any(value and value.split(";")[0].strip().lower() not in ("no", "none") for value in raw_values(message, header)):
            return reason
    if any(value.strip().lower() in ("bulk", "junk", "list") for value in raw_values(message, "precedence")):
        return "precedence"
    return "list" if raw_values(message, "list-id") else ""


def null_sender(message: Message, envelope_from: str | None) -> bool:
    """From the envelope when it is known, else from the Return-Path that the delivering server wrote on top."""
    if envelope_from is not None:
        return envelope_from.strip() in ("", "<>")
    paths = raw_values(message, "return-path")
    return bool(paths) and paths[0].strip() == "<>"

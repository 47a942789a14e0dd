"""The words of a mail: plain parts as they are, HTML only where there is no plain one, forwarded mails after a line."""

from email.message import Message

from glueckauf.mail.rules.headers import clean_text, decoded, first, sender
from glueckauf.mail.rules.limits import HTML_BYTES, TEXT_CHARS
from glueckauf.mail.rules.plain import plain
from glueckauf.mail.rules.tree import children, content, inner

_BODY = ("text/plain", "text/html")


def is_body(part: Message) -> bool:
    """Words of the sender, not a file: text without a name that is not marked as an attachment."""
    if part.get_content_type() not in _BODY and part.get_content_maintype() != "multipart":
        return False
    disposition = str(part.get("content-disposition", "")).strip().lower()
    named = part.get_param("filename", None, "content-disposition") or part.get_param("name")
    return not disposition.startswith("attachment") and not named


def text_of(part: Message) -> str:
    """Depth is bounded by the precheck."""
    if mail := inner(part):
        return forwarded(mail)
    if part.is_multipart():
        return text_of_many(part)
    return leaf(part) if is_body(part) else ""


def text_of_many(part: Message) -> str:
    """One of alternatives, the explanation of a report, all of the others."""
    kind = part.get_content_type()
    if part.get_content_maintype() == "message":
        return ""
    shown = children(part)[:1] if kind == "multipart/report" else children(part)
    texts = [(child.get_content_type() == "text/plain", text_of(child)) for child in shown]
    filled = [(is_plain, text) for is_plain, text in texts if text.strip()]
    if kind == "multipart/alternative":
        return next((text for is_plain, text in filled if is_plain), filled[0][1] if filled else "")
    return "\n\n".join(text for _, text in filled)


def leaf(part: Message) -> str:
    """The decoded text of one part; HTML as plain text."""
    raw = content(part)
    is_html = part.get_content_type() == "text/html"
    text = decoded(raw[: HTML_BYTES if is_html else TEXT_CHARS * 4], charset_of(part))
    return clean_text(plain(text) if is_html else text, TEXT_CHARS)


def charset_of(part: Message) -> str:
    """As the part claims; get_content_charset() fails on some claims."""
    claimed = part.get_param("charset", "")
    return str(claimed[2] if isinstance(claimed, tuple) else claimed)[:40].strip()


def forwarded(message: Message) -> str:
    """A mail inside the mail, with who and what."""
    inner = text_of(message)
    head = f"--- Weitergeleitete Nachricht von {sender(message)[1] or 'unbekannt'}: {first(message, 'subject', 200)} ---"
    return f"{head}\n{inner}" if inner.strip() else ""

"""IMAP, the second way in, where no Postfix of ours stands: fetches, keeps, and only then moves to a folder for what is done."""

import ipaddress
import ssl
from datetime import datetime
from urllib.parse import SplitResult, unquote, urlsplit

import structlog
from django.conf import settings
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from glueckauf.mail import actions
from glueckauf.mail.rules.identity import split
from glueckauf.mail.rules.recipients import recipients

log = structlog.get_logger("imap")
DONE, REFUSED = "Erledigt", "Abgelehnt"
AT_ONCE = 200
TIMEOUT_S = 30


def poll_imap(url: str, at: datetime) -> int:
    """imap[s]://user:password@host:port/folder. Returns how many mails were taken over. A crash at any point delivers a mail again,
    which the inlet recognises; an error of the inlet leaves the mail where it is."""
    place = urlsplit(url)
    folder = unquote(place.path.strip("/")) or "INBOX"
    with opened(place).login(unquote(place.username or ""), unquote(place.password or ""), folder) as box:
        uids = box.uids()[:AT_ONCE]
        return sum(take_over(box, uid, folder, at) for uid in uids)


def opened(place: SplitResult) -> BaseMailBox:
    """Encrypted and the server's name checked, which imaplib leaves out by itself; plain on this machine only."""
    checked = ssl.create_default_context()
    host = place.hostname or "localhost"
    if place.scheme == "imaps":
        return MailBox(host, place.port or 993, timeout=TIMEOUT_S, ssl_context=checked)
    if is_loopback(host):
        return MailBoxUnencrypted(host, place.port or 143, timeout=TIMEOUT_S)
    return MailBoxStartTls(host, place.port or 143, timeout=TIMEOUT_S, ssl_context=checked)


def is_loopback(host: str) -> bool:
    """By name or number, without asking a name server."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def take_over(box: BaseMailBox, uid: str, folder: str, at: datetime) -> int:
    """One mail."""
    raw = fetched(box, uid)
    if raw is None:
        return 0
    try:
        actions.receive(raw, recipients(split(raw)[0], settings.GLUECKAUF.mail_domain), at)
    except actions.TooLarge:
        log.warning("mail_too_large", uid=uid)
        move(box, uid, folder, REFUSED)
        return 0
    move(box, uid, folder, DONE)
    return 1


def fetched(box: BaseMailBox, uid: str) -> bytes | None:
    """The raw bytes, unparsed: the library's own reader would fall over mail that is built to make it. None: gone meanwhile."""
    _, answer = box.client.uid("FETCH", uid, "(BODY.PEEK[])")
    return next((part[1] for part in answer if isinstance(part, tuple)), None)


def move(box: BaseMailBox, uid: str, folder: str, name: str) -> None:
    """Into a folder beside the mails, made at first use."""
    delimiter = next((found.delim for found in box.folder.list()), "/")
    target = f"{folder}{delimiter}{name}"
    if not box.folder.exists(target):
        box.folder.create(target)
    box.move([uid], target)

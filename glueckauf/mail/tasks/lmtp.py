"""The mail inlet: an LMTP server behind Postfix. "250" means committed; anything else makes Postfix keep the mail and try again."""

import asyncio
import errno
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import AnyStr

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session
from django.db import connection

from glueckauf.core.clock import now
from glueckauf.core.place import place_of
from glueckauf.mail import actions
from glueckauf.mail.rules.limits import LINE_BYTES, MAIL_BYTES

log = structlog.get_logger("inlet")
logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd's: it would log every address

KEPT = "250 2.0.0 Kept"
TOO_LARGE = "552 5.3.4 Message too large"
NO_SPACE = "452 4.3.1 Storage is full, try again later"
TROUBLE = "451 4.3.0 Not stored, try again later"


class Inlet(LMTP):
    """aiosmtpd's LMTP with one answer per recipient, also where it refuses by itself."""

    line_length_limit = LINE_BYTES

    async def push(self, status: AnyStr) -> None:
        """After DATA, RFC 2033 wants as many answers as there were recipients."""
        refused = isinstance(status, str) and status.startswith(("552 Error: Too much", "500 Line too long"))
        if refused and self.envelope:
            await super().push("\r\n".join([TOO_LARGE] * len(self.envelope.rcpt_tos)))
        else:
            await super().push(status)


class Desk:
    """Takes what Inlet received to the one inlet function, in one thread with one database connection."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.pool = pool
        self.busy = 0

    async def handle_DATA(self, server: Inlet, session: Session, envelope: Envelope) -> str:
        """One line per recipient."""
        self.busy += 1
        raw = envelope.original_content or b""
        try:
            loop = asyncio.get_running_loop()
            answers = await loop.run_in_executor(self.pool, take, raw, envelope.rcpt_tos, envelope.mail_from or "")
        finally:
            self.busy -= 1
        return "\r\n".join(answers)


def take(raw: bytes, recipients: list[str], sender: str) -> list[str]:
    """Each recipient on its own: what was kept for the first stays kept when the second fails."""
    return [answer(raw, recipient, sender) for recipient in recipients]


def answer(raw: bytes, recipient: str, sender: str) -> str:
    """Unknown addresses are kept too, in quarantine: a "550" would tell strangers which ones exist."""
    try:
        actions.receive(raw, [recipient], now(), envelope_from=sender)
    except actions.TooLarge:
        return TOO_LARGE
    except Exception as error:  # whatever it is, the mail is not ours yet
        log.error("mail_not_kept", error=place_of(error))
        connection.close()
        return NO_SPACE if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) else TROUBLE
    return KEPT


def serve(host: str, port: int, stop_event: threading.Event, *, on_ready: Callable[[int], None] | None = None) -> None:
    """Blocks until `stop_event` is set; what is being stored then is finished and answered. `on_ready` gets the port."""
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inlet")
    try:
        asyncio.run(listen(host, port, stop_event, Desk(pool), on_ready))
    finally:
        pool.submit(lambda: connection.close())  # looked up there: each thread has its own
        pool.shutdown()


async def listen(host: str, port: int, stop: threading.Event, desk: Desk, on_ready: Callable[[int], None] | None) -> None:
    """The loop: opens the port, waits, closes it, lets the last answers out."""
    loop = asyncio.get_running_loop()

    def connected() -> Inlet:
        return Inlet(desk, data_size_limit=MAIL_BYTES, enable_SMTPUTF8=True, hostname="glueckauf", ident="LMTP", loop=loop, timeout=300)

    server = await loop.create_server(connected, host, port)
    bound = server.sockets[0].getsockname()[1]
    log.info("inlet_ready", port=bound)
    if on_ready:
        on_ready(bound)
    while not stop.is_set():
        await asyncio.sleep(0.1)
    server.close()
    while desk.busy:
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.05)

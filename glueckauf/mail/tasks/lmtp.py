"""The mail inlet: an LMTP server behind Postfix. "250" means committed; anything else makes Postfix keep the mail and try again."""

import asyncio
import errno
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog
from aiosmtpd.lmtp import LMTP
from django.db import connection

from glueckauf.core.clock import now
from glueckauf.core.place import place_of
from glueckauf.mail import actions
from glueckauf.mail.rules.limits import MAIL_BYTES

log = structlog.get_logger("inlet")
logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd's: it would log every address

BLOCK = 200_000
KEPT = "250 2.0.0 Kept"
TOO_LARGE = "552 5.3.4 Message too large"
NO_SPACE = "452 4.3.1 Storage is full, try again later"
TROUBLE = "451 4.3.0 Not stored, try again later"


class Inlet(LMTP):
    """aiosmtpd's LMTP with a DATA of our own: read in blocks instead of lines (measured: twice the mails), one answer per recipient."""

    line_length_limit = BLOCK

    async def smtp_DATA(self, arg: str) -> None:
        """RFC 2033: after the final dot as many answers as there were recipients."""
        if await self.check_helo_needed() or self.envelope is None:
            return
        if arg or not self.envelope.rcpt_tos:
            await self.push("501 Syntax: DATA" if arg else "503 Error: need RCPT command")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        raw, recipients = await content_of(self._reader), self.envelope.rcpt_tos
        answers = [TOO_LARGE] * len(recipients)
        if raw is not None:
            answers = await self.event_handler.answers(raw, recipients, self.envelope.mail_from or "")
        self._set_post_data_state()  # type: ignore[no-untyped-call]
        await self.push("\r\n".join(answers))


async def content_of(reader: asyncio.StreamReader) -> bytes | None:
    """Up to the line that is a dot, without doubled dots; None when it was too large. Only CR LF ends a line, as RFC 5321 wants."""
    held, is_over = bytearray(b"\r\n"), False
    while True:
        start = max(0, len(held) - 4)
        held += await more(reader)
        end = held.find(b"\r\n.\r\n", start)
        if end >= 0:
            break
        if len(held) > MAIL_BYTES + BLOCK:
            is_over = True
            del held[:-4]
    if len(held) > end + 5:
        reader.feed_data(bytes(held[end + 5 :]))  # commands sent too early; the reader is empty now, so the order is right
    if is_over or end > MAIL_BYTES:
        return None
    del held[end + 2 :]
    return bytes(held.replace(b"\r\n.", b"\r\n")[2:])


async def more(reader: asyncio.StreamReader) -> bytes:
    """Everything the reader holds. The end of the line is the end of the session: nothing half is kept."""
    block = await reader.read(MAIL_BYTES)
    if not block:
        raise asyncio.CancelledError
    return block


class Desk:
    """Takes what Inlet received to the one inlet function, in one thread with one database connection."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.pool = pool
        self.busy = 0

    async def answers(self, raw: bytes, recipients: list[str], sender: str) -> list[str]:
        """One line per recipient."""
        self.busy += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.pool, take, raw, recipients, sender)
        finally:
            self.busy -= 1


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

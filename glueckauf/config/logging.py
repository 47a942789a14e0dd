"""Logs: one line per happening, ids only. JSON for machines, columns on a terminal.

Ours come through structlog as `event` with named ids. A line of a library is cut to its name and place: its message may hold an
address, a path with a token, a value somebody typed. An exception becomes class and place, never its text.
"""

import logging
import sys
from typing import Any

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from glueckauf.core.place import place_of, short

SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configure(options: dict[str, Any]) -> None:
    """Django calls this with settings.LOGGING."""
    structlog.configure(
        processors=[*SHARED, exception_place, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    root.handlers = [*(h for h in root.handlers if not isinstance(h.formatter, structlog.stdlib.ProcessorFormatter)), handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(options["level"])


# Loggers of ours by name; everything else speaks from a warning on.
OURS = ("request", "outbox", "jobs", "worker", "supervise", "inlet", "imap", "mail", "payments", "letters", "telemetry", "glueckauf")


def formatter() -> logging.Formatter:
    """The same for our lines and those of libraries."""
    return lines(structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer(ensure_ascii=False))


def lines(show: Processor) -> logging.Formatter:
    """With the renderer a machine or a person reads."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[foreign, *SHARED],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, show],
    )


def foreign(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """A library's line: its logger, where it was written, the HTTP status if it knows one."""
    record: logging.LogRecord = event["_record"]
    event["event"] = record.name
    event["place"] = f"{short(record.pathname)}:{record.lineno}"
    if status := getattr(record, "status_code", None):
        event["status"] = status
    if record.exc_info and record.exc_info[1]:
        event["error"] = place_of(record.exc_info[1])
    event.pop("exc_info", None)
    record.exc_info = record.exc_text = None
    return event


def exception_place(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """`log.exception(...)` of ours."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = place_of(error)
    return event

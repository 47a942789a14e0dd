"""Malware scan by clamd over its socket (INSTREAM). Only a plain OK is clean; no clamd, an error, a limit, silence: not scanned."""

import logging
import socket
import struct
from enum import StrEnum
from typing import IO

from django.conf import settings

log = logging.getLogger("glueckauf.uploads")
CHUNK = 64 * 1024
SECONDS = 30
MOST_ANSWER = 4096


class Scan(StrEnum):
    """The codes are stored with the file."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"


def scan(content: IO[bytes]) -> Scan:
    """Streams the file from its start; afterwards it is at its start again."""
    path = settings.GLUECKAUF.clamd_socket
    if path is None:
        return Scan.NOT_SCANNED
    try:
        content.seek(0)
        answer = ask(str(path), content)
    except OSError as error:
        log.warning("event=not_scanned reason=%s", type(error).__name__)
        return Scan.NOT_SCANNED
    finally:
        content.seek(0)
    return judged(answer)


def ask(path: str, content: IO[bytes]) -> bytes:
    """One INSTREAM session: chunks with their length, a zero, the answer. A stream too long for clamd ends as ConnectionResetError."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as clamd:
        clamd.settimeout(SECONDS)
        clamd.connect(path)
        clamd.sendall(b"zINSTREAM\0")
        while chunk := content.read(CHUNK):
            clamd.sendall(struct.pack("!L", len(chunk)) + chunk)
        clamd.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (part := clamd.recv(MOST_ANSWER)):
            answer += part
            if len(answer) > MOST_ANSWER:
                break
        return answer


def is_up() -> bool:
    """Whether clamd answers."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as clamd:
            clamd.settimeout(2)
            clamd.connect(str(settings.GLUECKAUF.clamd_socket))
            clamd.sendall(b"zPING\0")
            return clamd.recv(MOST_ANSWER).startswith(b"PONG")
    except OSError:
        return False


def judged(answer: bytes) -> Scan:
    """`stream: OK` and `stream: NAME FOUND`; everything else says nothing."""
    text = answer.rstrip(b"\0\n")
    if text == b"stream: OK":
        return Scan.CLEAN
    if text.startswith(b"stream: ") and text.endswith(b" FOUND"):
        return Scan.INFECTED
    log.warning("event=not_scanned reason=answer")
    return Scan.NOT_SCANNED

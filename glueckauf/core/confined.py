"""Programs that look at what strangers wrote, each a process with little memory and time: whatever kills one, its caller lives.

They get no variable of ours, write no file and leave no core dump. The limits are set by confined_child before the program is loaded.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHILD = Path(__file__).with_name("confined_child.py")


class Stopped(Exception):
    """Its limits or a fault of its own ended it. `answer`: what it had said until then."""

    def __init__(self, answer: bytes) -> None:
        super().__init__("stopped")
        self.answer = answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`memory` in bytes of address space, `cpu` in seconds of work, `seconds` on the clock."""

    memory: int
    cpu: int
    seconds: int


def ask(program: Path, *words: str, content: bytes, limits: Limits) -> bytes:
    """What the program writes to its standard output when `content` is its standard input. Raises Stopped."""
    command = [sys.executable, "-IB", str(CHILD), str(limits.memory), str(limits.cpu), str(program), *words]
    try:
        done = subprocess.run(command, input=content, capture_output=True, check=True, timeout=limits.seconds, env={})
    except subprocess.CalledProcessError as error:
        raise Stopped(error.stdout or b"") from None
    except subprocess.TimeoutExpired as error:
        raise Stopped(error.stdout or b"") from None
    return done.stdout

"""The whole house as its own processes: `glueckauf demo` on free ports in a folder of its own, for stories and pictures.

with house(folder) as base:
    page.goto(base)
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
START_S = 180


@contextmanager
def house(folder: Path, *, command: str = "demo", **variables: str) -> Iterator[str]:
    """Yields the address once /health answers; stops everything afterwards. Variables are names of GLUECKAUF_… settings."""
    folder.mkdir(parents=True, exist_ok=True)
    web, inlet = free_port(), free_port()
    base = f"http://127.0.0.1:{web}"
    chosen = {"LISTEN_PORT": str(web), "LMTP_PORT": str(inlet), "BASE_URL": base, **variables}
    with (folder / "house.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "glueckauf", command],
            cwd=ROOT,
            env=environment(folder, **chosen),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            wait_until_healthy(base, process, folder / "house.log")
            yield base
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Of a demo in this folder."""
    chosen = {"MODE": "demo", "VAR": str(folder), **variables}
    return {**os.environ, **{f"GLUECKAUF_{name.upper()}": value for name, value in chosen.items()}}


def free_port() -> int:
    """One that nobody listens on right now."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_until_healthy(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Raises with the end of the log when the house does not come up."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        if is_healthy(base):
            return
        time.sleep(0.2)
    raise RuntimeError(f"the house did not start:\n{log.read_text(errors='replace')[-3000:]}")


def is_healthy(base: str) -> bool:
    """Whether /health answers 200."""
    try:
        with closing(http.client.HTTPConnection(urlsplit(base).netloc, timeout=5)) as ask:
            ask.request("GET", "/health")
            return ask.getresponse().status == 200
    except OSError:
        return False

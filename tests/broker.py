"""A real mosquitto of our own on loopback, with the files of deploy/mosquitto, for tests marked `real`."""

import contextlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from real_mail import ROOT, answers, free_port, need, running

DEPLOY = ROOT / "deploy" / "mosquitto"
PASSWORD = "geheim"


class Broker:
    """Its folder stands for /etc/mosquitto; users are added before it starts."""

    def __init__(self, folder: Path) -> None:
        need("mosquitto")
        need("mosquitto_pub")
        self.folder, self.port = folder, free_port()
        (folder / "conf.d").mkdir(parents=True)
        shutil.copy(DEPLOY / "glueckauf.acl", folder)
        shutil.copy(DEPLOY / "glueckauf.conf", folder / "conf.d")

    @property
    def url(self) -> str:
        """For the house."""
        return f"mqtt://glueckauf:{PASSWORD}@127.0.0.1:{self.port}"

    def users(self, *names: str) -> "Broker":
        """The house and devices, all with one password."""
        for number, name in enumerate(("glueckauf", *names)):
            new = ["-c"] if number == 0 else []
            subprocess.run(
                ["mosquitto_passwd", *new, "-b", self.folder / "glueckauf.passwd", name, PASSWORD], check=True, capture_output=True
            )
        return self

    def config(self) -> Path:
        """The shipped one on a free port, without the listener that needs a certificate; kept messages lie in the folder."""
        text = (self.folder / "conf.d" / "glueckauf.conf").read_text()
        text = re.sub(r"^(listener 8883|certfile .*|keyfile .*)$", "", text, flags=re.M)
        text = text.replace("listener 1883 127.0.0.1", f"listener {self.port} 127.0.0.1").replace("/etc/mosquitto", str(self.folder))
        own = f"persistence true\npersistence_location {self.folder}/\n" + ("user root\n" if os.getuid() == 0 else "")
        path = self.folder / "test.conf"
        path.write_text(text + own)
        return path

    @contextlib.contextmanager
    def runs(self):
        """Until the block ends; stopped, it keeps what waits."""
        program = shutil.which("mosquitto", path=f"{os.environ['PATH']}:/usr/sbin")
        with running(program, "-c", self.config(), is_up=lambda: answers(self.port)) as process:
            yield process

    def publish(self, user: str, topic: str, payload: str, *more: str) -> subprocess.CompletedProcess:
        """As a device does."""
        words = ["-h", "127.0.0.1", "-p", str(self.port), "-u", user, "-P", PASSWORD, "-q", "1", "-t", topic, "-m", payload, *more]
        return subprocess.run(["mosquitto_pub", *words], capture_output=True, text=True, timeout=60)

"""The malware scan: only a plain OK of clamd is clean. With a real clamd and signatures of our own, and with answers that are none."""

import shutil
import socket
import subprocess
import tempfile
import time
from io import BytesIO
from pathlib import Path
from threading import Thread
from zipfile import ZipFile

import make_uploads as make
import pytest

from glueckauf.core.uploads import Scan, scan

CONF = """
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/db
User {user}
Foreground yes
StreamMaxLength 60M
MaxFileSize 60M
SelfCheck 0
"""


@pytest.fixture
def use(settings):
    """`use(path)` names the socket of clamd."""

    def name(path):
        settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"clamd_socket": path})

    return name


def test_without_clamd_nothing_counts_as_clean(use, tmp_path):
    use(None)
    assert scan(BytesIO(b"x")) == Scan.NOT_SCANNED
    use(tmp_path / "nobody.sock")
    assert scan(BytesIO(b"x")) == Scan.NOT_SCANNED


ANSWERS = {
    "clean": (b"stream: OK\0", Scan.CLEAN),
    "found": (b"stream: Eicar-Test FOUND\0", Scan.INFECTED),
    "limit": (b"INSTREAM size limit exceeded. ERROR\0", Scan.NOT_SCANNED),
    "silence": (b"", Scan.NOT_SCANNED),
    "half": (b"stream: O", Scan.NOT_SCANNED),
    "flood": (b"x" * 100_000, Scan.NOT_SCANNED),
    "trick": (b"stream: OK FOUND nothing ERROR\0", Scan.NOT_SCANNED),
}


@pytest.mark.parametrize(("answer", "verdict"), ANSWERS.values(), ids=ANSWERS.keys())
def test_only_a_plain_ok_is_clean(use, answer, verdict):
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/s")
        listener.listen()
        thread = Thread(target=reply, args=(listener, answer))
        thread.start()
        use(Path(folder) / "s")
        file = BytesIO(b"content")
        assert scan(file) == verdict
        assert file.tell() == 0
        thread.join()


def reply(listener, answer):
    """Reads one stream to its end and says what the test wants."""
    connection, _ = listener.accept()
    with connection:
        got = b""
        while not got.endswith(b"\0\0\0\0"):
            got += connection.recv(4096)
        connection.sendall(answer)


@pytest.fixture(scope="module")
def clamd():
    """A real clamd with two signatures of our own: it has none without the internet, and refuses to start with none."""
    program = shutil.which("clamd", path="/usr/sbin:/usr/bin")
    assert program, "clamav-daemon is missing"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "db").mkdir()
        text = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!"
        (folder / "db" / "test.ndb").write_text(f"Eicar-Test:0:*:{text.hex()}\n")
        (folder / "clamd.conf").write_text(CONF.format(folder=folder, user=folder.owner()))
        process = subprocess.Popen([program, "-c", folder / "clamd.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield wait_for(folder / "clamd.sock", process)
        finally:
            process.terminate()
            process.wait(10)


def wait_for(path, process):
    """Until the socket answers."""
    for _ in range(200):
        assert process.poll() is None, "clamd ended"
        with socket.socket(socket.AF_UNIX) as asking:
            try:
                asking.connect(str(path))
            except OSError:
                time.sleep(0.1)
                continue
            asking.sendall(b"zPING\0")
            if asking.recv(16).startswith(b"PONG"):
                return path
    raise AssertionError("clamd did not answer within 20 s")


def zipped(content):
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("innen.txt", content)
    return out.getvalue()


@pytest.mark.real
@pytest.mark.once
def test_clamd_finds_the_test_virus_plain_and_zipped_and_leaves_a_photo_alone(use, clamd):
    use(clamd)
    assert scan(BytesIO(make.eicar())) == Scan.INFECTED
    assert scan(BytesIO(zipped(make.eicar()))) == Scan.INFECTED
    assert scan(BytesIO(make.photo())) == Scan.CLEAN
    assert scan(BytesIO(make.pdf())) == Scan.CLEAN


@pytest.mark.real
@pytest.mark.once
def test_what_is_too_long_for_clamd_is_not_scanned(use, clamd):
    use(clamd)
    assert scan(BytesIO(b"\0" * 70_000_000)) == Scan.NOT_SCANNED

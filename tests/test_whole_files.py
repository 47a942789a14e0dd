"""A stored file is there whole or not at all, whoever is killed while writing it."""

import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from glueckauf.core import files
from glueckauf.core.whole_files import UNFINISHED, WholeFiles
from tests import make

NAME = "ab/cd/abcd"


class Dying(File):
    """A content whose reader is killed after the first half."""

    def chunks(self, chunk_size=None):
        yield b"first half"
        os.kill(os.getpid(), signal.SIGKILL)


class Failing(File):
    """A content that cannot be read to its end."""

    def chunks(self, chunk_size=None):
        yield b"first half"
        raise OSError("broken")


@pytest.fixture
def store(tmp_path):
    return WholeFiles(location=tmp_path)


def unfinished(store):
    return list((Path(store.location) / UNFINISHED).glob("*"))


def test_a_writer_killed_in_the_middle_leaves_no_file_of_that_name(store):
    if (child := os.fork()) == 0:
        store.save(NAME, Dying(None))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert not store.exists(NAME) and len(unfinished(store)) == 1
    assert store.save(NAME, ContentFile(b"whole")) == NAME
    with store.open(NAME) as kept:
        assert kept.read() == b"whole"


def test_an_error_leaves_nothing_at_all(store):
    with pytest.raises(OSError, match="broken"):
        store.save(NAME, Failing(None))
    assert not store.exists(NAME) and unfinished(store) == []


def test_storing_the_same_twice_is_one_file_that_others_may_read_as_settings_say(store, tmp_path):
    assert [store.save(NAME, ContentFile(b"whole")) for _ in range(2)] == [NAME, NAME]
    assert [path.name for path in (tmp_path / "ab/cd").iterdir()] == ["abcd"]
    assert (tmp_path / NAME).stat().st_mode & 0o777 == store.file_permissions_mode


@pytest.mark.django_db
def test_a_part_under_the_name_of_the_whole_is_replaced():
    content = b"a mail of which a broken disk kept nothing"
    sha256 = files.store_bytes(content, at=make.NOON).pk
    Path(default_storage.path(files.path_of(sha256))).write_bytes(b"")
    assert files.damaged(sha256) == "changed"
    assert files.read_blob(files.store_bytes(content, at=make.NOON).pk) == content


@pytest.mark.django_db
def test_what_killed_writers_left_goes_after_a_day():
    left = Path(default_storage.location) / UNFINISHED / "left"
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_bytes(b"first half")
    (left.parent / "named").symlink_to("nowhere")  # seen in the folder, and gone when it is looked at
    written = datetime.fromtimestamp(left.stat().st_mtime, UTC)
    files.sweep(written + timedelta(hours=23))
    assert left.exists()
    files.sweep(written + timedelta(hours=25))
    assert not left.exists()
    (left.parent / "named").unlink()

"""Files in an S3-compatible store. The store is moto's server, a simulator that speaks the true HTTP interface on loopback."""

from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer

from glueckauf.config.env import Env
from glueckauf.config.storages import files_storage
from glueckauf.core import files
from glueckauf.core.models import Blob
from tests import make

pytestmark = pytest.mark.django_db
KEY = "muster"
MEGABYTE = b"Glueckauf" * 116_509


@pytest.fixture
def server():
    """Runs on a free port."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def bucket(server, settings):
    """The house keeps its files there from now on, as its settings say it; the bucket as another program sees it."""
    name = f"akten-{uuid4().hex[:12]}"  # the simulator forgets nothing while the process runs
    address = "http://{}:{}".format(*server.get_host_and_port())
    access = {"aws_access_key_id": KEY, "aws_secret_access_key": KEY, "region_name": "us-east-1"}
    there = boto3.resource("s3", endpoint_url=address, **access).create_bucket(Bucket=name)
    chosen = {"files_s3_bucket": name, "files_s3_endpoint": address, "files_s3_region": "us-east-1"}
    env = Env(**chosen, files_s3_access_key=KEY, files_s3_secret_key=KEY)
    settings.STORAGES = settings.STORAGES | {"default": files_storage(env)}
    return there


def names(bucket):
    return [found.key for found in bucket.objects.all()]


def test_twenty_megabytes_go_up_and_down_in_pieces_and_lie_under_their_hash(bucket):
    blob = files.store((MEGABYTE for _ in range(20)), at=make.NOON)
    assert names(bucket) == [files.path_of(blob.pk)]
    with files.open_blob(blob.pk) as content:
        assert content.read(9) == b"Glueckauf"
    assert files.damaged(blob.pk) == ""


def test_the_same_content_is_one_object(bucket):
    first, second = (files.store_bytes(b"twice", at=make.NOON) for _ in range(2))
    assert first == second
    assert len(names(bucket)) == 1


def test_what_another_program_changes_or_removes_is_noticed(bucket):
    blob = files.store_bytes(b"as it was", at=make.NOON)
    bucket.put_object(Key=files.path_of(blob.pk), Body=b"as it was not")
    assert files.damaged(blob.pk) == "changed"
    bucket.delete_objects(Delete={"Objects": [{"Key": files.path_of(blob.pk)}]})
    assert files.damaged(blob.pk) == "missing"


def test_what_no_row_names_leaves_the_store(bucket):
    files.store_bytes(b"orphan", at=make.NOON)
    assert files.sweep(make.NOON + 2 * files.GRACE) == 1
    assert names(bucket) == []


def test_a_store_that_is_down_leaves_no_row(bucket, server):
    server.stop()
    with pytest.raises(files.StoreDown):
        files.store_bytes(b"too late", at=make.NOON)
    assert not Blob.objects.exists()

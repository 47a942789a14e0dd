"""The store of files when it does not answer: a sentence for people, "later" for mail, and nothing half written."""

import errno

import pytest
from django.urls import reverse

from glueckauf.core import files
from glueckauf.core.models import Blob
from glueckauf.mail.models import IncomingMail
from glueckauf.mail.tasks.lmtp import KEPT, TROUBLE, answer
from glueckauf.vorgaenge import actions
from tests import make, make_identity, make_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def down(settings):
    """`down()`: from now on the store is a place nobody can write to; `down.over()`: it answers again."""
    before = settings.STORAGES

    def go():
        settings.STORAGES = before | {"default": before["default"] | {"OPTIONS": {"location": "/proc/nowhere"}}}

    def over():
        settings.STORAGES = before

    go.over = over
    return go


def test_a_store_that_does_not_answer_leaves_no_row_and_takes_the_file_afterwards(down):
    down()
    with pytest.raises(files.StoreDown) as refused:
        files.store_bytes(b"while down", at=make.NOON)
    assert refused.value.errno == errno.ENOENT  # the inlet tells a full disk from other trouble by it
    assert Blob.objects.count() == 0
    down.over()
    assert files.read_blob(files.store_bytes(b"while down", at=make.NOON).pk) == b"while down"


def test_she_is_told_what_holds_and_hands_in_again_when_it_is_over(down):
    make.publish()
    case = make.vorgang(answers=make.values("hundesteuer-anmeldung") | {"ermaessigung": "tierheim"})
    asked = [actions.Asked(nachweis="tierheimvertrag", label="Vertrag", reason="Für die Ermäßigung")]
    row = actions.request_documents(case.number, asked=asked, by=make.clerk(), at=make.NOON)
    url = reverse("vorgang-nachweis", args=[case.number, make.slot_of(case, row)])
    erika = make_identity.as_guest(str(case.person))
    down()
    page = erika.post(url, {"datei": make.photo(), "dateien": make.photo(), "files": make.photo(), "file": make.photo()})
    assert page.status_code == 503
    assert "nicht gespeichert" in page.content.decode()
    down.over()
    assert make.document(case, row)


@pytest.mark.django_db(transaction=True)
def test_a_mail_is_not_ours_while_the_store_is_down_and_comes_once_afterwards(down, as_tenant):
    make_mail.cities()
    raw = make_mail.mail().as_bytes()
    down()
    assert answer(raw, "post+bochum@post.glueckauf.example", "erika@mustermann.example") == TROUBLE
    with as_tenant("bochum"):
        assert IncomingMail.objects.count() == 0
    down.over()
    assert [answer(raw, "post+bochum@post.glueckauf.example", "erika@mustermann.example") for _ in range(2)] == [KEPT, KEPT]
    with as_tenant("bochum"):
        assert IncomingMail.objects.count() == 1

"""Demo pages: who may sign in, everybody's mail, an answer through the inlet, a clock that only moves forward."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from make_mail import NOON, PNG, cities, in_tenant

from glueckauf.core.clock import now
from glueckauf.core.errors import NotFound
from glueckauf.core.outbox.dispatch import drain
from glueckauf.identity.actions import make_clerk
from glueckauf.identity.rules.actor import Anonymous, Operator, Role, Rule
from glueckauf.mail import actions as mail
from glueckauf.mail import models
from glueckauf.mail.tasks.lmtp import serve
from glueckauf.portal import actions
from glueckauf.portal.rules.demo import PASSWORD
from glueckauf.portal.rules.reply import Enclosed, reply

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("demo_urls")]


@pytest.fixture
def demo(settings, tmp_path):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"mode": "demo", "lmtp_port": 1, "var": tmp_path})
    cities()


@pytest.fixture
def sent(demo):
    """A mail of a Vorgang, kept in the demo's mailbox."""
    written = mail.send(
        "bochum",
        to="erika@mustermann.example",
        subject="Bitte reichen Sie einen Nachweis ein",
        text="Guten Tag",
        topic="1",
        by=Rule(tenant="bochum", name="test"),
        at=NOON,
    )
    mail.send_due(NOON)
    return written


def test_the_overview_shows_the_clerks_with_the_code_of_this_half_minute(client, demo):
    make_clerk(
        "beispiel",
        password=PASSWORD,
        tenant="bochum",
        offices=[],
        roles=[Role.CLERK],
        display_name="Max Beispiel",
        totp_secret="JBSWY3DPEHPK3PXP",
        by=Operator(id=0),
        at=NOON,
    )
    text = client.get("/demo/").content.decode()
    assert "Max Beispiel" in text and PASSWORD in text and "Sachbearbeitung" in text


def test_a_mail_can_be_read_and_offers_an_answer(client, sent):
    assert sent.subject in client.get("/demo/postfach/").content.decode()
    text = client.get(f"/demo/postfach/{sent.pk}/").content.decode()
    assert "antwort-" in text and 'type="file"' in text


def test_an_answer_that_nobody_takes_is_kept_in_the_form(client, sent):
    answer = client.post(f"/demo/postfach/{sent.pk}/", {"from_": "erika@mustermann.example", "text": "Anbei das Foto."})
    assert answer.status_code == 503
    assert "Anbei das Foto." in answer.content.decode()


@pytest.fixture
def inlet(settings, demo):
    """The true listener."""
    stop, ready = threading.Event(), threading.Event()

    def on_ready(port):
        settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"lmtp_port": port})
        ready.set()

    thread = threading.Thread(target=serve, args=("127.0.0.1", 0, stop), kwargs={"on_ready": on_ready})
    thread.start()
    assert ready.wait(10)
    yield
    stop.set()
    thread.join(10)


def test_an_answer_with_an_attachment_comes_in_as_a_true_mail(client, sent, inlet):
    files = [SimpleUploadedFile("foto.png", PNG, "image/png")]
    answer = client.post(f"/demo/postfach/{sent.pk}/", {"from_": "erika@mustermann.example", "text": "Anbei.", "dateien": files})
    assert answer.status_code == 302
    with in_tenant():
        assert models.IncomingMail.objects.get(tenant="bochum").topic == sent.topic
    drain(NOON.replace(year=2100))
    with in_tenant():
        assert models.IncomingAttachment.objects.get().filename == "foto.png"


def test_an_answer_needs_a_sender(client, sent):
    assert client.post(f"/demo/postfach/{sent.pk}/", {"from_": "erika", "text": ""}).status_code == 422


def test_the_clock_moves_forward_and_the_banner_says_so(client, demo):
    before = now()
    client.post("/demo/uhr/", {"hours": "240"})
    assert (now() - before).days == 10
    assert "Die Uhr steht auf" in client.get("/").content.decode()


def test_a_message_like_from_a_phone_has_its_photos():
    photo = Enclosed(filename="IMG_2041.HEIC", media_type="image/heic", content=b"x")
    message = reply(
        to="antwort-1@post.example", from_="a@b.example", subject="Nachweis", text="", files=[photo], message_id="<1@x>", at=NOON
    )
    assert message["Subject"] == "AW: Nachweis"
    assert [part.get_filename() for part in message.iter_attachments()] == ["IMG_2041.HEIC"]


@pytest.mark.urls("glueckauf.config.urls")
def test_outside_the_demo_there_is_no_answering_and_no_clock():
    with pytest.raises(NotFound):
        actions.answer(1, from_="a@b.example", text="", files=[], by=Anonymous(), at=NOON)
    with pytest.raises(NotFound):
        actions.move_clock(1, by=Anonymous(), at=NOON)

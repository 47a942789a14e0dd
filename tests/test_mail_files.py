"""Files of a mail are checked like uploads: photos lose their position, refused ones are kept with the reason, none is called clean."""

from io import BytesIO

import make_uploads as files
import pytest
from make_mail import TOPIC, address, arrive, cities, events, mail, raw, seen, send, winmail
from PIL import Image
from test_uploads_scan import clamd, use  # noqa: F401 - fixtures

from glueckauf.core.files import read_blob

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked():
    cities()
    send()


def arrived(*attachments):
    """(name, type, content) each, as the clerk sees them."""
    message = mail("Anbei.")
    for name, media_type, content in attachments:
        main, _, sub = media_type.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return seen(arrive(message, address())).attachments


def position(content):
    """Where a photo was taken."""
    return dict(Image.open(BytesIO(content)).getexif().get_ifd(0x8825))


def test_a_phones_photos_become_usable_files_without_their_position():
    sent = files.photo(exif=files.exif())
    jpeg, heic = arrived(("IMG_1.jpg", "image/jpeg", sent), ("IMG_2.HEIC", "image/heic", files.heic(exif=files.exif())))
    assert position(sent) and not position(read_blob(jpeg.sha256))
    assert read_blob(jpeg.original) == sent
    assert (heic.media_type, heic.problems) == ("image/jpeg", ()) and heic.filename.lower().endswith(".jpg")
    assert Image.open(BytesIO(read_blob(heic.sha256))).format == "JPEG"


def test_a_pdf_arrives_with_its_pages_and_is_never_called_clean_without_a_scanner():
    (found,) = arrived(("vertrag.pdf", "application/octet-stream", files.pdf(pages=3)))
    assert (found.media_type, found.pages, found.problems, found.scan) == ("application/pdf", 3, (), "not_scanned")


def test_what_is_not_accepted_is_kept_with_its_reason():
    found = arrived(
        ("x.pdf", "application/pdf", files.pdf(change=files.script)),
        ("seite.html", "application/octet-stream", b"<html><script>alert(1)</script></html>"),
        ("bombe.png", "image/png", files.png_bomb()),
        ("leer.jpg", "image/jpeg", b""),
    )
    assert [a.problems for a in found] == [("active_content",), ("not_accepted",), ("image_bomb",), ("unreadable",)]
    assert all(a.sha256 == a.original for a in found)
    assert events(kind="MailReceived")[0]["topic"] == TOPIC


def test_files_inside_winmail_dat_are_checked_too():
    (found,) = arrived(("winmail.dat", "application/ms-tnef", winmail([("Paß.jpg", files.photo(exif=files.exif()))])))
    assert (found.media_type, found.problems, found.filename) == ("image/jpeg", (), "Paß.jpg")
    assert not position(read_blob(found.sha256))


def test_a_file_that_is_not_what_its_name_says_gets_the_true_ending():
    (found,) = arrived(("rechnung.pdf", "application/pdf", files.photo()))
    assert found.filename == "rechnung.pdf.jpg"


@pytest.mark.real
def test_a_virus_is_found_kept_apart_and_named(use, clamd):  # noqa: F811
    use(clamd)
    virus, photo = arrived(("virus.txt", "application/octet-stream", files.eicar()), ("foto.jpg", "image/jpeg", files.photo()))
    assert (virus.scan, photo.scan) == ("infected", "clean")
    assert "infected" in virus.problems and photo.problems == ()


def test_the_raw_mail_still_has_everything():
    content = raw(mail("Nur Worte."))
    assert read_blob(seen(arrive(content, address())).raw) == content

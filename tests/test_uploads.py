"""Uploads: what is taken, what is refused and why, what of a photo is kept. Every bad file gets a sentence, none an error page."""

import resource
import zlib
from io import BytesIO

import make_uploads as make
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from glueckauf.core.uploads import NoPreview, Problem, inspect, page_images, problem_text, safe_name
from glueckauf.core.uploads.word import MEDIA_TYPE


def look(content, name="nachweis", **more):
    return inspect(BytesIO(content), name, **more)


def test_a_packed_pdf_with_objects_is_read():
    assert problems(make.hidden_object(zlib.compress(b"5 0 <</A 1>>"), b"/FlateDecode")) == ()


def problems(content, **more):
    found = look(content, **more)
    assert found.clean_bytes == b"" if found.problems else found.clean_bytes
    return found.problems


# --- what is taken ---


def test_a_pdf_stays_byte_for_byte_what_was_sent():
    content = make.pdf(pages=3)
    found = look(content, "Mietvertrag.PDF")
    assert (found.kind, found.media_type, found.pages, found.problems) == ("pdf", "application/pdf", 3, ())
    assert (found.clean_bytes, found.size, found.safe_name) == (content, len(content), "Mietvertrag.pdf")


def test_a_word_file_is_taken_and_its_pages_are_not_known():
    found = look(make.docx(), "Vertrag.docx")
    assert (found.kind, found.media_type, found.pages, found.problems) == ("docx", MEDIA_TYPE, 0, ())


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_photo_loses_its_position_and_stands_upright(form):
    found = look(make.photo(form, exif=make.exif()), "foto")
    with Image.open(BytesIO(found.clean_bytes)) as image:
        assert (image.size, dict(image.getexif())) == ((48, 64), {})
        red = image.getpixel((47, 0))
        assert red[0] > red[1], "the corner that was at the left is now at the right"
    assert b"Musterkamera" not in found.clean_bytes


def test_a_heic_photo_becomes_a_jpeg_without_position():
    found = look(make.heic(exif=make.exif().tobytes()), "IMG_0001.HEIC")
    assert (found.kind, found.media_type, found.safe_name, found.pages) == ("heic", "image/jpeg", "IMG_0001.jpg", 1)
    with Image.open(BytesIO(found.clean_bytes)) as image:
        assert image.format == "JPEG" and not image.getexif()
    assert b"Musterkamera" not in found.clean_bytes


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_photos_keep_their_colours(mode):
    with Image.open(BytesIO(look(make.photo(mode=mode)).clean_bytes)) as image:
        assert image.mode == mode


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pictures_of_every_mode_are_taken(mode):
    out = BytesIO()
    Image.new(mode, (9, 9)).save(out, "PNG")
    assert problems(out.getvalue()) == ()


def test_a_picture_of_several_pictures_from_a_phone_is_taken():
    out = BytesIO()
    Image.new("RGB", (40, 30)).save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30))])
    found = look(out.getvalue())
    assert (found.kind, found.problems) == ("jpeg", ())


def test_a_pdf_that_opens_at_a_page_or_forbids_printing_is_harmless():
    def first_page(document):
        document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])

    assert problems(make.pdf(change=first_page)) == ()
    assert problems(make.pdf(encryption=pikepdf.Encryption(owner="nur lesen", user=""))) == ()


def test_an_invoice_that_carries_its_data_is_taken():
    def invoice(document):
        document.attachments["factur-x.xml"] = b"<x/>"

    assert problems(make.pdf(change=invoice)) == ()


# --- what is refused ---

FORBIDDEN_IN_PDF = {
    "script at opening": make.script,
    "script on a page": lambda d: d.pages[0].obj.__setitem__("/AA", pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript))),
    "script by name": lambda d: d.Root.__setitem__("/Names", pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([])))),
    "program": lambda d: d.Root.__setitem__("/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")),
    "form that sends itself": lambda d: d.Root.__setitem__("/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.SubmitForm)),
    "XFA form": lambda d: d.Root.__setitem__("/AcroForm", pikepdf.Dictionary(XFA=pikepdf.Array([]))),
    "attached program": lambda d: d.attachments.__setitem__("rechnung.exe", b"MZ"),
    "attached web page": lambda d: d.attachments.__setitem__("rechnung.html", b"<script>"),
}


@pytest.mark.parametrize("change", FORBIDDEN_IN_PDF.values(), ids=FORBIDDEN_IN_PDF.keys())
@pytest.mark.parametrize("save", [{}, {"object_stream_mode": pikepdf.ObjectStreamMode.generate}], ids=["plain", "packed"])
def test_a_pdf_that_does_something_by_itself_is_refused(change, save):
    assert problems(make.pdf(change=change, **save)) == (Problem.ACTIVE_CONTENT,)


def test_a_pdf_with_a_password_is_refused():
    assert problems(make.pdf(encryption=pikepdf.Encryption(owner="a", user="geheim"))) == (Problem.ENCRYPTED,)


def test_a_script_behind_an_owners_password_is_found():
    content = make.pdf(change=make.script, encryption=pikepdf.Encryption(owner="a", user=""))
    assert problems(content) == (Problem.ACTIVE_CONTENT,)


def test_too_many_pages_are_refused():
    assert problems(make.pdf(pages=21), most_pages=20) == (Problem.TOO_MANY_PAGES,)
    assert problems(make.pdf(pages=20), most_pages=20) == ()


def test_a_file_of_30_mb_is_refused_before_it_is_read():
    assert problems(b"%PDF-1.7" + b"0" * 30_000_000) == (Problem.TOO_LARGE,)


def test_a_file_that_came_empty_did_not_come():
    assert problems(b"") == (Problem.UNREADABLE,)


NOT_ACCEPTED = {
    "web page": b"<!doctype html><script>alert(1)</script>",
    "web page, then PDF": b"<html><script>alert(1)</script></html>\n" + make.pdf(),
    "junk, then PDF": b"\0" * 900 + make.pdf(),
    "picture by text": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "animation": b"GIF89a" + b"\0" * 40,
    "program": b"MZ" + b"\0" * 100,
    "archive": b"PK\x03\x04" + b"\0" * 100,
    "PDF that is also an archive": make.pdf() + make.docx(),
    "photo that begins a PDF": make.photo()[:20] + make.pdf(),
    "virus test": make.eicar(),
    "winmail.dat": b"\x78\x9f\x3e\x22" + b"\0" * 60,
}


@pytest.mark.parametrize("content", NOT_ACCEPTED.values(), ids=NOT_ACCEPTED.keys())
def test_what_is_none_of_the_five_kinds_is_refused(content):
    assert problems(content) == (Problem.NOT_ACCEPTED,)


def test_what_hides_behind_a_photo_is_gone():
    found = look(make.photo() + make.docx() + b"<script>")
    assert found.problems == () and b"PK\x03\x04" not in found.clean_bytes and b"<script>" not in found.clean_bytes


UNREADABLE = {
    "PDF without a page": make.pdf(pages=0),
    "beginning of a PDF": b"%PDF-1.7\n1 0 obj",
    "half a photo": make.photo(size=(400, 300), quality=100)[:2000],
    "half a HEIC": make.heic(size=(400, 300))[:-200],
    "half a PNG": make.photo("PNG", size=(400, 300))[:-200],
    "half a Word file": make.docx()[:-60],
    "Word file that is no XML": make.docx(document="<w:document"),
    "Word file with entities": make.docx(document='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
    "PDF bomb": make.pdf_bomb(),
    "PDF bomb with older packing": make.lzw_bomb(),
    "object nobody can unpack": make.hidden_object(b"x", b"/FlateDecode"),
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_its_reader_cannot_open_is_refused(content):
    assert problems(content) == (Problem.UNREADABLE,)


def test_an_image_bomb_is_refused_by_its_size_alone():
    assert problems(make.png_bomb()) == (Problem.IMAGE_BOMB,)


def test_a_zip_bomb_is_refused_while_it_is_counted():
    assert problems(make.zip_bomb()) == (Problem.ARCHIVE_BOMB,)


def test_bombs_do_not_grow_the_process():
    bombs = (make.pdf_bomb(), make.lzw_bomb(), make.zip_bomb(), make.png_bomb())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for bomb in bombs:
        assert problems(bomb)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000, "kB"


ACTIVE_WORD = {
    "macro": [("word/vbaProject.bin", b"x")],
    "embedded program": [("word/embeddings/oleObject1.bin", b"x")],
    "control": [("word/activeX/activeX1.xml", b"<x/>")],
    "template from elsewhere": [
        (
            "word/_rels/settings.xml.rels",
            b'<Relationships><Relationship TargetMode="External" Target="https://example.org/a.dotm" '
            b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>',
        )
    ],
}


@pytest.mark.parametrize("extra", ACTIVE_WORD.values(), ids=ACTIVE_WORD.keys())
def test_a_word_file_with_a_program_is_refused(extra):
    assert problems(make.docx(extra)) == (Problem.ACTIVE_CONTENT,)


def test_a_word_file_with_a_link_and_a_table_is_taken():
    link = (
        b'<Relationships><Relationship TargetMode="External" Target="https://example.org/" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>'
    )
    extra = [("word/_rels/document.xml.rels", link), ("word/embeddings/Tabelle.xlsx", make.docx())]
    assert problems(make.docx(extra)) == ()


def test_a_word_file_with_a_password_says_so():
    assert problems(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")) == (Problem.ENCRYPTED,)


@pytest.mark.parametrize("problem", Problem)
def test_each_problem_says_what_to_do_in_both_languages(problem):
    with translation.override("de"):
        german = problem_text(problem)
    with translation.override("en"):
        english = problem_text(problem)
    assert german != english
    assert all("{" not in text and text.endswith(".") and text.count(".") >= 2 for text in (german, english))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["pdf", "jpeg", "png", "heic", "docx"]), st.integers(0, 10_000), st.binary(max_size=40))
def test_no_damage_breaks_the_look_inside(kind, place, junk):
    content = GOOD[kind]
    place %= len(content)
    found = problems(content[:place] + junk + content[place + len(junk) :])
    assert all(problem in Problem for problem in found)


GOOD = {"pdf": make.pdf(2), "jpeg": make.photo(), "png": make.photo("PNG"), "heic": make.heic(), "docx": make.docx()}


# --- names ---

NAMES = {
    "../../x": "x",
    "..\\..\\windows\\system32\\x.pdf": "x.pdf",
    "/etc/passwd": "passwd",
    "": "datei",
    "...": "datei",
    "a\0b\r\nc.pdf": "abc.pdf",
    "rechnung\u202efdp.exe": "rechnungfdp.exe",
    "bil\u200bd\u2066.jpg": "bild.jpg",
    "CON": "_CON",
    "nul.pdf": "_nul.pdf",
    'a<b>:"|?*.pdf': "a_b______.pdf",
    "Mietvertrag  Müller .pdf": "Mietvertrag Müller.pdf",
    "\ud800.pdf": "\ufffd.pdf",
}


@pytest.mark.parametrize(("sent", "safe"), NAMES.items(), ids=range(len(NAMES)))
def test_names_are_made_safe(sent, safe):
    assert safe_name(sent) == safe


def test_a_name_ends_as_its_content_is():
    assert safe_name("rechnung.pdf.exe", ".pdf") == "rechnung.pdf.exe.pdf"
    assert safe_name("foto.JPEG", ".jpg") == "foto.jpg"
    assert len(safe_name("x" * 500 + ".pdf", ".pdf")) == 120


@given(st.text(), st.sampled_from(["", ".pdf", ".jpg"]))
def test_a_safe_name_is_never_a_path_and_never_empty(sent, suffix):
    name = safe_name(sent, suffix)
    assert name and name.isprintable() and not set(name) & set("/\\\0") and not name.startswith(".") and name.endswith(suffix)


# --- on the way in ---


def test_many_files_that_are_each_small_enough_are_too_large_together():
    files = [SimpleUploadedFile(f"{n}.pdf", b"0" * 19_000_000) for n in range(5)]
    request = RequestFactory().post("/", {f"f{n}": file for n, file in enumerate(files)})
    assert len(request.FILES) == 4 and request.upload_too_large
    request.close()


# --- pages for the viewer ---


def test_a_clerk_sees_the_pages_of_a_pdf_as_pictures():
    pages = page_images(make.pdf(pages=12), "application/pdf", most=11)
    assert len(pages) == 11
    with Image.open(BytesIO(pages[0])) as image:
        assert (image.format, max(image.size)) == ("JPEG", 1600)


def test_a_clerk_sees_a_photo_upright_and_small():
    picture = page_images(make.photo(size=(4000, 3000), exif=make.exif()), "image/jpeg")[0]
    with Image.open(BytesIO(picture)) as image:
        assert image.size == (1200, 1600)


def test_transparent_parts_are_white():
    out = BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(page_images(out.getvalue(), "image/png")[0])) as image:
        assert image.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(("content", "media_type"), [(make.docx(), MEDIA_TYPE), (b"x", "application/pdf"), (b"x", "image/png")])
def test_what_cannot_be_shown_says_so(content, media_type):
    with pytest.raises(NoPreview):
        page_images(content, media_type)


def test_a_machine_without_poppler_says_so(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoPreview) as refused:
        page_images(make.pdf(), "application/pdf")
    assert "poppler-utils" in str(refused.value)

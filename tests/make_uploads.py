"""Files as people send them, good and bad, built at run time: nothing dangerous lies in the repository."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pillow_heif
from PIL import Image

CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
DOCUMENT = '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def pdf(pages=1, change=lambda document: None, **save):
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        change(document)
        out = BytesIO()
        document.save(out, **save)
    return out.getvalue()


def script(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def exif():
    """Held sideways, taken in Bochum, by a known camera."""
    made = Image.Exif()
    made[ORIENTATION], made[MAKE] = 6, "Musterkamera"
    made.get_ifd(GPS).update({1: "N", 2: (51.0, 28.0, 54.0), 3: "E", 4: (7.0, 12.0, 58.0)})
    return made


def photo(form="JPEG", size=(64, 48), mode="RGB", **save):
    out = BytesIO()
    image = Image.new(mode, size, "white")
    image.putpixel((0, 0), 0 if mode in ("L", "P") else (255, 0, 0, 255)[: len(mode)])
    image.save(out, form, **save)
    return out.getvalue()


def heic(size=(64, 48), **save):
    pillow_heif.register_heif_opener()
    out = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", size, "white")).save(out, quality=80, **save)
    return out.getvalue()


def docx(extra=(), document=DOCUMENT):
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("word/document.xml", document)
        for name, content in extra:
            archive.writestr(name, content)
    return out.getvalue()


def zip_bomb():
    """100 kB of DOCX that unpack to 110 MB."""
    return docx([("word/media/image1.bmp", b"\0" * 110_000_000)])


def png_bomb():
    """A few hundred kB of PNG with 400 million pixels."""

    def chunk(kind, data):
        body = kind + data
        return len(data).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)

    side = 20_000
    rows = zlib.compressobj(9)
    row = b"\0" * (side // 8 + 1)
    packed = b"".join(rows.compress(row) for _ in range(side)) + rows.flush()
    head = side.to_bytes(4) + side.to_bytes(4) + bytes([1, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def pdf_bomb():
    """290 kB of PDF whose one object stream unpacks to 300 MB when the file is only opened."""
    return hidden_object(zlib.compress(b"5 0 " + b" " * 300_000_000 + b"<</A 1>>", 9), b"/FlateDecode")


def lzw_bomb():
    """The same with the older packing, for which the parser knows no limit: 700 kB unpack to 900 MB."""
    bits, size, width = [], 0, 9
    while size < 900_000_000:
        bits.append(f"{256:0{width}b}{32:09b}")
        for code in range(258, 4093):
            width = (code + 1).bit_length() if code < 4092 else 12
            width = max(9, min(12, width))
            bits.append(f"{code:0{width}b}")
            size += code - 256
    packed = "".join(bits) + f"{257:012b}"
    packed += "0" * (-len(packed) % 8)
    return hidden_object(int(packed, 2).to_bytes(len(packed) // 8), b"/LZWDecode")


def hidden_object(packed, packing):
    """A PDF with one object in a packed stream of objects."""
    out, places = BytesIO(), {}

    def write(number, body):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")

    out.write(b"%PDF-1.5\n")
    write(1, b"<</Type/Catalog/Pages 2 0 R/X 5 0 R>>")
    write(2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
    write(3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>")
    write(4, b"<</Type/ObjStm/N 1/First 4/Filter%s/Length %d>>stream\n" % (packing, len(packed)) + packed + b"\nendstream")
    table = out.tell()
    entries = [(0, 0), *((1, places[n]) for n in (1, 2, 3, 4)), (2, 4), (1, table)]
    rows = b"".join(kind.to_bytes(1) + place.to_bytes(4) + b"\0" for kind, place in entries)
    write(6, b"<</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(rows) + rows + b"\nendstream")
    out.write(b"startxref\n%d\n%%%%EOF" % table)
    return out.getvalue()


def eicar():
    """The agreed test text of virus scanners, put together here so that no scanner finds this file."""
    return b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"

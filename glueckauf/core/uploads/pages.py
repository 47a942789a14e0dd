"""Images of a document's pages for the clerk's viewer, so that nobody opens an original there. PDF by poppler, photos by Pillow."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageOps

from glueckauf.core.errors import Refused
from glueckauf.core.files import read_blob
from glueckauf.core.uploads.image import MOST_PIXELS

MOST_PAGES = 50
LONG_SIDE = 1600  # pixels
SECONDS = 30
MEMORY = 1_000_000_000
JPEG_QUALITY = 82


class NoPreview(Refused):
    """There is no picture of this file; the reason says why."""

    text = "Von dieser Datei gibt es keine Vorschau: {why} Sie können die Datei herunterladen und auf Ihrem Gerät öffnen."
    status = 404


def page_images(document: str | bytes, media_type: str, *, most: int = MOST_PAGES) -> list[bytes]:
    """JPEG pages, the first `most` of them. `document` is the hash of a stored file or its content. Raises NoPreview."""
    content = read_blob(document) if isinstance(document, str) else document
    if media_type == "application/pdf":
        return pdf_pages(content, most)
    if media_type in ("image/jpeg", "image/png"):
        return [photo(content)]
    raise NoPreview(why="Word-Dateien zeigen wir nicht als Bild.")


def pdf_pages(content: bytes, most: int) -> list[bytes]:
    """Drawn in a process of its own that may neither run long nor grow large."""
    program = shutil.which("pdftoppm")
    if program is None:
        raise NoPreview(why="Auf diesem Server fehlt das Programm pdftoppm (Debian: poppler-utils).")
    limits = [limiter, f"--as={MEMORY}", f"--cpu={SECONDS}"] if (limiter := shutil.which("prlimit")) else []
    options = ["-jpeg", "-jpegopt", f"quality={JPEG_QUALITY}", "-scale-to", str(LONG_SIDE), "-l", str(most)]
    with TemporaryDirectory() as folder:
        try:
            subprocess.run(
                [*limits, program, *options, "-", f"{folder}/page"], input=content, capture_output=True, check=True, timeout=SECONDS
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise NoPreview(why="Die Seiten ließen sich nicht zeichnen.") from error
        return [page.read_bytes() for page in sorted(Path(folder).iterdir())]


def photo(content: bytes) -> bytes:
    """Upright and no larger than a page on the screen."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            image.draft("RGB", (LONG_SIDE, LONG_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONG_SIDE, LONG_SIDE))
            out = BytesIO()
            on_white(upright).save(out, "JPEG", quality=JPEG_QUALITY)
            return out.getvalue()
    except Image.DecompressionBombError as error:
        raise NoPreview(why="Das Bild ist zu groß.") from error
    except Exception as error:
        raise NoPreview(why="Das Bild lässt sich nicht öffnen.") from error


def on_white(image: Image.Image) -> Image.Image:
    """Transparent parts white, as on paper."""
    if image.mode in ("L", "RGB"):
        return image
    if not image.has_transparency_data:
        return image.convert("RGB")
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")

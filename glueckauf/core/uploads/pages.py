"""Images of a document's pages for the clerk's viewer, so that nobody opens an original there. PDF by poppler, photos by Pillow."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from glueckauf.core.files import read_blob
from glueckauf.core.uploads.problems import NoPreview

MOST_PAGES = 50
LONG_SIDE = 1600  # pixels
SECONDS = 30
MEMORY = 1_000_000_000
JPEG_QUALITY = 82


def page_images(document: str | bytes, media_type: str, *, most: int = MOST_PAGES) -> list[bytes]:
    """JPEG pages, the first `most` of them. `document` is the hash of a stored file or its content. Raises NoPreview."""
    content = read_blob(document) if isinstance(document, str) else document
    if media_type == "application/pdf":
        return pdf_pages(content, most)
    if media_type in ("image/jpeg", "image/png"):
        from glueckauf.core.uploads.photo import photo  # Pillow: a start of the house need not wait for it

        return [photo(content, side=LONG_SIDE, quality=JPEG_QUALITY)]
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

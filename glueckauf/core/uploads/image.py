"""Photos: decoded and written anew, so that position, comments and whatever hides behind the picture are gone. HEIC becomes JPEG."""

from io import BytesIO

import pi_heif
from PIL import Image, ImageOps

from glueckauf.core.uploads.found import Found, refused
from glueckauf.core.uploads.problems import Problem

MOST_PIXELS = 50_000_000
JPEG_QUALITY = 92
FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "heic": ("HEIF",)}

pi_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def read(content: bytes, kind: str) -> Found:
    """`kind` is jpeg, png or heic. The size is known before a pixel is decoded."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS[kind]) as image:
            if image.width * image.height > MOST_PIXELS:
                return refused(Problem.IMAGE_BOMB)
            image.load()
            return rewritten(image, kind)
    except (Image.DecompressionBombError, MemoryError):
        return refused(Problem.IMAGE_BOMB)
    except Exception:  # whatever a broken file does to a decoder, the answer is the same
        return refused(Problem.UNREADABLE)


def rewritten(image: Image.Image, kind: str) -> Found:
    """Upright, with colour profile and resolution, and nothing else of what the camera wrote."""
    kept = {key: image.info[key] for key in ("icc_profile", "dpi") if image.info.get(key)}
    upright = ImageOps.exif_transpose(image)
    upright.info.clear()
    out = BytesIO()
    if kind == "png":
        upright.save(out, "PNG", compress_level=4, **kept)
        return Found(content=out.getvalue(), media_type="image/png", pages=1)
    plain = upright if upright.mode in ("L", "RGB", "CMYK") else upright.convert("RGB")
    plain.save(out, "JPEG", quality=JPEG_QUALITY, **kept)
    return Found(content=out.getvalue(), media_type="image/jpeg", pages=1)

"""A photo as the clerk's viewer shows it. Reads Pillow, so it is imported where a photo is."""

from io import BytesIO

from PIL import Image, ImageOps

from glueckauf.core.uploads.image import MOST_PIXELS
from glueckauf.core.uploads.problems import NoPreview


def photo(content: bytes, *, side: int, quality: int) -> bytes:
    """Upright and no larger than a page on the screen."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            image.draft("RGB", (side, side))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((side, side))
            out = BytesIO()
            on_white(upright).save(out, "JPEG", quality=quality)
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

"""QR codes as SVG."""

from io import BytesIO

MASK = 3  # Any mask can be read. Trying all eight for the prettiest costs as much as half a letter.


def svg(text: str) -> str:
    """A QR code of medium error correction, without border."""
    import segno  # a start of the house need not wait for it

    out = BytesIO()
    segno.make(text, micro=False, error="m", boost_error=False, mask=MASK).save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()

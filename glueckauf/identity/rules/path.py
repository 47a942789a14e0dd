"""Where to go after signing in: a path of our own, whatever a link claims."""

from urllib.parse import urlsplit


def local_path(wanted: str, *, default: str = "/") -> str:
    """`wanted` when it is a plain path on this host, else `default`. Browsers read `//x`, `/\\x` and control signs as other hosts."""
    if not wanted.startswith("/") or wanted.startswith(("//", "/\\")) or "\\" in wanted:
        return default
    if any(not sign.isprintable() or sign.isspace() for sign in wanted):
        return default
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return default
    return default if parts.scheme or parts.netloc else wanted

"""Where a Dask scheduler may stand. It runs whatever its clients send: whoever reaches one without TLS runs anything on its workers."""

from ipaddress import ip_address
from urllib.parse import urlsplit


class InsecureScheduler(ValueError):
    """Neither on this machine nor behind TLS with certificates on both sides."""


def check(address: str, *, has_files: bool) -> None:
    """Raises InsecureScheduler."""
    parts = urlsplit(address)
    if parts.hostname and (parts.scheme == "tls" and has_files or parts.scheme == "tcp" and is_loopback(parts.hostname)):
        return
    raise InsecureScheduler("tls://host:port with GLUECKAUF_DASK_CA, _CERTIFICATE and _KEY, or tcp://127.0.0.1:port on this machine only")


def is_loopback(host: str) -> bool:
    """A name other than localhost could mean anything tomorrow."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

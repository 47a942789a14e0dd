"""Django's upload handler with our limits: a file that is too large is passed over, the answers around it are kept."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

TOGETHER = 4  # files of the largest size in one request
View = TypeVar("View", bound=Callable[..., Any])


def takes_files(most_bytes: int) -> Callable[[View], View]:
    """Decorates a view that takes larger files than all others: so many bytes for one, and for all files of a request together."""

    def mark(view: View) -> View:
        view.most_upload_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return mark


class LimitedUpload(TemporaryFileUploadHandler):
    """Streams to a temporary file; past the limit the file is dropped and request.upload_too_large names its input."""

    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Raises SkipFile past GLUECKAUF_MAX_UPLOAD_MB for one file, past four times that for all of a request, or what the view takes."""
        most, together = self.limits()
        self.received += len(raw_data)
        if start + len(raw_data) > most or self.received > together:
            if self.request is not None:
                self.request.upload_too_large = self.field_name or "?"  # type: ignore[attr-defined]
            raise SkipFile
        return super().receive_data_chunk(raw_data, start)

    def limits(self) -> tuple[int, int]:
        """Bytes of one file and of all. Files are read after the address found its view, by the check of the form's token."""
        found = getattr(self.request, "resolver_match", None)
        own = getattr(found.func, "most_upload_bytes", 0) if found else 0
        most = settings.GLUECKAUF.max_upload_mb * 1_000_000
        return (own, own) if own else (most, TOGETHER * most)

"""Django's upload handler with our limits: files that are too large, alone or together, end the upload, not the server."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

TOGETHER = 4  # files of the largest size in one request


class LimitedUpload(TemporaryFileUploadHandler):
    """Streams to a temporary file; past the limit the upload stops and request.upload_too_large says so."""

    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Raises StopUpload past GLUECKAUF_MAX_UPLOAD_MB for one file, past four times that for all of a request."""
        most = settings.GLUECKAUF.max_upload_mb * 1_000_000
        self.received += len(raw_data)
        if start + len(raw_data) > most or self.received > TOGETHER * most:
            if self.request is not None:
                self.request.upload_too_large = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)

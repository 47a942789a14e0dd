"""Django's upload handler with our limit: a file that is too large ends the upload, not the server."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler


class LimitedUpload(TemporaryFileUploadHandler):
    """Streams to a temporary file; past the limit the upload stops and request.upload_too_large says so."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Raises StopUpload past GLUECKAUF_MAX_UPLOAD_MB."""
        if start + len(raw_data) > settings.GLUECKAUF.max_upload_mb * 1_000_000:
            if self.request is not None:
                self.request.upload_too_large = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)

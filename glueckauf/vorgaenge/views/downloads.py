"""Files leave the house as attachments only: never shown inline, never sniffed."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from glueckauf.core.files import read_blob
from glueckauf.vorgaenge.queries import FileView


def attachment(content: bytes | FileView, filename: str = "", media_type: str = "") -> HttpResponse:
    """Bytes with a name, or a stored document, streamed."""
    if isinstance(content, FileView):
        response = HttpResponse(read_blob(content.sha256), content_type=content.media_type)
        response["Content-Disposition"] = content_disposition_header(True, content.filename) or "attachment"
    else:
        response = HttpResponse(content, content_type=media_type)
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""What can be wrong with a file, and what to do about it, in plain words."""

from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from glueckauf.core.errors import Refused


class Problem(StrEnum):
    """Closed list; the codes are stored with the file."""

    NOT_ACCEPTED = "not_accepted"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    ACTIVE_CONTENT = "active_content"
    TOO_MANY_PAGES = "too_many_pages"
    IMAGE_BOMB = "image_bomb"
    ARCHIVE_BOMB = "archive_bomb"
    INFECTED = "infected"


TEXTS = {
    Problem.NOT_ACCEPTED: _(
        "Diese Art von Datei nehmen wir nicht an. Laden Sie ein PDF, ein Foto (JPEG, PNG, HEIC) oder eine Word-Datei (DOCX) hoch."
    ),
    Problem.TOO_LARGE: _("Die Datei ist größer als {most} MB. Machen Sie ein neues Foto oder wählen Sie eine kleinere Datei."),
    Problem.UNREADABLE: _(
        "Die Datei lässt sich nicht öffnen. Vielleicht kam sie nicht vollständig an. "
        "Laden Sie sie noch einmal hoch oder machen Sie ein neues Foto."
    ),
    Problem.ENCRYPTED: _("Die Datei ist mit einem Passwort geschützt. Speichern Sie sie ohne Passwort und laden Sie sie noch einmal hoch."),
    Problem.ACTIVE_CONTENT: _(
        "Das Dokument enthält Programme oder Anhänge. Die nehmen wir aus Sicherheitsgründen nicht an. "
        "Drucken Sie es als PDF und laden Sie dieses hoch."
    ),
    Problem.TOO_MANY_PAGES: _("Das Dokument hat zu viele Seiten. Laden Sie nur die Seiten hoch, nach denen wir fragen."),
    Problem.IMAGE_BOMB: _("Das Bild hat zu viele Bildpunkte. Machen Sie ein neues Foto oder speichern Sie es kleiner."),
    Problem.ARCHIVE_BOMB: _("Das Dokument wird beim Öffnen viel zu groß. Speichern Sie es als PDF und laden Sie dieses hoch."),
    Problem.INFECTED: _(
        "In der Datei steckt ein Schadprogramm. Wir öffnen sie nicht. "
        "Prüfen Sie Ihr Gerät und laden Sie das Dokument von einem anderen Gerät hoch."
    ),
}


def problem_text(problem: Problem) -> str:
    """What happened and what to do now, in the language of the page."""
    return gettext(TEXTS[problem]).format(most=settings.GLUECKAUF.max_upload_mb)


class NoPreview(Refused):
    """There is no picture of this file; the reason says why."""

    text = "Von dieser Datei gibt es keine Vorschau: {why} Sie können die Datei herunterladen und auf Ihrem Gerät öffnen."
    status = 404

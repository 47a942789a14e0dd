"""What can be wrong with a file, and what to do about it, in plain German."""

from enum import StrEnum

from django.conf import settings


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
    Problem.NOT_ACCEPTED: (
        "Diese Art von Datei nehmen wir nicht an. Laden Sie ein PDF, ein Foto (JPEG, PNG, HEIC) oder eine Word-Datei (DOCX) hoch."
    ),
    Problem.TOO_LARGE: "Die Datei ist größer als {most} MB. Machen Sie ein neues Foto oder wählen Sie eine kleinere Datei.",
    Problem.UNREADABLE: (
        "Die Datei lässt sich nicht öffnen. Vielleicht kam sie nicht vollständig an. "
        "Laden Sie sie noch einmal hoch oder machen Sie ein neues Foto."
    ),
    Problem.ENCRYPTED: "Die Datei ist mit einem Passwort geschützt. Speichern Sie sie ohne Passwort und laden Sie sie noch einmal hoch.",
    Problem.ACTIVE_CONTENT: (
        "Das Dokument enthält Programme oder Anhänge. Die nehmen wir aus Sicherheitsgründen nicht an. "
        "Drucken Sie es als PDF und laden Sie dieses hoch."
    ),
    Problem.TOO_MANY_PAGES: "Das Dokument hat zu viele Seiten. Laden Sie nur die Seiten hoch, nach denen wir fragen.",
    Problem.IMAGE_BOMB: "Das Bild hat zu viele Bildpunkte. Machen Sie ein neues Foto oder speichern Sie es kleiner.",
    Problem.ARCHIVE_BOMB: "Das Dokument wird beim Öffnen viel zu groß. Speichern Sie es als PDF und laden Sie dieses hoch.",
    Problem.INFECTED: (
        "In der Datei steckt ein Schadprogramm. Wir öffnen sie nicht. "
        "Prüfen Sie Ihr Gerät und laden Sie das Dokument von einem anderen Gerät hoch."
    ),
}


def problem_text(problem: Problem) -> str:
    """What happened and what to do now."""
    return TEXTS[problem].format(most=settings.GLUECKAUF.max_upload_mb)

"""What our mails say: number, what happened, where to look. Never a name, a topic or an address; the page says the rest."""

from glueckauf.vorgaenge.rules.notices.english import English
from glueckauf.vorgaenge.rules.notices.german import German
from glueckauf.vorgaenge.rules.notices.notice import Notice

GERMAN, ENGLISH = German(), English()


def in_language(code: str) -> German:
    """Those of the language she filled the form in; German where we have no other."""
    return ENGLISH if code.startswith("en") else GERMAN

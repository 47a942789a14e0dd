"""Sessions as Django keeps them in the database; a new one is one statement less."""

from django.contrib.sessions.backends import db
from django.utils.crypto import get_random_string

KEY_LENGTH = 32
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class SessionStore(db.SessionStore):
    """Django looks first whether a key of 165 bits is taken. The insert refuses a taken one anyway, and another is drawn."""

    def _get_new_session_key(self) -> str:
        return get_random_string(KEY_LENGTH, LETTERS)

"""Reads of letters."""

from glueckauf.letters.providers.signs import unwritable
from glueckauf.letters.queries.files import kept
from glueckauf.letters.queries.letter import LetterView, content, letters_of
from glueckauf.letters.queries.plain import plain
from glueckauf.letters.queries.preview import authored_faults, authored_pictures, preview, preview_pictures
from glueckauf.letters.queries.register import verify_all
from glueckauf.letters.queries.verify import Outcome, Verdict, verify_code, verify_upload

"""Reads of letters."""

from glueckauf.letters.queries.letter import LetterView, content, letters_of
from glueckauf.letters.queries.preview import preview
from glueckauf.letters.queries.verify import Outcome, Verdict, verify_code, verify_upload

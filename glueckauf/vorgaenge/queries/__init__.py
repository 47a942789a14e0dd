"""Reads of vorgaenge, one page each."""

from glueckauf.vorgaenge.queries.case import Case, allowed_endings, case
from glueckauf.vorgaenge.queries.draft import Check, Draft, TwoVersions, check, draft, two_versions
from glueckauf.vorgaenge.queries.durations import Durations, durations
from glueckauf.vorgaenge.queries.files import FileView, Receipt, document, letter, pages, receipt
from glueckauf.vorgaenge.queries.letters_and_mail import (
    Contact,
    asked,
    contact,
    issued,
    reminders_due,
    reply_by_of_extension,
    unreadable,
    unretrieved,
)
from glueckauf.vorgaenge.queries.matter import Matter, Mine, matter, mine
from glueckauf.vorgaenge.queries.preview import letter_preview
from glueckauf.vorgaenge.queries.worklist import Filter, Worklist, worklist

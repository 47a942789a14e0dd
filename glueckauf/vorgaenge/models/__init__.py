"""Rows of vorgaenge. State that has a who and a when is a row of its own; columns of Vorgang repeat what the worklist sorts by."""

from glueckauf.vorgaenge.models.antrag import Antrag, AntragVersion, Correction, Rebase, Submission
from glueckauf.vorgaenge.models.bescheid import Announcement, Approval, Bescheid, EffectRow, FeeAssessment
from glueckauf.vorgaenge.models.deletion import Deletion
from glueckauf.vorgaenge.models.document import Document, DocumentReview
from glueckauf.vorgaenge.models.nachforderung import Extension, Nachforderung, Slot
from glueckauf.vorgaenge.models.record import Assignment, CaseRead, Completeness, FindingRow, Message, Note, Withdrawal
from glueckauf.vorgaenge.models.vorgang import Counter, Vorgang

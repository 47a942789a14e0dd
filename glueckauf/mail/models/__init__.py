"""Rows of mail: what goes out, what came in, and the tables of hashes that say whose it is before a tenant is known."""

from glueckauf.mail.models.address import ReplyAddress, SentKey
from glueckauf.mail.models.incoming import Assignment, Discard, IncomingAttachment, IncomingMail, Suggestion
from glueckauf.mail.models.outgoing import Dispatch, OutgoingMail

"""Reads of mail."""

from glueckauf.mail.queries.address import place_of, reply_address, reply_code
from glueckauf.mail.queries.files import kept
from glueckauf.mail.queries.incoming import Attachment, IncomingMail, incoming, of_topic
from glueckauf.mail.queries.outgoing import OutgoingMail, QueueState, outgoing, queue_state, sent_to_demo
from glueckauf.mail.queries.quarantine import (
    Decided,
    Quarantined,
    Suggested,
    WaitingMail,
    assigned,
    discarded,
    quarantine,
    unmatched,
    waiting_mail,
)
from glueckauf.mail.queries.written import written

"""What mail listens to: its own inlet."""

from datetime import datetime

from glueckauf.core.outbox import subscribe
from glueckauf.core.scope import HOUSE
from glueckauf.mail import actions
from glueckauf.mail.events import MailAccepted


def read(event: MailAccepted, at: datetime) -> None:
    """A stored mail is read right after."""
    actions.read_mail(event.tenant or HOUSE.tenant, event.mail_id, at=at)


subscribe(MailAccepted, "mail.read", read)

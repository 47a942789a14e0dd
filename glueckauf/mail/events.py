"""What happens in mail: ids and codes only, never an address, a text or a token."""

from dataclasses import dataclass

from glueckauf.core.outbox import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class MailQueued(DomainEvent):
    """A mail was written and will go out after the commit."""

    mail_id: int
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSent(DomainEvent):
    """The relay took the mail (or the demo mailbox did)."""

    mail_id: int
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFailed(DomainEvent):
    """The mail will not arrive: refused for good, given up, or bounced. Another way is needed."""

    mail_id: int
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAccepted(DomainEvent):
    """The inlet stored a mail; it is not read yet."""

    mail_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailReceived(DomainEvent):
    """A mail a person wrote belongs to this topic, by its token or because a clerk said so. Never published for automatic mail."""

    mail_id: int
    topic: str
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MailQuarantined(DomainEvent):
    """A mail a person wrote could not be matched safely and waits for a clerk."""

    mail_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDiscarded(DomainEvent):
    """A clerk took the mail out of the quarantine without assigning it."""

    mail_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTakenBack(DomainEvent):
    """A decision about a mail of the quarantine no longer holds: the mail waits again."""

    mail_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailOpened(DomainEvent):
    """A clerk read a mail of the quarantine, or looked at one of its files."""

    mail_id: int

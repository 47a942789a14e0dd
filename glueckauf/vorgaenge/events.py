"""What happened in vorgaenge. Ids and codes only; the audit, the handlers and webhooks read the same rows."""

from dataclasses import dataclass

from glueckauf.core.outbox import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class OfVorgang(DomainEvent):
    """Base: about one Vorgang."""

    vorgang_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AntragSubmitted(OfVorgang):
    """Handed in; one event per Vorgang it opened."""

    antrag_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeePaid(OfVorgang):
    """The fee that is due first has arrived."""

    payment_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentMoved(OfVorgang):
    """To another slot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersCorrected(OfVorgang):
    """The citizen changed answers after handing in."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined(OfVorgang):
    """The checks have answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisChanged(OfVorgang):
    """What one of its checks stands on is another now, such as the model of a grid."""

    check: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VorgangAssigned(OfVorgang):
    """Taken or given."""

    clerk_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(OfVorgang):
    """A clerk read the case."""

    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(OfVorgang):
    """An internal remark."""

    note_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(OfVorgang):
    """A message in either direction."""

    message_id: int
    incoming: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsRequested(OfVorgang):
    """Nachforderung."""

    nachforderung_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsArrived(OfVorgang):
    """Documents came after submission; `open_slots` are still missing."""

    documents: tuple[int, ...]
    open_slots: int
    total_slots: int
    via: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsReplaced(OfVorgang):
    """The holder of a code brought other files instead of these."""

    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReviewed(OfVorgang):
    """In order, or rejected."""

    document_id: int
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletenessSet(OfVorgang):
    """Complete on this day."""

    complete_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionAsked(OfVorgang):
    """More time wanted for a Nachforderung."""

    extension_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionAnswered(OfVorgang):
    """More time given or not."""

    extension_id: int
    granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeSet(OfVorgang):
    """Fee computed or set by a person."""

    fee_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BescheidDecided(OfVorgang):
    """Signed; waits for the second signature or for the minutes to think again."""

    bescheid_id: int
    ending: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalGiven(OfVorgang):
    """The second signer has spoken."""

    bescheid_id: int
    approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDue(OfVorgang):
    """The minutes to think again are over; delivered then."""

    bescheid_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BescheidTakenBack(OfVorgang):
    """Taken back before it went out."""

    bescheid_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BescheidIssued(OfVorgang):
    """Sealed and provided, or ready for the post."""

    bescheid_id: int
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BescheidPosted(OfVorgang):
    """Given to the post."""

    bescheid_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BescheidRetrieved(OfVorgang):
    """First retrieval in the portal."""

    bescheid_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BescheidRevoked(OfVorgang):
    """Withdrawn after it went out (§§ 48, 49 VwVfG, § 130 AO): letter and effects end."""

    bescheid_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectStarted(OfVorgang):
    """An effect holds from now on."""

    effect_id: int
    kind_of_effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectEnded(OfVorgang):
    """The effect's inverse was carried out."""

    effect_id: int
    kind_of_effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VorgangDeleted(OfVorgang):
    """Kept for the years of its rule, then deleted with all that belonged to it. Its number and this event stay."""

    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VorgangWithdrawn(OfVorgang):
    """The citizen took the Antrag back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRebased(DomainEvent):
    """A draft goes on with the current revision of its Leistung."""

    antrag_id: int
    from_revision: int
    to_revision: int

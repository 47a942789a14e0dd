"""What the catalogue tells others."""

from dataclasses import dataclass

from glueckauf.core.outbox import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionPublished(DomainEvent):
    """A Leistung reads differently in this city from now on; what was begun keeps its revision."""

    leistung: str
    revision_id: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalCatalogueImported(DomainEvent):
    """An operator read a file of the national catalogue; the counts are those of its report."""

    import_id: int
    new: int
    changed: int
    gone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStarted(DomainEvent):
    """Somebody edits a Leistung of the city."""

    leistung: str
    draft_id: int
    draft_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDiscarded(DomainEvent):
    """A draft was given up; its versions stay."""

    leistung: str
    draft_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseAsked(DomainEvent):
    """A second person is to release this version of a draft."""

    leistung: str
    draft_id: int
    version: int
    effective_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSentBack(DomainEvent):
    """The request was not followed; the reason stands in its row."""

    leistung: str
    draft_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionReleased(DomainEvent):
    """A state of a Leistung holds in this city from a day on. `restores`: an older one came back (0: the folders), else -1."""

    leistung: str
    edition_id: int
    number: int
    effective_from: str
    restores: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionWithdrawn(DomainEvent):
    """An edition that had not taken effect never will."""

    leistung: str
    edition_id: int
    number: int

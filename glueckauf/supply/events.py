"""What happened in supply. Ids and codes only; nothing here tells where in the grid."""

from dataclasses import dataclass

from glueckauf.core.outbox import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class GridFileMoved(DomainEvent):
    """A file at the desk: brought, taken or refused by the engine, deleted."""

    file_id: int
    network: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GridImported(DomainEvent):
    """A file became a revision."""

    network: str
    revision_id: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GridReleased(DomainEvent):
    """A revision is in force."""

    network: str
    revision_id: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceMoved(DomainEvent):
    """A reservation took a step."""

    reservation_id: int
    vorgang_id: int
    state: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrenchMoved(DomainEvent):
    """A trench took a step in the rows of a city or an operator."""

    trench_id: int
    vorgang_id: int
    kommune: str
    state: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageMoved(DomainEvent):
    """An outage took a step."""

    outage_id: int
    step_id: int
    kommune: str
    network: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyMoved(DomainEvent):
    """A study took a step."""

    study_id: int
    kind_of: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorPlaced(DomainEvent):
    """A series of telemetry belongs to a network from now on, or stands elsewhere."""

    sensor_id: int
    network: str

"""What telemetry tells. Keys of devices and series are codes of their owner."""

from dataclasses import dataclass

from glueckauf.core.outbox import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRegistered(DomainEvent):
    """A device may deliver once it has a token."""

    device_id: int
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRegistered(DomainEvent):
    """A device may deliver values of this series."""

    series_id: int
    series: str
    device_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenIssued(DomainEvent):
    """A device got a secret; earlier ones stay good until they are revoked."""

    device_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(DomainEvent):
    """A secret opens nothing any more."""

    device_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFaultSeen(DomainEvent):
    """A device's clock runs wrong. Once until it runs right again."""

    device_id: int
    fault: str
    offset_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRaised(DomainEvent):
    """Something is unusual. Once per cause until it ends, however many series show it."""

    alarm_id: int
    detector: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmAcknowledged(DomainEvent):
    """Somebody has seen it."""

    alarm_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmEnded(DomainEvent):
    """It is over, or somebody says so."""

    alarm_id: int
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmCalm(DomainEvent):
    """All that shows it is as usual again."""

    alarm_id: int
    since_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmUnusualAgain(DomainEvent):
    """It is not as usual any more."""

    alarm_id: int

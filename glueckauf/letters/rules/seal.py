"""What a seal says of a file. How it is found out: providers.seal."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Seal(StrEnum):
    """What the seal of a file says."""

    GOOD = "good"
    BROKEN = "broken"
    FOREIGN = "foreign"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A seal and its certificate. `sealed_bytes` is the length of the file as it was sealed: more than that was added later."""

    seal: Seal
    fingerprint: str = ""
    subject: str = ""
    valid_until: datetime | None = None
    sealed_bytes: int = 0

"""How long values of a kind of series are kept, in each of the three resolutions."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

DAY_MS = 86_400_000


class SeriesKind(StrEnum):
    """gauge: a state at a moment (pressure, flow, level). counter: a reading that only grows (m³, kWh, vehicles)."""

    GAUGE = "gauge"
    COUNTER = "counter"


class Grain(StrEnum):
    """What one rolled-up row covers."""

    HOUR = "hour"
    DAY = "day"


class Keep(BaseModel):
    """Days. Single values must outlive the time in which late ones are still taken: that is the same number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    raw_days: int = Field(60, ge=2, le=3650)
    hourly_days: int = Field(800, ge=2, le=36500)
    daily_days: int = Field(3650, ge=2, le=36500)

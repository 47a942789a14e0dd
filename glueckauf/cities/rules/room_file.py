"""What kommunen/<city>/termine.yaml may say: rooms that take appointments, and when. Facts with source and day; nothing is guessed."""

from datetime import date, time
from typing import Literal

from pydantic import Field, model_validator

from glueckauf.cities.rules import openings
from glueckauf.cities.rules.schema import Frozen, Slug

DAYS = ("mo", "tu", "we", "th", "fr", "sa")


class RoomHours(Frozen):
    """The same hours on some weekdays."""

    days: tuple[Literal["mo", "tu", "we", "th", "fr", "sa"], ...] = Field(min_length=1)
    opens: time
    closes: time
    minutes: int
    people: int = Field(1, ge=1, le=openings.MOST_PEOPLE, description="How many serve at once.")
    leistungen: tuple[Slug, ...] = Field((), description="Keys; empty: every Leistung of the office.")
    first_day: date
    last_day: date | None = None

    @model_validator(mode="after")
    def is_sound(self) -> "RoomHours":
        """At least one appointment fits in."""
        if not all(openings.is_sound(hours) for hours in self.by_weekday()):
            raise ValueError("no appointment fits: 5 to 240 minutes, the end after the beginning, the last day not before the first")
        return self

    def by_weekday(self) -> tuple[openings.Hours, ...]:
        """One for each day."""
        return tuple(
            openings.Hours(
                weekday=DAYS.index(day),
                opens=self.opens,
                closes=self.closes,
                minutes=self.minutes,
                first_day=self.first_day,
                last_day=self.last_day,
            )
            for day in self.days
        )


class RoomOfFile(Frozen):
    """A counter or room with its hours."""

    office: Slug
    site: str = Field(min_length=1, max_length=160)
    name: str = Field(min_length=1, max_length=80)
    hours: tuple[RoomHours, ...]
    source: str = Field(min_length=1, max_length=170)
    as_of: date

    @property
    def said_by(self) -> str:
        """Source and day, as pages show it."""
        return f"{self.source}, Stand {self.as_of:%d.%m.%Y}"


class RoomFile(Frozen):
    """All rooms of a city."""

    rooms: tuple[RoomOfFile, ...] = ()
    open: tuple[str, ...] = Field((), description="What the city has still to enter.")

    @model_validator(mode="after")
    def no_room_twice(self) -> "RoomFile":
        """Two rooms of one name at one place are one."""
        names = [(r.office, r.site, r.name) for r in self.rooms]
        if double := sorted({", ".join(n) for n in names if names.count(n) > 1}):
            raise ValueError(f"rooms named twice: {'; '.join(double)}")
        return self

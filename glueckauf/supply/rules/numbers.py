"""Numbers and moments of a profile year as German sentences say them."""

from datetime import date, timedelta

LEAP, COMMON = date(2024, 1, 1), date(2023, 1, 1)
DAYS = 366
PER_DAY = 96


def decimal(value: float, places: int = 1) -> str:
    """11, 4,2: at most so many places, none that is zero, and no minus before a zero."""
    text = f"{value:z.{places}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def moment(step: int, steps: int) -> str:
    """14. Januar, 18:45 Uhr: the profile year has days and hours, no date of a calendar. Its clock is Central European Time all year."""
    start = LEAP if steps == DAYS * PER_DAY else COMMON
    day, quarter = divmod(step, PER_DAY)
    at = start + timedelta(days=day)
    return f"{at.day}. {MONTHS[at.month - 1]}, {quarter // 4:02}:{quarter % 4 * 15:02} Uhr"


MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")

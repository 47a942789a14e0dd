"""An appointment as a calendar file (RFC 5545): UTC instants, escaped text, lines of at most 75 octets."""

from datetime import datetime

LONGEST = 75


def calendar_file(*, uid: str, starts: datetime, ends: datetime, made: datetime, sequence: int, title: str, place: str, text: str) -> bytes:
    """One event with a reminder the day before. `sequence` grows with every move, so that calendars replace it."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Glueckauf//Termin//DE",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"SEQUENCE:{sequence}",
        f"DTSTAMP:{instant(made)}",
        f"DTSTART:{instant(starts)}",
        f"DTEND:{instant(ends)}",
        f"SUMMARY:{escaped(title)}",
        f"LOCATION:{escaped(place)}",
        f"DESCRIPTION:{escaped(text)}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(title)}",
        "TRIGGER:-P1D",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def instant(at: datetime) -> str:
    """20261203T082000Z; expects UTC."""
    return f"{at:%Y%m%dT%H%M%S}Z"


def escaped(text: str) -> str:
    """As the format wants text."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def folded(line: str) -> list[str]:
    """Long lines go on after a blank; a letter is never cut."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > LONGEST:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]

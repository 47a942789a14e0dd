"""Numbers, euros and days as people write them."""

import re
from decimal import Decimal, InvalidOperation

THOUSANDS = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")


def day(value: str) -> str | None:
    """1.5.2027 as 2027-05-01."""
    parts = value.strip().split(".")
    if len(parts) == 3 and all(part.strip().isdecimal() for part in parts) and len(parts[2].strip()) == 4:
        days, months, years = (int(part) for part in parts)
        return f"{years:04}-{months:02}-{days:02}" if 1 <= months <= 12 and 1 <= days <= 31 else None
    return value if len(value) == 10 and value[4] == value[7] == "-" and value.replace("-", "").isdecimal() else None


def amount(value: str, *, in_cents: int = 1) -> str | None:
    """12,50 as 12.50, in cents 1250."""
    plain = value.replace("€", "").replace(" ", "").replace("\u00a0", "")
    if "," in plain or THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        return None
    if not found.is_finite() or abs(found) > 10**12:
        return None
    return f"{found * in_cents:.0f}" if in_cents > 1 else f"{found:f}"

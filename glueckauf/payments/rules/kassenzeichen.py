"""Kassenzeichen: the number under which a city's cash office finds a payment. Twelve digits, the last one checks the others."""

# Damm's quasigroup of order 10: finds every wrong digit and every swap of two neighbours (H. M. Damm, 2004).
DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
DIGITS = 12


def kassenzeichen(year: int, count: int) -> str:
    """Two digits of the year, nine of a running number, one check digit."""
    stem = f"{year % 100:02d}{count:09d}"
    return stem + check_digit(stem)


def check_digit(digits: str) -> str:
    """The digit that brings Damm's walk back to zero."""
    state = 0
    for digit in digits:
        state = int(DAMM[state][int(digit)])
    return str(state)


def is_kassenzeichen(typed: str) -> bool:
    """Whether a number from a bank statement is complete and its check digit right; blanks do not matter."""
    digits = typed.replace(" ", "")
    return len(digits) == DIGITS and digits.isascii() and digits.isdigit() and check_digit(digits) == "0"

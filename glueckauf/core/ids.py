"""Identifiers: secrets that open something, and numbers a person can dictate."""

import base64
import hashlib
import re
import secrets

# Crockford's base 32: no I, L, O, U, so that nothing is misread from paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CONFUSED = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
FROM_BASE32 = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)
# 23 letters, prime, without I, O, Q: weights below find every single wrong digit and every swap of neighbours.
CHECK_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def new_code(groups: int = 4) -> str:
    """A random code in groups of four characters, 20 bits a group; four groups are the 80 bits that letters and reply addresses need."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(groups))


def code_of(digest: bytes) -> str:
    """The first 80 bits of a keyed digest as a code: for what must be printed again and is still stored as hash only."""
    return normal_code(base64.b32encode(digest[:10]).decode().translate(FROM_BASE32))


def normal_code(typed: str) -> str:
    """What a person typed, as it was printed: case, blanks, dashes and look-alikes do not matter."""
    kept = "".join(c for c in typed.upper().translate(CONFUSED) if c in ALPHABET)
    return "-".join(kept[i : i + 4] for i in range(0, len(kept), 4))


def hash_code(code: str) -> str:
    """What is stored instead of a code. SHA-256 without salt is enough: 80 random bits cannot be guessed."""
    return hashlib.sha256(normal_code(code).encode()).hexdigest()


def number(prefix: str, year: int, count: int) -> str:
    """A Vorgangsnummer: BO-2026-048213-K."""
    stem = f"{prefix}-{year}-{count:06d}"
    return f"{stem}-{check_letter(stem)}"


def check_letter(stem: str) -> str:
    """Weighted sum modulo 23 over letters and digits of the stem, as a letter."""
    return CHECK_LETTERS[sum(position * int(sign, 36) for position, sign in enumerate(stem.replace("-", ""), start=2)) % 23]


def is_number(typed: str) -> bool:
    """Whether a typed Vorgangsnummer is complete and its check letter right."""
    stem, _, letter = typed.strip().upper().rpartition("-")
    return bool(stem) and stem.replace("-", "").isalnum() and stem.isascii() and letter == check_letter(stem)


_TYPED = re.compile(r"([A-Z]{1,3})([0-9OIL]{4})([0-9OIL]{6,})([A-Z])")
_DIGITS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def normal_number(typed: str) -> str:
    """What a person typed, as it was printed; empty when it has not the shape of a number. The check letter is not looked at."""
    found = _TYPED.fullmatch("".join(c for c in typed.upper() if c.isascii() and c.isalnum()))
    return f"{found[1]}-{found[2].translate(_DIGITS)}-{found[3].translate(_DIGITS)}-{found[4]}" if found else ""

"""Codes inside a mail: the row keeps a mark, the code itself is filled in when the mail leaves. No table holds it readable."""

import re
from collections.abc import Callable

_MARK = re.compile(r"\[\[code:([a-z-]{1,30}):([A-Za-z0-9-]{1,60})\]\]")


def mark(purpose: str, subject: str) -> str:
    """What stands for the derived code of this subject. Texts of mails hold no words of a person, so nobody else writes one."""
    written = f"[[code:{purpose}:{subject}]]"
    if not _MARK.fullmatch(written):
        raise ValueError(f"no mark for {purpose}")
    return written


def filled(text: str, code_of: Callable[[str, str], str]) -> str:
    """Every mark replaced by what code_of(purpose, subject) says."""
    return _MARK.sub(lambda found: code_of(found[1], found[2]), text)

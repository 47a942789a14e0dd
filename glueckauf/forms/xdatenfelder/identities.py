"""Ids of FIM: 8 digits in XDatenfelder 2, 11 in 3. What FIM never numbered gets ids that begin with 99: ours alone, known to no one."""

import re

from glueckauf.forms.xdatenfelder.tree import Identity

NUMBERED = re.compile(r"([A-Z])([0-9]{2})([0-9]{6}|[0-9]{9})V([0-9.]{1,20})")
DIGITS = {"2": 8, "3": 11}


class Identities:
    """Gives each element its identity in one version of the standard."""

    def __init__(self, version: str) -> None:
        self.version, self.given = version, 0

    def of(self, letter: str, said: str) -> Identity:
        """The identity it came with where this version can write it, else a new one."""
        found = NUMBERED.fullmatch(said)
        own = found and found[1] == letter and self.digits(found[2], found[3])
        return Identity(id=f"{letter}{own}", version=self.counted(found[4])) if found and own else self.new(letter)

    def digits(self, circle: str, rest: str) -> str:
        """00 and 000043 become 00000000043 in version 3, and back while nothing is lost."""
        wanted = DIGITS[self.version] - 2
        if len(rest) <= wanted:
            return circle + rest.zfill(wanted)
        return circle + rest[-wanted:] if not rest[:-wanted].strip("0") else ""

    def counted(self, version: str) -> str:
        """Three numbers in version 3, two in version 2."""
        parts = [*version.split("."), "0", "0", "0"]
        return ".".join(part or "0" for part in parts[: int(self.version)])

    def new(self, letter: str) -> Identity:
        """The next one of ours."""
        self.given += 1
        return Identity(id=f"{letter}99{self.given:0{DIGITS[self.version] - 2}}", version=self.counted("1"))

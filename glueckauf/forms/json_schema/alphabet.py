"""Letters of DIN 91379 as regular expressions that ECMA 262 and Python read alike. A letter of several code points counts as one."""

from typing import Any

from glueckauf.forms.validators.din91379 import ALL, NAME, OTHER_NAME, table, tidy

END = r"(?![\s\S])"  # `$` lets a line break pass in some readers
BLANK = " \t\n\r\xa0"
# A letter with its marks; the h of a joined kh belongs to it.
LETTER = "[^\u0300-\u036f](?:[\u0300-\u036f]*\u035f[Hh]|[\u0300-\u036f]*)"
GROUPS = {"text": ALL, "name": NAME, "place_name": OTHER_NAME}


def signs(groups: tuple[str, ...]) -> list[str]:
    """Letters of one code point as they are stored: what `tidy` would turn into something else is not among them."""
    return sorted({letter for group in groups for letter in table()[group] if len(letter) == 1 and tidy(letter) == letter})


def classed(letters: list[str]) -> str:
    """A character class, neighbours as ranges."""
    codes = sorted(map(ord, letters))
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "[" + "".join(escaped(first) if first == last else f"{escaped(first)}-{escaped(last)}" for first, last in runs) + "]"


def escaped(code: int) -> str:
    """As both dialects write it; letters and digits stay readable."""
    return chr(code) if chr(code).isalnum() else f"\\u{code:04x}"


def sequences() -> str:
    """Letters of several code points, longest first."""
    found = sorted((letter for letter in table()["bll"] if len(letter) > 1), key=lambda letter: (-len(letter), letter))
    return "|".join(found)


def alphabet(groups: tuple[str, ...]) -> str:
    """A text of these letters, no blank at either end."""
    return f"^(?![{BLANK_CLASS}])(?:{sequences()}|{classed(signs(groups))})+{END}"


BLANK_CLASS = "".join(escaped(ord(sign)) for sign in BLANK)
DEFINITIONS: dict[str, Any] = {
    name: {"type": "string", "pattern": alphabet(groups), "not": {"pattern": f"[{BLANK_CLASS}]{END}"}} for name, groups in GROUPS.items()
}


def at_most(letters: int) -> str:
    """A text of at most so many letters."""
    return f"^(?:{LETTER}){{1,{letters}}}{END}"


ONE_LINE = f"^(?![\\s\\S]*[\\t\\n\\r])(?![\\s\\S]*  )[\\s\\S]*{END}"
MANY_LINES = f"^(?![\\s\\S]*(?: \\n|\\r|\\t\\n))[\\s\\S]*{END}"

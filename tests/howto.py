"""What a page of docs/howto/ tells its reader to write, to run and to see, taken out of the page itself.

A block after a path in backticks is that file; a block of `glueckauf …` is commands; a block marked `text` is what the last commands print,
with … for what differs. Two paths in one sentence take the next two blocks. "below `x`" adds the block to the file below that line.
"""

import io
import re
import shlex
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.management import CommandError, call_command

HOWTO = Path(__file__).parents[1] / "docs" / "howto"
BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.M | re.S)
BELOW = re.compile(r"below `([^`]+)`:\s*$")
FILE = re.compile(r"`((?:leistungen|kommunen)/[\w./-]+\.\w+)`")


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `file`: where it belongs; "" for commands and for what they print. `below`: the line it is added to."""

    kind: str
    text: str
    file: str = ""
    below: str = ""


def page(name: str) -> str:
    """The text of a howto."""
    return (HOWTO / name).read_text("utf-8")


def part(text: str, heading: str) -> str:
    """From one heading of the second rank to the next."""
    return re.split(r"^## ", text.partition(f"## {heading}\n")[2], maxsplit=1, flags=re.M)[0]


def steps(text: str) -> dict[int, str]:
    """The numbered steps of the first list."""
    found = re.split(r"^(\d+)\. ", text.split("\n## ")[1], flags=re.M)[1:]
    return {int(number): said for number, said in zip(found[::2], found[1::2], strict=True)}


def typed(step: str) -> list[str]:
    """What a step says to write or to choose: in backticks, and no address."""
    return [said for said in re.findall(r"`([^`\n]+)`", step) if not said.startswith("/")]


def blocks(text: str) -> Iterator[Block]:
    """In the order of the page."""
    waiting: list[str] = []
    at = 0
    for found in BLOCK.finditer(text):
        before, at = text[at : found.start()], found.end()
        waiting += FILE.findall(before)
        content = textwrap.dedent(found[3])
        if content.startswith("glueckauf "):
            waiting.clear()
            yield Block("run", content)
        elif found[2] == "text":
            waiting.clear()
            yield Block("prints", content)
        else:
            below = BELOW.search(before)
            yield Block("file", content, waiting.pop(0) if waiting else "", below[1] if below else "")


def follow(text: str, folder: Path) -> list[str]:
    """Writes, runs and compares, block by block; everything that was printed."""
    printed: list[str] = []
    since = 0
    for block in blocks(text):
        if block.kind == "file" and block.file:
            write(block, folder / block.file)
        elif block.kind == "run":
            since = len(printed)
            printed += [line for command in block.text.splitlines() for line in run(command)]
        elif block.kind == "prints":
            compare(block.text.splitlines(), printed[since:])
    return printed


def write(block: Block, path: Path) -> None:
    """A new file, or one more line in it, as deep as the line above."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not block.below:
        path.write_text(block.text, "utf-8")
        return
    before = path.read_text("utf-8")
    above = re.findall(rf"^( *(?:- )?){re.escape(block.below)}$", before, re.M)
    assert len(above) == 1, f"{block.below} stands {len(above)} times in {path}"
    added = textwrap.indent(block.text.rstrip(), above[0].replace("-", " "))
    path.write_text(before.replace(f"{block.below}\n", f"{block.below}\n{added}\n", 1), "utf-8")


def run(command: str) -> list[str]:
    """What a command prints, with the sentence it ends with when it fails."""
    out, words = io.StringIO(), shlex.split(command)
    assert words[0] == "glueckauf"
    try:
        call_command(*words[1:], stdout=out, stderr=out)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue().splitlines()


def compare(expected: list[str], printed: list[str]) -> None:
    """Each line of the page, in its order; others may stand between."""
    rest = iter(printed)
    for line in expected:
        pattern = re.compile(".*".join(map(re.escape, line.split("…"))))
        assert any(pattern.fullmatch(said) for said in rest), f"the page says „{line}“, printed was {printed}"

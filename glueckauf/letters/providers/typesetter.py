"""Typst: a template and its daten become a PDF/A-3a + PDF/UA-1. Any warning is an error: a missing font would be only a warning.

One compiler is kept per template, because making one costs more than a letter. A template is source text (a revision of a Leistung
keeps it) or a file; both see the shared brief.typ and nothing else of machine or network. The same template, daten and instant give the
same bytes.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

HERE = Path(__file__).resolve().parents[1]
LIBRARY = HERE / "typst"
FONTS = HERE / "fonts"
STANDARDS = ["a-3a", "ua-1"]
KEPT_COMPILERS = 64
SCREEN_PPI = 110

PACKAGE = re.compile(r'"@[a-z]')  # typst would fetch it from the network

Template = Path | str


class TemplateBroken(Exception):
    """A template does not compile, or only with a warning. The text is for the author of the template: message, place, hint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A compiler with the lock that keeps two threads out of it."""

    compiler: Any
    lock: Lock


def source(template: Template) -> str:
    """The text of a template, given as text or as file."""
    return template.read_text() if isinstance(template, Path) else template


def digest(template: Template) -> str:
    """SHA-256 over the template and the shared library: what a letter was set with."""
    return hashlib.sha256((LIBRARY / "brief.typ").read_bytes() + b"\0" + source(template).encode()).hexdigest()


def typeset(template: Template, inputs: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF. `inputs` reach the template as JSON text under sys.inputs. Raises TemplateBroken."""
    return bytes(compiled(template, inputs, at=at, format="pdf", pdf_standards=STANDARDS))


def pictures(template: Template, inputs: Mapping[str, Any], *, at: datetime) -> tuple[bytes, ...]:
    """The pages as PNG, at the size of a screen. Raises TemplateBroken."""
    pages = compiled(template, inputs, at=at, format="png", ppi=SCREEN_PPI)
    return tuple(map(bytes, pages)) if isinstance(pages, list) else (bytes(pages),)


def compiled(template: Template, inputs: Mapping[str, Any], *, at: datetime, **output: Any) -> Any:
    """What typst makes of it; its compiler serves one thread at a time."""
    text = source(template)
    if PACKAGE.search(text):
        raise TemplateBroken("packages are not allowed: a letter reads brief.typ and nothing else")
    kept = compiler_of(text)
    try:
        with kept.lock:
            made, warnings = kept.compiler.compile_with_warnings(
                text.encode(),
                sys_inputs={name: json.dumps(value, ensure_ascii=False) for name, value in inputs.items()},
                timestamp=at.astimezone(UTC).replace(microsecond=0),  # typst refuses parts of a second
                **output,
            )
    except typst.TypstError as error:
        raise TemplateBroken(f"{error.message} {error.diagnostic}") from error
    if warnings:
        raise TemplateBroken(f"{warnings[0].message} {warnings[0].diagnostic}")
    return made


@lru_cache(maxsize=KEPT_COMPILERS)
def compiler_of(text: str) -> Compiled:
    """The compiler of a template, with our fonts and no others."""
    compiler = typst.Compiler(root=LIBRARY, font_paths=fonts(), ignore_system_fonts=True)
    return Compiled(compiler=compiler, lock=Lock())


@lru_cache(maxsize=1)
def fonts() -> Any:
    """Noto Sans and Fira Sans from the package; neither the system's nor typst's own, so that every machine sets the same letter."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])

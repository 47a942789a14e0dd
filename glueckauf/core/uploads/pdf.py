"""PDF: opens, is not locked, does nothing by itself, has a sensible number of pages. The file stays byte for byte what was sent.

The look inside happens in a process of its own, pdf_child; here is only what asks it.
"""

import json
from io import BytesIO
from pathlib import Path
from zipfile import is_zipfile

from glueckauf.core.confined import Limits, Stopped, ask
from glueckauf.core.uploads.found import Found, refused
from glueckauf.core.uploads.problems import Problem

CHILD = Path(__file__).with_name("pdf_child.py")
LIMITS = Limits(memory=800_000_000, cpu=15, seconds=30)


def read(content: bytes, *, most_pages: int) -> Found:
    """A file that is also an archive is neither; a child that was stopped by its limits could not read it."""
    if is_zipfile(BytesIO(content)):
        return refused(Problem.NOT_ACCEPTED)
    try:
        answer = ask(CHILD, str(most_pages), content=content, limits=LIMITS)
    except Stopped:
        return refused(Problem.UNREADABLE)
    problem, pages = json.loads(answer)
    return refused(Problem(problem)) if problem else Found(content=content, media_type="application/pdf", pages=pages)

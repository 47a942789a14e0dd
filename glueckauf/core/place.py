"""Where an error came from, fit for a log: class and line of ours, never its values, which may be somebody's name."""

import traceback
from pathlib import PurePath


def place_of(error: BaseException) -> str:
    """`builtins.KeyError at glueckauf/mail/tasks.py:41 in send`: the innermost frame outside of libraries."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return kind
    ours = [frame for frame in frames if "/site-packages/" not in frame.filename and "/lib/python3" not in frame.filename]
    frame = (ours or frames)[-1]
    return f"{kind} at {short(frame.filename)}:{frame.lineno} in {frame.name}"


def short(filename: str) -> str:
    """From the last folder called glueckauf on, or the file's name alone."""
    parts = PurePath(filename).parts
    below = [i for i, part in enumerate(parts) if part == "glueckauf"]
    return "/".join(parts[below[-1] :]) if below else parts[-1]

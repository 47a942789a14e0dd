"""Sets letters with templates somebody is writing, as a program of its own: a list of jobs on standard input, a line of JSON for each
on standard output, as soon as it is done. letters.providers.authored starts this confined: a loop in a template ends this process only.
"""

import json
import sys
from base64 import b64encode
from datetime import datetime
from typing import Any

from glueckauf.letters.providers.typesetter import TemplateBroken, pictures, typeset


def set_one(job: dict[str, Any]) -> dict[str, Any]:
    """Its pages as PNG, or only whether it can be set as PDF; or what typst says against it."""
    template, inputs, at = job["template"], job["inputs"], datetime.fromisoformat(job["at"])
    try:
        if job["pictures"]:
            pages = pictures(template, inputs, at=at)
            return {"pages": [b64encode(page).decode() for page in pages[: job["most_pages"]]], "count": len(pages)}
        typeset(template, inputs, at=at)
    except TemplateBroken as broken:
        return {"broken": str(broken)}
    return {}


if __name__ == "__main__":
    for one in json.load(sys.stdin):
        sys.stdout.write(json.dumps(set_one(one)) + "\n")
        sys.stdout.flush()

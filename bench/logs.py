"""What the house and its database server said of the pages they made."""

import json
import re
import time
from pathlib import Path

STATEMENT = re.compile(r"LOG:  (?:statement|execute [^:]*): (.*)")
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK")


class Log:
    """Lines written from now on."""

    def __init__(self, path: Path) -> None:
        self.path, self.start = path, path.stat().st_size

    def text(self) -> str:
        """All of them so far."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            return file.read().decode(errors="replace")

    def ms(self, view: str, *, at_least: int) -> list[float]:
        """Server times of one view; the line of the last request may come a moment late."""
        for _ in range(50):
            lines = [json.loads(line) for line in self.text().splitlines() if line.startswith("{")]
            found = [line["ms"] for line in lines if line.get("event") == "answered" and line["page"] == view]
            if len(found) >= at_least:
                return found
            time.sleep(0.1)
        raise RuntimeError(f"{len(found)} of {at_least} answers of {view} in the log")

    def statements(self) -> list[str]:
        """What PostgreSQL was told, without begin and end of transactions."""
        time.sleep(0.3)
        found = [match[1].strip() for match in STATEMENT.finditer(self.text())]
        return [statement for statement in found if not statement.upper().startswith(CONTROL)]

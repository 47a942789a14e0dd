"""A browser without eyes: keeps a connection, cookies and the hidden fields of a form, and has an address of its own, as behind nginx."""

import http.client
import random
import re
from urllib.parse import urlencode, urlsplit

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
BOUNDARY = "----bench4711"


class Unexpected(Exception):
    """The house answered something else."""


class Connection:
    """One kept connection, used by one visitor after the other."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def close(self) -> None:
        """Ends it."""
        self.line.close()


class Visitor:
    """Somebody new."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.cookies: dict[str, str] = {}
        self.hidden: dict[str, str] = {}
        self.sends_files = False
        self.asked = 0
        self.address = ""
        self.moved()

    def moved(self) -> "Visitor":
        """At another address from now on: one address may not search as often as the bench does."""
        self.address = ".".join(str(random.randint(1, 254)) for _ in range(4))
        return self

    def get(self, path: str, *, status: int = 200) -> str:
        """The page."""
        page = self.ask("GET", path, None, status)[1]
        self.hidden = dict(HIDDEN.findall(page))
        self.sends_files = 'enctype="multipart/form-data"' in page
        return page

    def post(self, path: str, values: dict[str, str]) -> str:
        """The address it leads to. What the page before held hidden goes with it."""
        body = parts({**self.hidden, **values}) if self.sends_files else urlencode({**self.hidden, **values})
        return urlsplit(self.ask("POST", path, body, 303, 302)[0]).path

    def ask(self, method: str, path: str, body: str | None, *allowed: int) -> tuple[str, str]:
        """Location and text of the answer."""
        line = self.connection.line
        self.asked += 1
        line.request(method, path, body.encode() if body else None, self.headers(body))
        answer = line.getresponse()
        text = answer.read().decode()
        if answer.status not in allowed:
            raise Unexpected(f"{method} {path}: {answer.status}\n{text[:2000]}")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.getheader("Location") or "", text

    def headers(self, body: str | None) -> dict[str, str]:
        """As nginx passes them on."""
        found = {"X-Forwarded-For": self.address, "X-Forwarded-Proto": "https"}
        if self.cookies:
            found["Cookie"] = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        if body is not None:
            kind = f"multipart/form-data; boundary={BOUNDARY}" if self.sends_files else "application/x-www-form-urlencoded"
            found |= {"Content-Type": kind, "Origin": f"https://127.0.0.1:{self.connection.port}"}
        return found


def parts(values: dict[str, str]) -> str:
    """As a browser sends a form that may hold files."""
    fields = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in values.items())
    return "".join(fields) + f"--{BOUNDARY}--\r\n"

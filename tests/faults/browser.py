"""A person's browser in the races: cookies, forms and redirects over real HTTP, to whichever worker."""

import re
from collections.abc import Mapping
from http.client import HTTPConnection
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
HTMX = {"HX-Request": "true"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Answer(NamedTuple):
    """What a worker answered, and after how many seconds."""

    status: int
    body: str
    location: str | None
    seconds: float


class Browser:
    """Somebody's browser, signed in by its cookie; `ports` are the workers that may get its requests."""

    def __init__(self, name: str, cookie: str, ports: list[int]) -> None:
        self.name, self.cookie, self.ports = name, cookie, ports

    def form(self, path: str, via: int) -> dict[str, str]:
        """The hidden fields of the form at this address: its version, its one-time key, its token."""
        answer = self.send("GET", path, via, HTMX)
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered {answer.status}.")
        return dict(HIDDEN.findall(answer.body))

    def get(self, path: str, via: int) -> Answer:
        """Open a page at worker number `via` (counted round)."""
        return self.send("GET", path, via, {})

    def post(self, path: str, fields: Mapping[str, str], via: int) -> Answer:
        """Submit a form from the dialog."""
        return self.send("POST", path, via, {**HTMX, **FORM}, urlencode(fields))

    def send(self, method: str, path: str, via: int, headers: dict[str, str], body: str | None = None) -> Answer:
        """One request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.ports[via % len(self.ports)], timeout=60)
        began = perf_counter()
        try:
            connection.request(method, path, body, {**headers, "Cookie": self.cookie})
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        self.remember(response.getheader("Set-Cookie"))
        return Answer(response.status, text, response.getheader("Location"), perf_counter() - began)

    def remember(self, cookie: str | None) -> None:
        """Keep the session's cookie as the worker wants it."""
        if cookie and cookie.startswith("desk="):
            self.cookie = cookie.split(";")[0]

"""Texts over HTTP: SMS_URL=https://gateway.example/send, with SMS_TOKEN where it asks for one.

    POST … Authorization: Bearer <SMS_TOKEN>, Idempotency-Key: <Message-ID>
    {"id": …, "from": the shop's name, "to": number in E.164, "text": …}

2xx: taken. 408, 425, 429 and 5xx: tried again. 401 and 403: our own access, so all texts wait. Any other: refused.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from dashboard.core.post import Envelope, Rejected, Sender, TryLater, Unreachable

PATIENCE = 20  # seconds
LATER = {408, 425, 429}
OUR_ACCESS = {401, 403}
ANSWER = 2_000  # bytes of an answer that are read


@dataclass(frozen=True, slots=True)
class OverHttp:
    """A gateway at this address."""

    url: str
    token: str

    @contextmanager
    def open(self, sender: Sender) -> Iterator["Caller"]:
        """A caller; each text is a request of its own."""
        yield Caller(self, sender)


@dataclass(frozen=True, slots=True)
class Caller:
    """Sends texts of this sender."""

    gateway: OverHttp
    sender: Sender

    def send(self, envelope: Envelope) -> None:
        """One request. Raises Unreachable, TryLater and Rejected."""
        said = {"id": envelope.message_id, "from": self.sender.name, "to": envelope.recipient, "text": envelope.text}
        status, answer = ask(self.gateway, json.dumps(said).encode(), envelope.message_id)
        if 200 <= status < 300:
            return
        if status in OUR_ACCESS:
            raise Unreachable(f"{status} {answer}")
        raise (TryLater if status in LATER or status >= 500 else Rejected)(f"{status} {answer}")


def ask(gateway: OverHttp, body: bytes, key: str) -> tuple[int, str]:
    """The gateway's status and the beginning of what it answered. Raises Unreachable."""
    at = urlsplit(gateway.url)
    kind = HTTPSConnection if at.scheme == "https" else HTTPConnection
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    if gateway.token:
        headers["Authorization"] = f"Bearer {gateway.token}"
    connection = kind(at.hostname or "", at.port, timeout=PATIENCE)
    try:
        connection.request("POST", f"{at.path or '/'}{f'?{at.query}' if at.query else ''}", body, headers)
        response: HTTPResponse = connection.getresponse()
        return response.status, response.read(ANSWER).decode("utf-8", "replace")
    except (OSError, HTTPException) as error:
        raise Unreachable(f"The SMS gateway does not answer: {error}") from None
    finally:
        connection.close()


def of(config: Mapping[str, Any]) -> OverHttp:
    """The gateway that SMS_URL names."""
    return OverHttp(config["SMS_URL"], config.get("SMS_TOKEN") or "")

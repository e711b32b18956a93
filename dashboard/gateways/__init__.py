"""Ways out of the desk: e-mail by SMTP, texts by a gateway; one file each behind one protocol."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol
from urllib.parse import urlsplit

from dashboard.core.post import Envelope, Sender
from dashboard.gateways import into_file, over_http


class Line(Protocol):
    """An open line to whoever takes messages."""

    def send(self, envelope: Envelope) -> bytes | None:
        """Hand over one message; what was handed over byte by byte, where that is more than its text.

        Raises Unreachable, TryLater and Rejected of core.post.
        """


class Gateway(Protocol):
    """What takes messages of one way."""

    def open(self, sender: Sender) -> AbstractContextManager[Line]:
        """A line for some messages of this sender. Raises Unreachable."""


# SMS gateways by the beginning of SMS_URL; each makes one from the application's configuration.
SMS: dict[str, Callable[[Mapping[str, Any]], Gateway]] = {
    "https": over_http.of,
    "http": over_http.of,
    "file": into_file.of,
}


def sms(config: Mapping[str, Any]) -> Gateway | None:
    """The SMS gateway that this installation has, if any."""
    url = config.get("SMS_URL") or ""
    return SMS[urlsplit(url).scheme](config) if url else None

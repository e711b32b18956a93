"""A real mail server that can be told to misbehave; what it took is what arrived."""

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """The server’s handler. `mood` says how the next letters are met: see `handle_DATA` and `handle_RCPT`.

    It has no properties: the server reads all of its handler’s for every connection.
    """

    def __init__(self) -> None:
        self.mood = "fine"
        self.seconds = 0.0  # what a slow one takes over a letter
        self.lock = threading.Lock()
        self.taken: list[tuple[str, list[str], bytes]] = []
        self.heard = threading.Event()
        self.met: Counter[str] = Counter()

    async def handle_RCPT(  # noqa: N802 - the server's own spelling
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the address, or refuse it."""
        self.met["recipients"] += 1
        if self.mood in {"550", "451"}:
            return f"{self.mood} no such luck"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str | Any:  # noqa: N802
        """Take the letter; or take its bytes and break off; or say no."""
        self.heard.set()
        if self.seconds:
            await asyncio.sleep(self.seconds)
        if self.mood == "drop":
            server.transport.close()
            return "421 gone"
        if self.mood in {"554", "452"}:
            return f"{self.mood} not this one"
        with self.lock:
            self.taken.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content))
        return "250 OK"

    def letters(self) -> list[EmailMessage]:
        """What arrived, read as mail programs read it."""
        with self.lock:
            return [message_from_bytes(source, policy=policy.default) for _, _, source in self.taken]  # type: ignore[misc]

    def ids(self) -> Counter[str]:
        """How often each Message-ID arrived."""
        return Counter(letter["Message-ID"] for letter in self.letters())


@contextmanager
def mail_server(port: int | None = None) -> Iterator[tuple[Mailbox, str]]:
    """A running server with its mailbox, and the SMTP_URL to it."""
    mailbox = Mailbox()
    controller = Controller(mailbox, "127.0.0.1", port or free_port())
    controller.start()
    try:
        yield mailbox, f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


def free_port() -> int:
    """A port where nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]

"""E-mail by SMTP, through Flask-Mail: SMTP_URL=smtp://user:password@host:port, or smtps:// where TLS comes first.

With smtp:// the line is encrypted as soon as the server offers it, and a password is sent over no other line but to
this machine itself.
"""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import formataddr
from functools import cached_property
from threading import Timer
from typing import Any
from urllib.parse import unquote, urlsplit

import flask_mail

from dashboard.core import contacts
from dashboard.core.post import Envelope, NotSent, Rejected, Sender, TryLater, Unreachable
from dashboard.core.refusals import Invalid
from dashboard.extensions import mail

PATIENCE = 20  # seconds for each answer
WHOLE = 60  # seconds for all answers that one message, or coming in, takes; far below the lease
OUR_ACCESS = {421, 530, 534, 535, 538, 454}  # of the whole line, whatever is sent over it
HERE = {"localhost", "127.0.0.1", "::1"}


class Letter(flask_mail.Message):
    """A letter whose bytes are made once: what is sent is what is kept."""

    @cached_property
    def source(self) -> bytes:
        """The letter as it goes over the line."""
        return super().as_bytes()

    def as_bytes(self) -> bytes:
        """The same bytes, however often they are asked for."""
        return self.source


class Connection(flask_mail.Connection):
    """Flask-Mail's connection, with bounds on time, and encrypted where it can be."""

    def configure_host(self) -> smtplib.SMTP:
        """Connect and sign in. Raises what smtplib and sockets raise."""
        tls = ssl.create_default_context()
        host = smtplib.SMTP_SSL(timeout=PATIENCE, context=tls) if self.mail.use_ssl else smtplib.SMTP(timeout=PATIENCE)
        host._host = self.mail.server  # type: ignore[attr-defined]  # what a certificate must name
        with ended_after(WHOLE, host):
            host.connect(self.mail.server, self.mail.port or 0)
            host.ehlo_or_helo_if_needed()
            if not self.mail.use_ssl and host.has_extn("starttls") and self.mail.server not in HERE:
                host.starttls(context=tls)
            if self.mail.username and self.mail.password:
                if not isinstance(host.sock, ssl.SSLSocket) and self.mail.server not in HERE:
                    raise ssl.SSLError("The mail server offers no encryption, so the password was not sent.")
                host.login(self.mail.username, self.mail.password)
        return host


@dataclass(frozen=True, slots=True)
class Smtp:
    """The mail server at this address."""

    url: str

    @contextmanager
    def open(self, sender: Sender) -> Iterator["Line"]:
        """A connection for some letters."""
        connection = Connection(mail.init_mail(settings(self.url)))  # type: ignore[arg-type]  # what connect() gives it
        try:
            connection.host = connection.configure_host()
        except OSError as error:  # smtplib's own are of this kind
            raise Unreachable(f"The mail server does not answer: {said(error)}") from None
        try:
            yield Line(connection, sender)
        finally:
            with suppress(OSError), ended_after(PATIENCE, connection.host):
                connection.host.quit()


class Line:
    """An open connection."""

    def __init__(self, connection: Connection, sender: Sender) -> None:
        self.connection, self.sender = connection, sender

    def send(self, envelope: Envelope) -> bytes:
        """Send one letter; its bytes. Raises Unreachable, TryLater and Rejected."""
        letter = written(envelope, self.sender)
        with ended_after(WHOLE, self.connection.host):
            try:
                self.connection.send(letter, self.sender.address)
            except (OSError, flask_mail.BadHeaderError, UnicodeError) as error:
                raise judged(error) from None
        return letter.source


def written(envelope: Envelope, sender: Sender) -> Letter:
    """The letter in its envelope, to exactly one address. Raises Rejected for anything else than one address."""
    try:
        contacts.email_key(envelope.recipient)
    except Invalid as invalid:
        raise Rejected(invalid.sentence) from None
    letter = Letter(
        envelope.subject,
        recipients=[envelope.recipient],
        body=envelope.text,
        html=envelope.html,
        sender=formataddr((sender.name, sender.address)),
        extra_headers={"Auto-Submitted": "auto-generated"},
    )
    letter.msgId = envelope.message_id
    return letter


def judged(error: Exception) -> NotSent:
    """What an error means for the message."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        error = smtplib.SMTPResponseException(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        if error.smtp_code in OUR_ACCESS:
            return Unreachable(said(error))
        return (Rejected if 500 <= error.smtp_code < 600 else TryLater)(said(error))
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPNotSupportedError):
        return TryLater(f"The line broke off: {said(error)}")
    return Rejected(said(error))


def said(error: Exception) -> str:
    """An error in words."""
    if isinstance(error, smtplib.SMTPResponseException):
        answer: bytes | str = error.smtp_error
        return f"{error.smtp_code}: {answer.decode('utf-8', 'replace') if isinstance(answer, bytes) else answer}"
    return str(getattr(error, "strerror", None) or error) or type(error).__name__


@contextmanager
def ended_after(seconds: float, host: Any) -> Iterator[None]:
    """Cut the line if this takes longer: a server that answers letter by letter would outlast every lease."""
    timer = Timer(seconds, cut, [host])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def cut(host: Any) -> None:
    """End what is under way on this connection."""
    if (line := getattr(host, "sock", None)) is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def settings(url: str) -> dict[str, Any]:
    """What Flask-Mail wants to know of an SMTP_URL."""
    at = urlsplit(url)
    return {
        "MAIL_SERVER": at.hostname or "localhost",
        "MAIL_PORT": at.port or (465 if at.scheme == "smtps" else 25),
        "MAIL_USE_SSL": at.scheme == "smtps",
        "MAIL_USERNAME": unquote(at.username) if at.username else None,
        "MAIL_PASSWORD": unquote(at.password) if at.password else None,
        "MAIL_SUPPRESS_SEND": False,
        "MAIL_DEBUG": 0,
    }

"""SMS over HTTP: what is asked, and what each answer means for the message."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from dashboard.core.post import Envelope, Rejected, Sender, TryLater, Unreachable
from dashboard.gateways import sms, smtp
from dashboard.settings import Unusable, load
from tests.mail_server import free_port

TEXT = Envelope(1, "sms", "+819012345678", "", "Hello", None, "<1@desk.example>", 1, "t")
US = Sender("Quay & Quill", "hello@shop.example")


class Gateway(BaseHTTPRequestHandler):
    """Answers with the status that the address names, and notes what was asked."""

    asked: ClassVar[list[tuple[dict[str, str], dict[str, Any]]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((dict(self.headers), json.loads(body)))
        self.send_response(int(self.path.rpartition("/")[2]))
        self.end_headers()
        self.wfile.write(b"so it is\r\nX: y")

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def gateway() -> Iterator[str]:
    """The address of a running one."""
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/send"
    server.shutdown()
    server.server_close()


def send(url: str, token: str = "") -> None:
    with sms({"SMS_URL": url, "SMS_TOKEN": token}).open(US) as line:
        line.send(TEXT)


def test_a_text_is_asked_for_once_under_its_own_id(gateway):
    Gateway.asked.clear()
    send(f"{gateway}/202", "s3cret")
    (headers, said), *more = Gateway.asked
    assert not more
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer s3cret", "<1@desk.example>")
    assert said == {"id": "<1@desk.example>", "from": "Quay & Quill", "to": "+819012345678", "text": "Hello"}


@pytest.mark.parametrize(
    ("status", "means"),
    [(400, Rejected), (404, Rejected), (302, Rejected), (429, TryLater), (503, TryLater), (401, Unreachable)],
)
def test_what_an_answer_means(gateway, status, means):
    with pytest.raises(means) as told:
        send(f"{gateway}/{status}")
    assert told.value.sentence == f"{status} so it is X: y"


def test_nobody_there_is_no_texts_own_fault():
    with pytest.raises(Unreachable, match="does not answer"):
        send(f"http://127.0.0.1:{free_port()}/")


def test_without_an_address_there_is_none():
    assert sms({"SMS_URL": ""}) is None


@pytest.mark.parametrize("bad", ["mail.example", "smtp://", "http://mail.example", "smtp://mail.example:port"])
def test_an_address_that_makes_no_sense_is_told(tmp_path, bad):
    with pytest.raises(Unusable, match="SMTP_URL is not understood: smtp://USER"):
        load({"DESK_INSTANCE": str(tmp_path), "SMTP_URL": bad})
    with pytest.raises(Unusable, match="SMS_URL"):
        load({"DESK_INSTANCE": str(tmp_path), "SMS_URL": "file:"})


def test_the_mail_servers_address_in_parts():
    found = smtp.settings("smtps://shop%40mail:p%2Fw@mail.example")
    assert (found["MAIL_SERVER"], found["MAIL_PORT"], found["MAIL_USE_SSL"]) == ("mail.example", 465, True)
    assert (found["MAIL_USERNAME"], found["MAIL_PASSWORD"]) == ("shop@mail", "p/w")
    assert smtp.settings("smtp://localhost")["MAIL_PORT"] == 25

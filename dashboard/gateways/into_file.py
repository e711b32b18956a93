"""Texts into a file: what the demo has instead of a telephone company. SMS_URL=file:sms.txt, in the instance folder."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from dashboard.core.post import Envelope, Sender, Unreachable
from dashboard.database import now


@dataclass(frozen=True, slots=True)
class IntoFile:
    """A JSON line per text: "id", "at", "from", "to", "text"."""

    path: Path

    @contextmanager
    def open(self, sender: Sender) -> Iterator["Page"]:
        """The file's end."""
        yield Page(self.path, sender)


@dataclass(frozen=True, slots=True)
class Page:
    """Where the next line goes."""

    path: Path
    sender: Sender

    def send(self, envelope: Envelope) -> None:
        """Write the line. Raises Unreachable where the file cannot be written."""
        line = {
            "id": envelope.message_id,
            "at": now().isoformat(timespec="seconds"),
            "from": self.sender.name,
            "to": envelope.recipient,
            "text": envelope.text,
        }
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as error:
            raise Unreachable(f"{self.path.name}: {error.strerror}") from None


def of(config: Mapping[str, Any]) -> IntoFile:
    """The file that SMS_URL names."""
    return IntoFile(Path(config["INSTANCE"]) / unquote(urlsplit(config["SMS_URL"]).path))

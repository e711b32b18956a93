"""Confirmations at the top of the next page, with Undo where there is one."""

import json
import secrets
from dataclasses import asdict, dataclass

from flask import flash as keep
from flask import get_flashed_messages


@dataclass(frozen=True, slots=True)
class Flash:
    """A confirmation: a headline, a sentence, and the address that takes it back, if any."""

    text: str
    detail: str = ""
    undo: str | None = None
    kind: str = "success"

    @property
    def undo_key(self) -> str:
        """A one-time key for the Undo button, new each time it is drawn."""
        return secrets.token_urlsafe(24)


def flash(message: Flash) -> None:
    """Show this on the next page."""
    keep(json.dumps(asdict(message)), "flash")


def flashes() -> list[Flash]:
    """What is to be shown now; each is shown once."""
    return [Flash(**json.loads(str(kept))) for kept in get_flashed_messages(category_filter=["flash"])]

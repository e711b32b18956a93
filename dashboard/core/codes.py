"""One-time codes: six digits that prove that somebody reads an address or has a phone in hand."""

import hashlib
import secrets
from datetime import timedelta
from enum import StrEnum

from dashboard.core.refusals import Refused

LASTS = timedelta(minutes=10)
DIGITS, TRIES = 6, 5


class Purpose(StrEnum):
    """What a right code does."""

    SIGN_IN = "sign_in"
    REGISTER = "register"
    EMAIL = "email"
    PHONE = "phone"


class Unknown(Refused):
    """Nobody asked for a code here."""

    def __init__(self) -> None:
        super().__init__("Nobody asked for a code here. Ask for one first.", "code")


class Over(Refused):
    """The code is used, out of date or guessed at too often."""

    def __init__(self) -> None:
        super().__init__("This code does not work any more. Ask for a new one.", "code")


class Wrong(Refused):
    """These are not the digits; `.left` is how many tries there still are."""

    def __init__(self, left: int) -> None:
        tries = "1 try is left" if left == 1 else f"{left} tries are left"
        super().__init__(f"That is not the code. {tries}. Only the newest code works.", "code")
        self.left = left


def new_code() -> str:
    """Six digits that nobody can foresee."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def spaced(code: str) -> str:
    """The code as it is read: "204 816"."""
    return f"{code[:3]} {code[3:]}"


def entered(text: str) -> str:
    """The digits of what was entered, spaces and dashes left out; "" for what is no code."""
    plain = "".join(letter for letter in text if not letter.isspace() and letter != "-")
    return plain if len(plain) == DIGITS and plain.isascii() and plain.isdigit() else ""


def code_hash(token: str, code: str) -> str:
    """What is stored of a code. A million codes are tried in a moment, so the token, which is not stored, is in it."""
    return hashlib.sha256(f"{token}\0{code}".encode("utf-8", "replace")).hexdigest()


def token_hash(token: str) -> str:
    """What is stored of the token of whoever asked."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()

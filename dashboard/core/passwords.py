"""Whether a password may be used: long enough, and not what everybody tries first."""

from dashboard.core.commonest_passwords import COMMONEST
from dashboard.core.refusals import Invalid

SHORTEST, LONGEST = 8, 200
SHORTEST_OF_STAFF = 12
SOME_LETTERS = 4
MARKS = "!?.,-_*#$%&+@ "
ENDINGS = "0123456789" + MARKS


def check(password: str, *own: str | None, shortest: int = SHORTEST) -> None:
    """Raise Invalid beside "password" unless it may be used. `own`: the account's e-mail address, name, phone."""
    if len(password) < shortest:
        raise refusal(f"Use at least {shortest} characters.")
    if len(password) > LONGEST:
        raise refusal(f"Use {LONGEST} characters at most.")
    if is_commonest(password):
        raise refusal("This is one of the passwords that are tried first. Choose another one.")
    if any(is_own(password, text) for text in own if text):
        raise refusal("This is the account’s own name or address. Choose a password that nobody can look up.")


def is_commonest(password: str) -> bool:
    """Whether it is a password of the list, one with figures or marks after it, or hardly more than one letter."""
    plain = password.casefold().strip()
    shortest = len(plain.rstrip(ENDINGS))
    return len(set(plain)) < SOME_LETTERS or any(plain[:end] in COMMONEST for end in range(shortest, len(plain) + 1))


def is_own(password: str, text: str) -> bool:
    """Whether the password is this text of the account, the part before its @, or either with something after it."""
    plain = bare(password)
    known = {bare(text), bare(text.partition("@")[0])} - {""}
    return plain in known or plain.rstrip(ENDINGS) in known


def bare(text: str) -> str:
    """Text without case, space and the marks that names and addresses are joined with."""
    return "".join(letter for letter in text.casefold() if letter not in " .-_+")


def refusal(sentence: str) -> Invalid:
    """The refusal of a password."""
    return Invalid(sentence, "password")

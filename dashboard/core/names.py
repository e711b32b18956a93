"""Names and other single lines that people enter: one line each, without what prints nothing."""

import unicodedata

from dashboard.core.refusals import Invalid

UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
JOINERS = "\u200c\u200d"  # they print nothing, and Persian and Hindi cannot be spelt without them


def one_line(text: str) -> str:
    """The text with its spaces made one and without control characters, which no letter's header may hold."""
    spaced = " ".join(text.split())
    seen = (letter for letter in spaced if letter in JOINERS or unicodedata.category(letter) not in UNSEEN)
    return "".join(seen).strip(" " + JOINERS)


def required(text: str, field: str, missing: str, longest: int = 200) -> str:
    """The text as one line. Raises Invalid beside `field`: the sentence `missing` for an empty one, or too long."""
    line = one_line(text)
    if not line:
        raise Invalid(missing, field)
    return bounded(line, field, longest)


def bounded(line: str, field: str, longest: int) -> str:
    """The line, if it is no longer than this. Raises Invalid beside `field`."""
    if len(line) > longest:
        raise Invalid(f"Use {longest} characters at most.", field)
    return line

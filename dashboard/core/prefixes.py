"""What order codes may begin with."""

import re

from dashboard.core.refusals import Invalid

PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,11}")
TEST = "TEST-"


def check_prefix(text: str) -> str:
    """The prefix of the store's own order codes. Raises Invalid beside "code_prefix".

    It ends with no figure: SH-1 and 001 would make the SH-1001 that SH- and 1001 made before.
    """
    prefix = text.strip()
    if not PREFIX.fullmatch(prefix):
        raise refusal("Use 1 to 12 letters and figures, with . _ or - after the first, such as OD-.")
    if prefix[-1].isdigit():
        raise refusal("End it with a letter, a dot or a hyphen, so that the number after it stands apart.")
    if prefix.upper() == TEST:
        raise refusal("TEST- is kept for test orders. Choose another one.")
    return prefix


def refusal(sentence: str) -> Invalid:
    """The refusal of a prefix."""
    return Invalid(sentence, "code_prefix")

"""Tags of an order: one line each; those that differ in case, accents or space only are one."""

from dashboard.core import names, search
from dashboard.core.refusals import Invalid

LONGEST, LONGEST_KEY, MOST = 50, 200, 30


def tag(text: str) -> tuple[str, str]:
    """The tag's key and the tag as it is written. Raises Invalid beside "tag"."""
    line = names.required(text, "tag", "Write the tag first.", LONGEST)
    if "," in line:
        raise Invalid("A tag has no comma in it. Add one tag after the other.", "tag")
    key = search.fold(line)
    if not key:
        raise Invalid("A tag needs a letter or a figure.", "tag")
    if len(key) > LONGEST_KEY:
        raise Invalid(f"Use {LONGEST} characters at most.", "tag")
    return key, line

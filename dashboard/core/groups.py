"""Names of customer groups: one line each; those that differ in case, accents or space only are one."""

from dashboard.core import names, search
from dashboard.core.refusals import Invalid

LONGEST, MOST = 60, 100


def group_name(text: str) -> tuple[str, str]:
    """The group's key and its name as it is written. Raises Invalid beside "name"."""
    line = names.required(text, "name", "Give the group a name.", LONGEST)
    key = search.fold(line)
    if not key:
        raise Invalid("A group’s name needs a letter or a figure.", "name")
    return key, line

"""The order that another one was ordered anew from, and the one that came of it."""

from typing import NamedTuple


class Kin(NamedTuple):
    """Their codes: the returned order that this one came from, and the one that was ordered anew from this one."""

    returned: str | None = None
    reorder: str | None = None

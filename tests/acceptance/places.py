"""Where journeys run: on which database, on what size of screen."""

import os
from typing import Any, NamedTuple

import pytest

FIRST, *OTHERS = os.environ.get("TEST_DATABASES", "sqlite").split(",")


class Size(NamedTuple):
    """A screen in CSS pixels, and whether it is touched."""

    width: int
    height: int
    touch: bool

    @property
    def options(self) -> dict[str, Any]:
        """A browser window of this size, as Playwright wants it."""
        viewport = {"width": self.width, "height": self.height}
        return {"viewport": viewport, "has_touch": self.touch, "is_mobile": self.touch}


SIZES = {
    "desktop": Size(1440, 900, touch=False),
    "tablet": Size(768, 1024, touch=True),
    "phone": Size(390, 844, touch=True),
}
LONG = pytest.mark.faults  # not in the suite, which has few minutes: docs/faults.md
# Every journey: in the suite on the widest screen, in the long run on the rest. What fingers hit is in the suite.
EVERYWHERE = [
    (FIRST, "desktop"),
    *(pytest.param((FIRST, size), marks=LONG) for size in ("tablet", "phone")),
    *(pytest.param((kind, "desktop"), marks=LONG) for kind in OTHERS),
]


def places(*found: Any) -> pytest.MarkDecorator:
    """Run a test at these places."""
    return pytest.mark.parametrize("place", found, ids="-".join, indirect=True)


def only(first: str, *others: str) -> pytest.MarkDecorator:
    """Run a test at these sizes, all but the first in the long run: its matter knows no database."""
    return places((FIRST, first), *(pytest.param((FIRST, size), marks=LONG) for size in others))


at_every_size = places(*((FIRST, size) for size in SIZES))
on_each_database = places(*((kind, "desktop") for kind in (FIRST, *OTHERS)))

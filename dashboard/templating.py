"""Flask's templates, told that nothing global is added to them once they are loaded."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class Templates(Environment):
    """Every import of a macro compares globals: between two dicts that is nothing, over a chain of them half a page."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template, as they stand when it is loaded."""
        return {**self.globals, **(d or {})}

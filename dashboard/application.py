"""The Flask application, told what Flask would otherwise find out for every request."""

from collections.abc import Callable
from typing import Any

from flask import Flask


class Desk(Flask):
    """No function of ours is a coroutine, which Flask asks of each before it calls it: twenty times for a page."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is."""
        return func

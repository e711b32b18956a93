"""Bounded URL converters: what cannot be an id or a code is a 404 before any query."""

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter


class Code(BaseConverter):
    """An order code."""

    regex = r"[A-Za-z0-9._-]{1,40}"


class Id(IntegerConverter):
    """A whole number of at most 18 digits, which fits every database's big integer."""

    regex = r"[0-9]{1,18}"


def register(app: Flask) -> None:
    """Name the converters."""
    app.url_map.converters.update(code=Code, int18=Id)

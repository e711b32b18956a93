"""What templates draw and write again and again, made once: icons, badges, rows that stand as they stood, addresses."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, url_for
from markupsafe import Markup
from wtforms.widgets import Input, html_params

PLAIN = {str, int, type(None)}
MOST = 4_096  # of each macro, and of addresses; a list's row is a kilobyte
BLOCKS = 512  # of each macro that draws a whole block of a page: some kilobytes
LISTS = 64  # of each macro that draws all rows of a list: a hundred kilobytes, and as many of the values in them


def kept(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """The macro with what it drew last. It must be a function of its arguments alone, and these hashable.

    {% macro drawn(name) %}…{% endmacro %}{% set picture = kept(drawn) %}
    """
    return lru_cache(MOST, typed=True)(macro)  # typed: words of two enumerations are equal where they are spelt alike


def kept_block(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """The same for a macro that draws a block: its arguments are all that stands in it, as values."""
    return lru_cache(BLOCKS, typed=True)(macro)


def kept_list(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """The same for a macro that draws a whole list, which staff ask for again and again as it stood."""
    return lru_cache(LISTS, typed=True)(macro)


def address(endpoint: str, **values: Any) -> str:
    """url_for() in templates."""
    if all(type(value) in PLAIN for value in values.values()):
        return written(endpoint, tuple(values.items()))
    return url_for(endpoint, **values)


@lru_cache(MOST, typed=True)
def written(endpoint: str, parts: tuple[tuple[str, Any], ...]) -> str:
    """The address of an endpoint with these values; the desk is served at the root of its host."""
    return url_for(endpoint, **dict(parts))


@lru_cache(MOST, typed=True)
def attributes(**named: Any) -> str:
    """A control's attributes; a password is never among them."""
    return html_params(**named)


def register(app: Flask) -> None:
    """Give templates what keeps macros, and addresses by url_for(); let the controls of forms keep their attributes."""
    app.jinja_env.globals |= {"kept": kept, "kept_block": kept_block, "kept_list": kept_list, "url_for": address}
    Input.html_params = staticmethod(attributes)  # a dialog has ten controls, and escaping them takes a third of it

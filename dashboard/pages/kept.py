"""What templates draw and write again and again, made once: icons, badges, rows that stand as they stood, addresses."""

from collections.abc import Callable
from functools import lru_cache
from secrets import token_hex
from typing import Any

from flask import Flask
from markupsafe import Markup, escape
from wtforms.widgets import Input, html_params

from dashboard.pages.addresses import address
from dashboard.pages.token import token
from dashboard.pages.verb import new_key

MOST = 4_096  # of each macro, and of controls; a list's row is a kilobyte
BLOCKS = 512  # of each macro that draws a whole block of a page: some kilobytes
LISTS = 32  # of each macro that draws all rows of a list: a hundred kilobytes, and as many of the values in them
# What stands in a kept block until it is shown: nobody can have written it anywhere, since nobody ever sees it.
TOKEN_HERE, KEY_HERE, ADDRESS_HERE = (token_hex(16) for _ in range(3))


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


def kept_form(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """The same for a block that holds forms: each form's token and one-time key are put in whenever it is shown.

    The macro writes `TOKEN_HERE`, `KEY_HERE` and `ADDRESS_HERE` where they go. `at` is the address: the forms of all
    orders are one then. What somebody typed is drawn with `keep=False`: it is not worth keeping, and may be a password.
    """
    drawn = lru_cache(BLOCKS, typed=True)(macro)

    def shown(*values: Any, at: str = "", keep: bool = True, **named: Any) -> Markup:
        return filled((drawn if keep else macro)(*values, **named), at)

    return shown


def filled(block: Markup, at: str) -> Markup:
    """The block with this session's token, the address, and a key of its own wherever one goes."""
    text = str(block).replace(TOKEN_HERE, token()).replace(ADDRESS_HERE, escape(at))
    first, *rest = text.split(KEY_HERE)
    return Markup(first + "".join([new_key() + part for part in rest]))  # noqa: S704 - drawn by a macro, keys by us


@lru_cache(MOST, typed=True)
def attributes(**named: Any) -> str:
    """A control's attributes; a password is never among them."""
    return html_params(**named)


def register(app: Flask) -> None:
    """Give templates what keeps macros, and addresses by url_for(); let the controls of forms keep their attributes."""
    app.jinja_env.globals |= {"kept": kept, "kept_block": kept_block, "kept_form": kept_form, "kept_list": kept_list}
    app.jinja_env.globals |= {"url_for": address, "TOKEN_HERE": TOKEN_HERE, "KEY_HERE": KEY_HERE}
    app.jinja_env.globals["ADDRESS_HERE"] = ADDRESS_HERE
    Input.html_params = staticmethod(attributes)  # a dialog has ten controls, and escaping them takes a third of it

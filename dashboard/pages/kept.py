"""What templates draw again and again, drawn once: icons, badges, rows of lists that stand as they stood."""

from collections.abc import Callable
from functools import lru_cache

from flask import Flask
from markupsafe import Markup

MOST = 4_096  # of each macro; a list's row is a kilobyte


def kept(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """The macro with what it drew last. It must be a function of its arguments alone, and these hashable.

    {% macro drawn(name) %}…{% endmacro %}{% set picture = kept(drawn) %}
    """
    return lru_cache(MOST, typed=True)(macro)  # typed: words of two enumerations are equal where they are spelt alike


def register(app: Flask) -> None:
    """Give templates kept()."""
    app.jinja_env.globals["kept"] = kept

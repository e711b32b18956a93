"""How answers travel: compressed, unless another site asked for them, and told apart by what they depend on."""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache

import brotli
from flask import Flask, Response, current_app, request
from jinja2.ext import Extension
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

KINDS = {"text/html", "text/plain", "text/csv", "application/json"}
LEAST = 600  # bytes; what fits into one packet gains nothing
WAYS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda data: brotli.compress(data, quality=4),
    "gzip": lambda data: gzip.compress(data, 6, mtime=0),
}
SPARED = re.compile(
    r"""(\{\{.*?\}\}|\{%.*?%\}|\{\#.*?\#\})   # Jinja’s own: kept
    | (?m:^)[ \t]+(?=<) | </t[dhr]>
    | (\s(?:class|form|popovertarget|aria-haspopup)=)"([\w-]+)"(?=[\s>])""",
    re.DOTALL | re.VERBOSE,
)
DEPENDS = ("Accept-Encoding", "HX-Request", "HX-History-Restore-Request", "Sec-Fetch-Site")


def register(app: Flask) -> None:
    """Compress the answers of `app`. First of all parts: what is registered first is done last."""
    app.after_request(compress)
    app.jinja_env.add_extension(Spared)


class Spared(Extension):
    """Pages without what HTML can do without, which would be a seventh of a list."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template without indentation, ends of cells and rows, quotes of one word; letters are left as they are.

        What a template fills in keeps its quotes, whatever it may come to.
        """
        if name is None or not name.endswith(".html") or name.startswith("letters/"):
            return source
        return SPARED.sub(lambda found: found[1] or "".join(found.groups("")[1:]), source)


def compress(response: Response) -> Response:
    """The answer in the best way that the browser takes; as it is where that gains or tells too much."""
    if response.mimetype not in KINDS or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    if "Vary" in response.headers:
        response.vary.update(DEPENDS)
    else:
        response.headers["Vary"] = ", ".join(DEPENDS)
    way = best(request.headers.get("Accept-Encoding", ""))
    if way is None or response.status_code in {204, 304} or not asked_from_here():
        return response
    data = response.get_data()
    if len(data) >= LEAST:
        response.set_data(WAYS[way](data))
        response.headers["Content-Encoding"] = way
    return response


@lru_cache(64)
def best(accepted: str) -> str | None:
    """The first of our ways that a browser takes which says so; None: none."""
    taken = parse_accept_header(accepted, Accept)
    return next((way for way in WAYS if taken[way] > 0), None)


def asked_from_here() -> bool:
    """Whether the desk itself or the person asked, and no other site.

    A site that has the browser open /orders?q=… again and again, and can see how long the encrypted answers are, could
    guess what stands beside the reflected search letter by letter (BREACH). Browsers say who asked, but not without
    https, where whoever can see lengths can read.
    """
    started_by = request.headers.get("Sec-Fetch-Site")
    if started_by is None:
        return not (request.is_secure or current_app.config["SESSION_COOKIE_SECURE"])
    return started_by in {"same-origin", "none"}

"""Where to go afterwards: only ever to a path of our own."""

from urllib.parse import SplitResult, urlsplit

from flask import request


def own_path(target: str | None, otherwise: str) -> str:
    """`target` if it is a plain path of this site (with its query), else `otherwise`."""
    if not target or len(target) > 2000 or any(ord(letter) < 33 for letter in target) or "\\" in target:
        return otherwise
    parts = split(target)
    own = parts and not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith("//")
    return target if own else otherwise


def came_from(path: str) -> str:
    """`path` with the query that it had in the window which sent this request, if it was sent from there."""
    for address in (request.headers.get("HX-Current-URL"), request.referrer):
        parts = split(address or "")
        if parts and parts.path == path and parts.query:
            return own_path(f"{path}?{parts.query}", path)
    return path


def split(url: str) -> SplitResult | None:
    """The parts of an address; None for what is none, such as `http://[`."""
    try:
        return urlsplit(url)
    except ValueError:
        return None

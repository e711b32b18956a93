"""Where to go afterwards: only ever to a path of our own."""

from urllib.parse import SplitResult, urlsplit


def own_path(target: str | None, otherwise: str) -> str:
    """`target` if it is a plain path of this site (with its query), else `otherwise`."""
    if not target or len(target) > 2000 or any(ord(letter) < 33 for letter in target) or "\\" in target:
        return otherwise
    parts = split(target)
    own = parts and not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith("//")
    return target if own else otherwise


def split(url: str) -> SplitResult | None:
    """The parts of an address; None for what is none, such as `http://[`."""
    try:
        return urlsplit(url)
    except ValueError:
        return None

"""What templates need to draw: initials and tints of people, marked words, attributes that redraw a form."""

import re
from zlib import crc32

from flask import Flask
from markupsafe import Markup, escape

from dashboard.pages.told_of import told_of
from dashboard.pages.verb import new_key

TINTS = ("", "blue", "green", "violet", "neutral")


def register(app: Flask) -> None:
    """Give templates the filters `initials`, `tint`, `marked`; globals `redraws`, `redrawn`, `told_of`, `new_key`."""
    app.jinja_env.filters |= {"initials": initials, "tint": tint, "marked": marked}
    app.jinja_env.globals |= {"redraws": redraws, "redrawn": redrawn, "told_of": told_of, "new_key": new_key}


REDRAWN = {
    "hx-target": "#verb",
    "hx-select": "#verb",
    "hx-swap": "outerMorph",
    "hx-sync": "closest form:replace",
    "hx-vals": "find:1",
}


def initials(name: str) -> str:
    """One or two capital letters: "Kate Wong" → "KW"; "?" where a name has no letter."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else "?"


def tint(name: str) -> str:
    """The avatar's colour, the same for a name on every page and every machine."""
    return TINTS[crc32(name.encode()) % len(TINTS)]


def marked(text: str | None, words: str | None) -> Markup:
    """`text` escaped, with `<mark>` around what begins like one of `words`; unchanged where nothing does."""
    text = text or ""
    starts = "|".join(re.escape(word) for word in sorted((words or "").split(), key=len, reverse=True))
    if not starts:
        return escape(text)
    parts = re.split(rf"(?i)(?<!\w)({starts})", text)
    marks = (Markup("<mark>{}</mark>").format(part) if at % 2 else escape(part) for at, part in enumerate(parts))
    return Markup().join(marks)


def redraws(action: str, trigger: str | None = None) -> dict[str, str]:
    """Attributes of a control that draws the verb anew from what its form holds, changing nothing.

    It posts the form to `action` with `find=1`; `trigger` is htmx's, else the control's own event.
    """
    return {"hx-post": action} | REDRAWN | ({"hx-trigger": trigger} if trigger else {})


def redrawn(trigger: str | None = None) -> dict[str, str]:
    """The same for a part with many such controls, each of which then needs its `hx-post` alone."""
    attributes = REDRAWN | ({"hx-trigger": trigger} if trigger else {})
    return {f"{name}:inherited": value for name, value in attributes.items()}

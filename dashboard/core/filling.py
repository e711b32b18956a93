"""Texts with placeholders: which may stand in them, what they become, and how long a text message gets."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dashboard.core import names
from dashboard.core.refusals import Invalid

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
# The letters of GSM 03.38, of which 160 fit into a message; those after them count twice. Of any other 70 fit.
PLAIN = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = set("^{}\\[~]|€\f")


class Length(NamedTuple):
    """How long a text message is: characters, how many fit, and how many messages it takes."""

    characters: int
    fit: int
    messages: int


def refuse_unknown(text: str, allowed: Sequence[str], field: str) -> None:
    """Raise Invalid beside `field` for a placeholder that is none of these."""
    for name in PLACEHOLDER.findall(text):
        if name not in allowed:
            known = ", ".join(f"{{{one}}}" for one in allowed)
            raise Invalid(f"{{{name[:40]}}} stands for nothing here. Use {known}.", field)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled, without the lines in which one of them has nothing to say."""
    known = {name: names.one_line(value) for name, value in values.items()}
    lines = [line for line in text.splitlines() if all(known.get(name) for name in PLACEHOLDER.findall(line))]
    said = PLACEHOLDER.sub(lambda found: known[found[1]], "\n".join(lines))
    return re.sub(r"\n[ \t]*(\n[ \t]*)+\n", "\n\n", said).strip()


def folded(text: str) -> str:
    """The text in lines that plain mail can show; what cannot be broken, such as addresses, stays whole."""
    return "\n".join(
        textwrap.fill(line, 78, break_long_words=False, break_on_hyphens=False) if line.strip() else ""
        for line in text.splitlines()
    )


def length(text: str) -> Length:
    """How long it is as a text message."""
    if set(text) <= PLAIN | TWICE:
        count, single, each = len(text) + sum(letter in TWICE for letter in text), 160, 153
    else:
        count, single, each = len(text.encode("utf-16-le")) // 2, 70, 67
    messages = 1 if count <= single else -(-count // each)
    return Length(count, single if messages == 1 else messages * each, messages)

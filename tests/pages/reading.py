"""A page as its reader finds things on it: by tag, by accessible name, by the words on a button."""

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr path rect use".split())
UNSEEN = frozenset({"script", "style", "template"})
# What ends cells and rows, whose own end tags HTML can do without.
CELLS = frozenset({"td", "th"})
ENDED_BY = {cell: CELLS | {"tr", "/tbody", "/thead", "/tfoot", "/table"} for cell in CELLS}
ENDED_BY["tr"] = ENDED_BY["td"] - CELLS


class Node:
    """An element: its tag, attributes, and children (elements and text)."""

    def __init__(self, tag: str, attrs: dict[str, str], parent: "Node | None") -> None:
        self.tag, self.attrs, self.parent = tag, attrs, parent
        self.children: list[Node | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attrs[name]

    def __contains__(self, name: str) -> bool:
        return name in self.attrs

    def __repr__(self) -> str:
        return f"<{self.tag} {self.attrs}>"

    @property
    def raw(self) -> str:
        """The text in it, spaces as they are."""
        if self.tag in UNSEEN:
            return ""
        return "".join(child if isinstance(child, str) else child.raw for child in self.children)

    @property
    def text(self) -> str:
        """The text in it, spaces made one."""
        return " ".join(self.raw.split())

    def every(self) -> "Iterator[Node]":
        """All elements in it, in the order of the page; what a template holds is not on the page."""
        for child in self.children if self.tag != "template" else ():
            if isinstance(child, Node):
                yield child
                yield from child.every()

    def all(self, tag: str | None = None, **attrs: str) -> "list[Node]":
        """The elements in it of this tag with these attributes (`class_`, `data_code`); classes match by word."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        return [node for node in self.every() if tag in (None, node.tag) and node.has(wanted)]

    def has(self, wanted: dict[str, str]) -> bool:
        """Whether it carries these attributes."""
        return all(
            value in self.attrs.get(name, "").split() if name == "class" else self.attrs.get(name) == value
            for name, value in wanted.items()
        )

    def one(self, tag: str | None = None, **attrs: str) -> "Node":
        """The only such element; anything but one is an error."""
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} times {tag} {attrs} in {self!r}"
        return found[0]

    def region(self, name: str) -> "Node":
        """The section with this accessible name."""
        found = [node for node in self.all("section") if node.name == name]
        assert len(found) == 1, f"{len(found)} regions {name!r} among {[node.name for node in self.all('section')]}"
        return found[0]

    def button(self, name: str) -> "Node":
        """The only button or link with this accessible name."""
        found = [node for node in (*self.all("button"), *self.all("a")) if node.name == name]
        assert len(found) == 1, f"{len(found)} buttons {name!r}"
        return found[0]

    @property
    def name(self) -> str:
        """Its accessible name: from aria-labelledby, aria-label, or its text."""
        if "aria-labelledby" in self:
            return " ".join(self.root.one(id=label).text for label in self["aria-labelledby"].split())
        return self.attrs.get("aria-label") or self.text

    @property
    def facts(self) -> dict[str, str]:
        """The terms of the list in it, with their values."""
        return {row.one("dt").text: row.one("dd").text for row in self.one("dl").all("div")}

    @property
    def root(self) -> "Node":
        """The page."""
        return self.parent.root if self.parent else self

    @property
    def form(self) -> "Node":
        """The form around it, or itself."""
        node = self
        while node.tag != "form":
            assert node.parent, f"{self!r} is in no form"
            node = node.parent
        return node

    def fields(self) -> list[tuple[str, str]]:
        """What a browser would submit of this form, but for the button pressed."""
        inputs = [
            (node["name"], node.attrs.get("value", "on" if node.attrs.get("type") == "checkbox" else ""))
            for node in self.all("input")
            if "name" in node and ("checked" in node or node.attrs.get("type") not in {"checkbox", "radio", "file"})
        ]
        lists = [(node["name"], chosen(node)["value"]) for node in self.all("select")]
        return inputs + lists + [(node["name"], node.text) for node in self.all("textarea")]


def chosen(select: Node) -> Node:
    """The option that a browser would submit of this list."""
    options = select.all("option")
    return next((option for option in options if "selected" in option), options[0])


class Reader(HTMLParser):
    """Builds the tree of a page; an end tag without its start is an error of the template."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = self.here = Node("page", {}, None)

    def imply(self, tag: str) -> None:
        """End the cell and the row that this tag ends."""
        while tag in ENDED_BY.get(self.here.tag, ()):
            assert self.here.parent
            self.here = self.here.parent

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.imply(tag)
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        assert len(node.attrs) == len(attrs), f"an attribute twice: {self.get_starttag_text()}"
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        self.imply(f"/{tag}")
        assert self.here.tag == tag, f"</{tag}> ends {self.here!r} at {self.getpos()}"
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def read(html: str) -> Node:
    """The page in this text."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.here is reader.page, f"{reader.here!r} is never closed"
    return reader.page

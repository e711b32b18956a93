"""The dialog of a verb, opened as a page of its own, and what it says will change."""

from tests import world
from tests.pages.reading import Node
from tests.pages.visitor import Visitor


def opened(visitor: Visitor, code: str = world.PAID, **query: object) -> Node:
    """The form of an order's reassign page."""
    answer = visitor.open(f"/orders/{code}/reassign", **query)
    assert answer.status == 200
    return answer.page.one(id="verb").one("form")


def effects(page: Node) -> tuple[list[tuple[str, str, str]], list[str]]:
    """What will change: each person's name with their sums before and after, and the sentences."""
    region = page.one("section", aria_labelledby="what-will-change")
    moves = [(row.one("dt").text, row.one(class_="was").text, row.one(class_="now").text) for row in region.all("div")]
    return moves, [item.text for item in region.one("ul").all("li")]

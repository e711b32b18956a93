"""The dialog of a verb on a customer, opened as a page of its own."""

from tests.pages.reading import Node
from tests.pages.visitor import Visitor


def verb_form(visitor: Visitor, path: str) -> Node:
    """The form of a verb's page."""
    answer = visitor.open(path)
    assert answer.status == 200
    return answer.page.one(id="verb").one("form")

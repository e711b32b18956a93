"""The list that one came from, as it travels in an address: its query string, and the page of it that was open.

It stands in the address and not in the session, so that two windows can walk through two lists.
"""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from dashboard.core.criteria import Criteria
from dashboard.core.views import LONGEST_QUERY
from dashboard.models.order_list import decode
from dashboard.pages import who
from dashboard.pages.order_criteria import KEPT, query_string, read

PLACES = ("after", "before")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its criteria, and its normalised query with the page that was open; empty for the first of all orders."""

    criteria: Criteria
    query: str

    @property
    def address(self) -> str:
        """The address of that page of the list."""
        return url_for("orders.index") + (f"?{self.query}" if self.query else "")

    @property
    def way(self) -> str:
        """What the address of an order ends with to know the list. A hundred times in a list, so no "=" is escaped."""
        return f"?list={quote(self.query, safe='=')}" if self.query else ""


def listed(given: MultiDict[str, str]) -> Listed:
    """The list in the parts of its address."""
    criteria = read(given, who.store()).criteria
    places = [(name, given[name]) for name in PLACES if decode(given.get(name), criteria.sort, back=False)]
    return Listed(criteria, "&".join(part for part in (query_string(criteria), urlencode(places)) if part))


def came_from_list() -> Listed:
    """The list that this request's `list` names; all orders without one."""
    return listed(parsed(request.args.get("list", "")))


def parsed(query: str) -> MultiDict[str, str]:
    """The parts of a query string; none of one that is too long."""
    return MultiDict(parse_qsl(query, errors="replace") if len(query) <= LONGEST_QUERY else ())


def criteria_of(query: str) -> Criteria:
    """The criteria in a query string."""
    return read(parsed(query), who.store()).criteria


def normal(query: str) -> str:
    """The query string as a view keeps it: criteria alone, in one spelling."""
    return query_string(criteria_of(query))


@lru_cache(KEPT)
def alike(query: str) -> list[tuple[str, str]]:
    """What two normalised queries have in common that show the same list: in which order words stand says nothing."""
    return sorted(parse_qsl(query))

"""Views of the order list: those that every desk has, how many more there may be, and who may change which."""

from typing import NamedTuple

from dashboard.core.person import Person
from dashboard.core.refusals import NotPermitted
from dashboard.core.roles import may, require_permission

LONGEST_NAME = 40
LONGEST_QUERY = 2_000
MOST = 20  # of one's own, and as many that are shared


class BuiltIn(NamedTuple):
    """A view that is always there: `word` names it in the page, `query` is the list's address after the "?"."""

    word: str
    name: str
    query: str


BUILT_IN = (
    BuiltIn("all", "All orders", ""),
    BuiltIn("to_fulfil", "To fulfil", "fulfilment=unfulfilled&fulfilment=dispatched&fulfilment=partially_fulfilled"),
    BuiltIn("unpaid", "Unpaid", "payment=unpaid&payment=partially_paid&state=open"),
    BuiltIn("guests", "Guest orders", "guest=yes"),
)


def may_change(who: Person, maker_id: int, shared: bool) -> bool:
    """Whether this person may change the view that `maker_id` made: one's own, or shared with the right to share."""
    if not shared:
        return who.id == maker_id
    return may(who, "view_share") if who.id == maker_id else may(who, "view_edit")


def require_may_change(who: Person, maker_id: int, shared: bool) -> None:
    """Raise NotPermitted unless this person may change the view."""
    if may_change(who, maker_id, shared):
        return
    if not shared:
        raise NotPermitted("This view belongs to somebody else.")
    require_permission(who, "view_share" if who.id == maker_id else "view_edit")

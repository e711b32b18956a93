"""How each kind of change is taken back: whether the order is still as it was left, what to write, what to record."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from dashboard.actions.change import Change
from dashboard.actions.reassign import named
from dashboard.core import tags
from dashboard.core.refusals import WrongState
from dashboard.core.undoing import tag_key
from dashboard.models.activity import Activity
from dashboard.models.note import OrderTag
from dashboard.models.order import Order

Text = dict[str, Any]


class Reverse(NamedTuple):
    """`holds`: whether the order is as the line left it; `act` writes the reverse and records it."""

    holds: Callable[[Order, Activity, Text], bool]
    act: Callable[[Change, Activity, Text], None]


def owner_holds(order: Order, done: Activity, text: Text) -> bool:
    """The owner is who the line made it, and so is the contact where it was replaced."""
    return order.account_id == done.to_customer_id and same(order, text.get("contact_after"))


def same(order: Order, values: Text | None) -> bool:
    """Whether these columns of the order have these values."""
    return all(getattr(order, name) == value for name, value in (values or {}).items())


def owner_back(under_way: Change, done: Activity, text: Text) -> None:
    """The old owner, if that account still can own an order, and the old contact where it was replaced."""
    order = under_way.order
    found = under_way.customers(done.from_customer_id, done.to_customer_id)
    back = found.get(done.from_customer_id or 0)
    if back is not None and not back.can_own:
        raise WrongState(f"{back.name}’s account can own no orders any more. Reassign {order.code} to another one.")
    order.account_id = done.from_customer_id
    write(order, text.get("contact_before"))
    moved = (done.to_customer_id, done.from_customer_id)
    under_way.record("undone", moved=moved, old=text["new"], new=named(back), undoes=done.seq)
    under_way.result["owner"] = named(back)


def write(order: Order, values: Text | None) -> None:
    """Give these columns of the order these values."""
    for name, value in (values or {}).items():
        setattr(order, name, value)


def edit_back(under_way: Change, done: Activity, text: Text) -> None:
    """The order customer as it was before."""
    write(under_way.order, text["before"])
    under_way.record(
        "edit_undone", changes=text["reversed"], before=text["after"], after=text["before"], undoes=done.seq
    )


def has_tag(order: Order, done: Activity, text: Text) -> bool:
    """The tag is there."""
    return any(one.key == tag_key(text) for one in order.tags)


def untag_again(under_way: Change, done: Activity, text: Text) -> None:
    """The tag goes."""
    order, key = under_way.order, tag_key(text)
    order.tags.remove(next(one for one in order.tags if one.key == key))
    under_way.record("untagged", tag=text["tag"], key=key, undoes=done.seq)


def tag_again(under_way: Change, done: Activity, text: Text) -> None:
    """The tag comes back, if there is room for it."""
    order, key = under_way.order, tag_key(text)
    if len(order.tags) >= tags.MOST:
        raise WrongState(f"{order.code} has {tags.MOST} tags by now, and no more fit. Remove one first.")
    order.tags.append(OrderTag(key=key, tag=text["tag"]))
    under_way.record("tagged", tag=text["tag"], key=key, undoes=done.seq)


def archive_back(under_way: Change, done: Activity, text: Text) -> None:
    """Back into the list."""
    since, under_way.order.archived_at = under_way.order.archived_at, None
    under_way.record("unarchived", since=since.isoformat() if since else None, undoes=done.seq)


def archive_again(under_way: Change, done: Activity, text: Text) -> None:
    """Put away again, since when it was before."""
    under_way.order.archived_at = datetime.fromisoformat(text["since"]) if text.get("since") else under_way.at
    under_way.record("archived", undoes=done.seq)


OWNERSHIP = Reverse(owner_holds, owner_back)
REVERSES = {
    "reassigned": OWNERSHIP,
    "customer_changed": OWNERSHIP,
    "linked": OWNERSHIP,
    "unlinked": OWNERSHIP,
    "order_customer_edited": Reverse(lambda order, done, text: same(order, text.get("after")), edit_back),
    "tagged": Reverse(has_tag, untag_again),
    "untagged": Reverse(lambda order, done, text: not has_tag(order, done, text), tag_again),
    "archived": Reverse(lambda order, done, text: order.archived_at == done.at, archive_back),
    "unarchived": Reverse(lambda order, done, text: order.archived_at is None, archive_again),
}

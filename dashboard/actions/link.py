"""Link guest orders to a customer's account: the short way to their first owner, for one or all of a contact's."""

from collections.abc import Mapping
from typing import Any

from dashboard.actions.change import Change, change
from dashboard.actions.lot import Lot, lot
from dashboard.actions.once import Submission
from dashboard.actions.reassign import NewOwner, chosen, named
from dashboard.actions.spend import counted
from dashboard.actions.together import Together
from dashboard.core import guards, money
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.refusals import Stale, WrongState
from dashboard.letters import linked, reassigned
from dashboard.letters.shop import Shop
from dashboard.models.activity import Activity
from dashboard.models.customer import Customer
from dashboard.models.order import Order


def link(
    code: str,
    to: int | None,
    *,
    by: Person,
    shop: Shop,
    notify: bool = False,
    seen: int | None = None,
    once: Submission | None = None,
    within: Together | None = None,
) -> dict[str, Any]:
    """Make this account the first owner of a guest order; `within` is as in change().

    Returns what reassign() does. Raises Replayed and the refusals of change(), Invalid and Vanished beside "q".
    """
    with change(code, Action.LINK, by=by, seen=seen, once=once, within=within) as under_way:
        order = under_way.order
        new, _ = chosen(under_way, NewOwner(to), shop)
        done = give(under_way, new)
        written = reassigned.letter(order, new, shop, at=under_way.at) if notify else None
        if written:
            under_way.send(written)
        under_way.result = told([order], new, done, written.recipient if written else None)
    return under_way.result


def link_together(
    orders: Mapping[str, int | None],
    to: int | None,
    *,
    by: Person,
    shop: Shop,
    notify: bool = False,
    once: Submission | None = None,
) -> dict[str, Any]:
    """Make this account the first owner of several guest orders, all or none; `orders` with the versions seen.

    The line of the first keeps them all, so that one Undo takes all back; one letter tells of all.
    """
    guards.require_permission(by, Action.LINK)
    with lot(orders, [to], once=once) as together:
        linked_so_far: list[Order] = []
        for code, seen in orders.items():
            try:
                with change(code, Action.LINK, by=by, seen=seen) as under_way:
                    new, _ = chosen(under_way, NewOwner(to), shop)
                    done = give(under_way, new, place_in(together, code))
                    linked_so_far.append(under_way.order)
                    if code == next(iter(orders)):
                        first, its_line = under_way, done
            except WrongState as refused:
                raise WrongState(f"{code}: {refused.sentence}", refused.conditions) from None
            except Stale as stale:
                raise Stale(stale.news, f"{code} was") from None
        written = linked.letter(linked_so_far, new, shop, at=first.at) if notify else None
        if written:
            first.send(written)
        together.result = told(linked_so_far, new, its_line, written.recipient if written else None)
    return together.result


def give(under_way: Change, new: Customer, place: dict[str, Any] | None = None) -> Activity:
    """Make them the owner, and record it."""
    under_way.order.account_id = new.id
    return under_way.record("linked", moved=(None, new.id), old=None, new=named(new), **(place or {}))


def place_in(together: Lot, code: str) -> dict[str, Any]:
    """What the line of one order keeps of the lot: where its first line is, how many they are; the first, all lines."""
    lines = list(together.versions.items())  # the next line of an order has its version for its place
    first, seq = lines[0]
    place = {"lot": {"code": first, "seq": seq, "count": len(lines)}}
    return {**place, "lines": lines} if code == first else place


def told(orders: list[Order], new: Customer, done: Activity, letter_to: str | None) -> dict[str, Any]:
    """The result: as the page tells it."""
    moved: dict[str, int] = {}
    for order in orders:
        moved[order.currency] = moved.get(order.currency, 0) + counted(order)
    return {
        "code": orders[0].code,
        "count": len(orders),
        "owner": named(new),
        "moved": " and ".join(money.money(amount, currency) for currency, amount in sorted(moved.items())),
        "letter_to": letter_to,
        "undo": done.seq,
        "version": orders[0].version,
    }

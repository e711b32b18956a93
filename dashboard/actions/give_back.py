"""Give money of an order back, within a change of it: the refund with its pieces, and what becomes of these."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select

from dashboard.actions import stock
from dashboard.actions.change import Change
from dashboard.core import guards, quantities, refunds
from dashboard.core.facts import OrderFacts
from dashboard.core.guards import Action
from dashboard.core.refund_pieces import Fate, Meant, fate
from dashboard.core.refunds import Reckoned, Wish
from dashboard.core.stock import GoodsCondition, StockReason
from dashboard.models.goods_return import GoodsReturn, GoodsReturnLine
from dashboard.models.order import Order
from dashboard.models.order_books import books, put_back
from dashboard.models.order_facts import facts
from dashboard.models.refund import Refund, RefundLine
from dashboard.models.store import Store


class Given(NamedTuple):
    """The refund, and what came back with it: "Stoneware mug × 2", "" for nothing."""

    refund: Refund
    pieces: str


class Asked(NamedTuple):
    """What a refund shall be: pieces by line id, amounts in minor units, why, and in what condition goods came back."""

    meant: Mapping[int, Meant]
    shipping: int = 0
    adjustment: int = 0
    fee: int = 0
    reason: str = ""
    conditions: Mapping[int, GoodsCondition] = {}

    @property
    def wish(self) -> Wish:
        """The same as the sum is reckoned from."""
        pieces = {number: meant.quantity for number, meant in self.meant.items()}
        return Wish(pieces, self.shipping, self.adjustment, self.fee)


def give_back(under_way: Change, asked: Asked) -> Given:
    """Add the refund to the order, with a return and stock where that is meant.

    Raises Invalid as refunds.reckon() does, and the refusals of Return where pieces are to be recorded as returned.
    """
    order, session = under_way.order, under_way.session
    known = facts(session, order, carts=False)
    standing = books(order)
    reckoned = refunds.reckon(standing, asked.wish)
    limit = refunds.limit_in(order.currency, session.scalar(select(Store.currency)) or "")
    fates = fates_of(order, known, asked)
    made = Refund(
        items=reckoned.items, shipping=reckoned.shipping, adjustment=reckoned.adjustment, fee=reckoned.fee,
        amount=reckoned.amount, state=refunds.first_state(under_way.by, standing, reckoned.amount, limit),
        reason=asked.reason, asked_by_id=under_way.by.id if under_way.by.kind == "staff" else None, at=under_way.at,
        lines=parts(reckoned, asked, fates),
    )  # fmt: skip
    order.refunds.append(made)
    if any(one.returned for one in fates.values()):
        guards.require_permission(under_way.by, Action.RETURN)
        guards.require(Action.RETURN, known)
        order.returns.append(goods_back(under_way, asked, fates))
    session.flush()
    put_on_shelf(under_way, fates)
    return Given(made, told(order, fates))


def fates_of(order: Order, known: OrderFacts, asked: Asked) -> dict[int, Fate]:
    """What becomes of the pieces, by line id."""
    pieces, shelved = quantities.per_line(known), put_back(order)
    return {
        number: fate(meant, pieces[number], shelved[number]) for number, meant in asked.meant.items() if meant.quantity
    }


def parts(reckoned: Reckoned, asked: Asked, fates: Mapping[int, Fate]) -> list[RefundLine]:
    """The refund's lines."""
    return [
        RefundLine(
            line_id=number, quantity=asked.meant[number].quantity, amount=reckoned.lines[number],
            withdrawn=one.withdrawn, restocked=one.restocked,
        )
        for number, one in fates.items()
    ]  # fmt: skip


def goods_back(under_way: Change, asked: Asked, fates: Mapping[int, Fate]) -> GoodsReturn:
    """The return of those pieces that came back."""
    lines = [
        GoodsReturnLine(
            line_id=number, quantity=one.returned, restocked=one.returned_restocked,
            condition=asked.conditions.get(number, GoodsCondition.AS_NEW),
        )
        for number, one in fates.items()
        if one.returned
    ]  # fmt: skip
    return GoodsReturn(reason=asked.reason, at=under_way.at, lines=lines)


def put_on_shelf(under_way: Change, fates: Mapping[int, Fate]) -> None:
    """Put back what can be sold again; what was never sent is still there."""
    for reason, count in ((StockReason.RETURNED, "returned_restocked"), (StockReason.REFUNDED, "restocked")):
        pieces = {number: getattr(one, count) for number, one in fates.items() if getattr(one, count)}
        if pieces:
            stock.move(under_way, pieces, reason)


def told(order: Order, fates: Mapping[int, Fate]) -> str:
    """What came back, as the log tells it."""
    return ", ".join(
        f"{line.name} × {fates[line.id].returned}"
        for line in order.lines
        if line.id in fates and fates[line.id].returned
    )

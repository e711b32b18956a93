"""Orders that are changed one after the other in one transaction, locked and read together: what change() then need not
ask for again, and what is left to be done once for all of them.

A change reads its order, its parts, its document and its last line by a query each. A hundred at a time are read by as
many queries as one.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from dashboard.actions import spend
from dashboard.actions.lock import lock_all, lock_customers
from dashboard.actions.notices import Spoken
from dashboard.models.activity import Activity
from dashboard.models.customer import Customer
from dashboard.models.goods_return import GoodsReturn
from dashboard.models.order import Order
from dashboard.models.order_link import OrderLink
from dashboard.models.outbox import Message
from dashboard.models.refund import Refund
from dashboard.models.search_index import OrderDoc
from dashboard.models.shipment import Shipment

WHOLE = (
    joinedload(Order.owner),
    joinedload(Order.catalog),
    joinedload(Order.invoice),
    *(selectinload(part) for part in (Order.lines, Order.payments, Order.marks, Order.notes, Order.tags)),
    selectinload(Order.refunds).selectinload(Refund.lines),
    selectinload(Order.shipments).selectinload(Shipment.lines),
    selectinload(Order.returns).selectinload(GoodsReturn.lines),
)


class Together:
    """Orders by code and accounts by id, ours until commit, fresh, the orders with all their parts.

    `hashes` are those of the orders' last lines, `linked` the orders with links or letters that may have to change.
    `stock`: their products are ours, too. `place` stands in the line of each change; `lines` are those to be taken
    back, by order and place. `owing` gathers the accounts whose sums settle() writes, once for all,
    `spoken` what is known of the letters that follow.
    """

    def __init__(
        self,
        session: Session,
        ids: Iterable[int],
        accounts: Iterable[int | None],
        place: Mapping[str, Any],
        lines: Sequence[Activity] = (),
        stock: bool = False,
    ) -> None:
        wanted = sorted(set(ids))
        lock_all(session, wanted, accounts, stock=stock)
        self.session, self.place = session, place
        self.owing: set[int] = set()
        self.spoken = Spoken(session)
        self.lines = {(line.order_id, line.seq): line for line in lines}
        query = select(Order).where(Order.id.in_(wanted)).options(*WHOLE)
        found = session.scalars(query.execution_options(populate_existing=True)).unique().all()
        self.orders = {order.code: order for order in found}
        self.accounts = lock_customers(session, {*(order.account_id for order in found), *accounts})
        last = tuple_(Activity.order_id, Activity.seq).in_([(order.id, order.version - 1) for order in found])
        rows = session.execute(select(Activity.order_id, Activity.hash).where(last))
        self.hashes = {number: str(last) for number, last in rows}
        # Held on to, so that the session gives them without asking.
        self.documents = session.scalars(select(OrderDoc).where(OrderDoc.order_id.in_(wanted))).all()
        links = select(OrderLink.order_id).where(OrderLink.order_id.in_(wanted))
        letters = select(Message.order_id).where(Message.order_id.in_(wanted), Message.state == "held")
        self.linked = {*session.scalars(links), *session.scalars(letters)}

    def customers(self, ids: Iterable[int | None]) -> dict[int, Customer]:
        """These accounts, as lock_customers() gives them."""
        wanted = {number for number in ids if number is not None}
        if not wanted <= self.accounts.keys():
            return lock_customers(self.session, wanted)
        return {number: self.accounts[number] for number in sorted(wanted)}

    def settle(self) -> None:
        """Write the sums of all accounts concerned."""
        spend.recompute_all(self.session, self.owing)

"""The one letter about a batch: to the new owner, of all the orders that became theirs."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.core.batches import Outcome
from dashboard.database import now
from dashboard.letters import orders_reassigned
from dashboard.letters.shop import Shop
from dashboard.models.activity import Activity
from dashboard.models.batch import Batch, BatchOrder
from dashboard.models.customer import Customer
from dashboard.models.order import Order


def queue_letter(session: Session, batch: Batch, shop: Shop) -> None:
    """Queue it with the line of the first of its orders, in the transaction of the last chunk.

    Test orders are not told of; with none but those, or for an account without an address, there is no letter.
    """
    owner = session.get_one(Customer, batch.customer_id)
    done = (BatchOrder.batch_id == batch.id, BatchOrder.outcome == Outcome.DONE, Order.is_test.is_(False))
    joined = BatchOrder.order_id == Order.id
    count = session.scalar(select(func.count()).select_from(BatchOrder).join(Order, joined).where(*done)) or 0
    query = select(Order, BatchOrder.seq).join(BatchOrder, joined).where(*done).order_by(BatchOrder.position)
    first = session.execute(query.limit(orders_reassigned.LISTED)).all()
    if not first:
        return
    message = orders_reassigned.letter([order for order, _ in first], count, owner, shop, at=now())
    if message is None:
        return
    order, seq = first[0]
    line = select(Activity.id).where(Activity.order_id == order.id, Activity.seq == seq)
    message.order_id, message.activity_id = order.id, session.scalars(line).one()
    session.add(message)
    session.flush()
    batch.letter_id = message.id

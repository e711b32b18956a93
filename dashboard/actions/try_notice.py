"""Send oneself a test of an event's letter: as it is saved, with the data of a real order."""

from typing import Any

from dashboard.actions.change_store import StoreChange, change_store
from dashboard.actions.notices import choices_of
from dashboard.actions.once import Submission
from dashboard.core.notices import EVENTS
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.letters import notice
from dashboard.letters.letter import Addressee, Recipient
from dashboard.letters.shop import Shop
from dashboard.models.order import Order
from dashboard.models.outbox import Message


def try_notice(
    name: str, order: Order | None, *, by: Person, shop: Shop, once: Submission | None = None
) -> dict[str, Any]:
    """Queue it to the address of whoever asks, with this order's data.

    Returns the event's label and the address. Raises Replayed, the refusals of change_store(), and Invalid without an
    order.
    """
    if order is None:
        raise Invalid("There is no order to show it with yet.")
    with change_store("store", by=by, once=once) as change:
        written = letter(change, name, order, shop)
        change.record("notice_tried", notice=EVENTS[name].label)
        change.send(written)
        change.result = {"notice": EVENTS[name].label, "to": written.recipient}
    return change.result


def letter(change: StoreChange, name: str, order: Order, shop: Shop) -> Message:
    """The letter. It is no letter of the order: the order's page and its resending know nothing of it."""
    me = change.staff(change.by.id or 0)
    to = Addressee(order.customer_name, Recipient("email", me.email, me.email_key))
    chosen = choices_of(change.session)[name]
    values = notice.example(name, order, shop, at=change.at)
    written = notice.written(name, to, chosen._replace(subject=f"Test: {chosen.subject}"), shop, values, at=change.at)
    if written is None:
        raise Invalid("This letter has nobody to go to.")
    return written

"""The verbs of an order's page: which there are, where they lead, and why one is refused now."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import url_for

from dashboard.core import guards, parcels
from dashboard.core.conditions import Condition
from dashboard.core.facts import OrderFacts
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.extensions import db
from dashboard.models.order import Order
from dashboard.models.order_facts import facts, shipment_facts
from dashboard.pages import who
from dashboard.pages.addresses import address

# Action -> its page, the query of its address, its picture. What is not built is not here.
PAGES: dict[Action, tuple[str, Mapping[str, Any], str]] = {
    Action.REASSIGN: ("reassign.show", {}, "switch-horizontal"),
    Action.CHANGE_CUSTOMER: ("reassign.show", {"contact": 1}, "users"),
    Action.LINK: ("link.show", {}, "link"),
    Action.UNLINK: ("unlink.show", {}, "user-question"),
    Action.ORDER_CUSTOMER: ("order_customer.show", {}, "pencil"),
    Action.FULFIL: ("fulfil.show", {}, "package"),
    Action.RETURN: ("return_items.show", {}, "arrow-back-up"),
    Action.RETURN_TO_CART: ("return_to_cart.show", {}, "shopping-cart-share"),
    Action.PACK: ("pack.show", {}, "package"),
    Action.REFUND: ("refund.show", {}, "receipt-refund"),
    Action.RECORD_PAYMENT: ("record_payment.show", {}, "cash"),
    Action.ISSUE_INVOICE: ("issue_invoice.show", {}, "file-invoice"),
    Action.CANCEL: ("cancel.show", {}, "ban"),
    Action.EDIT_LINES: ("edit_lines.show", {}, "list-check"),
    Action.RESEND: ("resend.show", {}, "mail"),
    Action.TAG: ("tag.show", {}, "tag"),
    Action.NOTE: ("add_note.show", {}, "note"),
    Action.ARCHIVE: ("archive.show", {}, "archive"),
    Action.UNARCHIVE: ("unarchive.show", {}, "archive"),
    Action.DELETE: ("delete.show", {}, "trash"),
    Action.PDF: ("order_pdf.show", {}, "file-text"),
    Action.EXPORT: ("export.of_order", {}, "file-spreadsheet"),
}
# At the top right, "Fulfil" as the main one; on phones the others stand under "More".
TOP = (Action.FULFIL, Action.REFUND, Action.RETURN, Action.RETURN_TO_CART)
# Under "More", in parts.
MORE = (
    (Action.CHANGE_CUSTOMER, Action.UNLINK),
    (Action.RECORD_PAYMENT, Action.PACK, Action.EDIT_LINES, Action.ISSUE_INVOICE),
    (Action.RESEND,),
    (Action.ARCHIVE, Action.UNARCHIVE),
    (Action.CANCEL, Action.DELETE),
    (Action.PDF, Action.EXPORT),
)
# What a refused verb may wait for that is done to a parcel: its page.
TO_A_PARCEL = {Action.CANCEL_SHIPMENT: "cancel_shipment.show", Action.DELIVER: "deliver.show"}
# What leads to a file to keep, no page; and what it is called there.
FILES = {Action.PDF: "Download PDF", Action.EXPORT: "Download spreadsheet"}
DANGEROUS = frozenset({Action.CANCEL, Action.DELETE, Action.CANCEL_SHIPMENT})


Help = tuple[str, str]  # the address and the words of a verb


class Offer(NamedTuple):
    """A verb as the page offers it; `refused`: the conditions of it that fail now; `helps`: what would mend each."""

    action: Action
    url: str
    picture: str
    refused: tuple[Condition, ...] = ()
    helps: tuple[Help | None, ...] = ()

    @property
    def label(self) -> str:
        """The words on its button."""
        return FILES.get(self.action, self.action.label)

    @property
    def file(self) -> bool:
        """Whether its address is a file to keep, no page."""
        return self.action in FILES

    @property
    def dangerous(self) -> bool:
        """Whether it ends what the order is."""
        return self.action in DANGEROUS


def offer(action: Action, known: OrderFacts, by: Person) -> Offer | None:
    """The verb on this order, for somebody who may, once it is built; else None."""
    if action not in PAGES or not guards.may(by, action):
        return None
    endpoint, query, picture = PAGES[action]
    refused = guards.failed(action, known)
    # What is under way is marked as delivered by the way.
    if refused and action is Action.RETURN and parcels.arriving(known) and guards.may(by, Action.DELIVER):
        refused = ()
    helps = tuple(mend(condition.mend, known.code) for condition in refused)
    return Offer(action, address(endpoint, code=known.code, **query), picture, refused, helps)


def top(known: OrderFacts, by: Person) -> tuple[Offer, ...]:
    """What stands at the top right."""
    return tuple(found for action in TOP if (found := offer(action, known, by)))


def menu(known: OrderFacts, by: Person) -> tuple[tuple[Offer, ...], ...]:
    """What stands under "More", in parts; of archiving and unarchiving the one that there is something to do for.

    Deleting is for test orders alone, so no other order offers it.
    """
    moot = {Action.ARCHIVE if known.archived else Action.UNARCHIVE} | (set() if known.test else {Action.DELETE})
    parts = (tuple(offer(action, known, by) for action in part if action not in moot) for part in MORE)
    return tuple(found for part in parts if (found := tuple(one for one in part if one)))


def mend(action: Action | None, code: str, order: Order | None = None) -> Help | None:
    """The address and the words of the verb that would help, if it is built and the person may.

    What is done to a parcel is done to the first of `order` that it can be done to.
    """
    if action is None or not guards.may(who.person(), action):
        return None
    if action in TO_A_PARCEL:
        return to_a_parcel(action, order) if order else None
    if action not in PAGES:
        return None
    endpoint, query, _ = PAGES[action]
    return address(endpoint, code=code, **query), action.label


def to_a_parcel(action: Action, order: Order) -> Help | None:
    """The same for the first shipment that this can be done to now."""
    known = facts(db.session(), order, carts=False)
    for shipment in order.shipments:
        if not guards.failed(action, known, shipment_facts(shipment)):
            return url_for(TO_A_PARCEL[action], code=order.code, number=shipment.number), action.label
    return None

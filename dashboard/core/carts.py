"""Carts: when an order may go back to one (FEATURES D3, and what is about its money), and who may change one."""

from dashboard.core.action import Action
from dashboard.core.conditions import on_order

# "Already returned" and "rejected", the other two of D3, are the state rule of the guard table.
RETURN_TO_CART = (
    on_order(
        "account",
        "The order has an owner",
        lambda f: f.owner is not None,
        "This is a guest order. Link it to a customer account first.",
        Action.LINK,
    ),
    on_order(
        "can_sign_in",
        "The buyer is not an offline buyer",
        lambda f: f.owner is None or not f.owner.offline_buyer,
        "The buyer is an offline buyer, who has no order list to return it to.",
    ),
    on_order(
        "account_open",
        "The buyer’s account is open",
        lambda f: f.owner is None or not f.owner.closed,
        "The buyer’s account is closed, so nobody can sign in and order from the cart.",
    ),
    on_order(
        "no_open_cart",
        "No cart for the same catalog in the order list",
        lambda f: not f.cart_open,
        "A cart for the same catalog is already in the buyer’s order list.",
    ),
    on_order(
        "no_delivery_note",
        "No delivery note refers to the order",
        lambda f: not f.shipments,
        "A shipment, which is a delivery note, refers to this order.",
    ),
    on_order(
        "no_invoice",
        "No invoice refers to the order",
        lambda f: f.invoice is None,
        "An issued invoice refers to this order.",
    ),
    on_order(
        "no_backlog",
        "No backlog SKUs were created",
        lambda f: not f.backlog_sku,
        "Backlog SKUs were created for this order.",
    ),
    on_order(
        "no_partner",
        "No partner inventory is used",
        lambda f: not f.partner_inventory,
        "This order uses partner inventory.",
    ),
    on_order(
        "no_money",
        "Nothing paid that is not refunded",
        lambda f: f.held == 0,
        "Money of this order is still held. Refund it first.",
        Action.REFUND,
    ),
    on_order(
        "no_refund",
        "No refund is waiting",
        lambda f: not f.refund_unsettled,
        "A refund of this order is not settled yet.",
    ),
    on_order(
        "no_attempt",
        "No payment attempt is open",
        lambda f: not f.attempt_open,
        "A payment of this order is still in progress.",
    ),
    on_order(
        "no_return",
        "Nothing was returned",
        lambda f: not any(f.returned.values()),
        "Pieces of this order were returned already.",
    ),
)

# What staff need to change a buyer's cart; its buyer needs nothing.
PERMISSION = "order_create"
# Why a cart that is not open stays as it is.
STATES = {
    "placed": "This cart was placed as an order already.",
    "closed": "This cart is closed.",
}

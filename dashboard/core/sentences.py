"""Every sentence of the activity log, in one place: the page, the conflict card and exports all read it here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any, NamedTuple, Protocol

# What is done to a buyer's cart: it stands in the buyer's log, and only the forms of that cart mind it.
CARTS = frozenset({"cart_opened", "cart_filled", "cart_edited", "cart_closed"})
# What nobody's open form minds: it never makes a form stale.
QUIET = frozenset(
    {
        "note_added", "note_edited", "note_deleted", "tagged", "untagged", "resent", "message_sent", "tracked",
        "recognised", "password_set", "code_asked", "link_asked_by_buyer",
        "data_exported",
        "message_hurried", "message_edited", "message_dropped", "message_retried",
        "group_joined", "group_left", "told_apart", "told_apart_undone",
        *CARTS,
    }
)  # fmt: skip

# {actor} is who did it; the other names are keys of the activity's text. Values may be text, or a person
# {"id": 7, "name": "Kate Wong"}, or None for nobody.
SENTENCES: dict[str, str] = {
    "placed": "Order placed: {route}",
    "imported": "Imported from {source} as {number}",
    "reimported": "Brought up to date from {source}: {changes}",
    "recognised": "Known at {source} as {number}. Nothing here was changed",
    "tracking_imported": "Tracking number {number} for shipment {shipment}, from {source}",
    "paid": "Payment of {amount} received",
    "payment_opened": "Payment of {amount} started, not received yet",
    "shipped": "Shipment {shipment} handed over",
    "packed": "Shipment {shipment} made",
    "delivered": "Shipment {shipment} delivered",
    "tracked": "Shipment {shipment}: {status}",
    "order_packed": "{actor} marked this order as packed",
    "shipment_edited": "{actor} edited shipment {shipment}: {changes}",
    "shipment_canceled": "Shipment {shipment} canceled",
    "refunded": "Refund of {amount}",
    "refund_asked": "Refund of {amount} asked for, not approved yet",
    "refunded_and_returned": "Refund of {amount}; returned: {pieces}",
    "refund_asked_and_returned": "Refund of {amount} asked for, not approved yet; returned: {pieces}",
    "refund_approved": "{actor} approved the refund of {amount}",
    "refund_declined": "{actor} declined the refund of {amount}: {why}",
    "refund_sent": "{actor} sent the refund of {amount}: {reference}",
    "refund_failed": "Refund of {amount} failed: {why}",
    "payment_failed": "Payment of {amount} came to nothing: {why}",
    "returned": "Returned: {pieces}",
    "canceled": "Order canceled: {reason}",
    "canceled_and_refunded": "Order canceled: {reason}. Refund of {amount}",
    "canceled_refund_asked": "Order canceled: {reason}. Refund of {amount} asked for, not approved yet",
    "invoiced": "Invoice {number} issued",
    "confirmed": "Order confirmation changed: {changes}",
    "returned_to_cart": "Returned to the buyer’s cart",
    "reordered": "Ordered anew from the returned order {old}: {route}",
    "ordered_anew": "Ordered anew as {new}",
    "cart_opened": "{actor} opened the cart {cart}",
    "cart_filled": "{actor} put {pieces} into the cart {cart}",
    "cart_edited": "{actor} changed the cart {cart}: {changes}",
    "cart_closed": "{actor} closed the cart {cart}",
    "marked": "{mark}",
    "archived": "{actor} archived this order",
    "unarchived": "{actor} unarchived this order",
    "tagged": "Tag {tag} added",
    "untagged": "Tag {tag} removed",
    "note_added": "{actor} added a note",
    "note_edited": "{actor} edited a note",
    "note_deleted": "{actor} deleted a note of {author}",
    "reassigned": "{actor} reassigned this order from {old} to {new}",
    "customer_changed": "{actor} changed the customer from {old} to {new}",
    "linked": "{actor} linked this guest order to {new}",
    "unlinked": "{actor} unlinked this order from {old}: it is a guest order again",
    "order_customer_edited": "{actor} edited the order customer: {changes}",
    "undone": "{actor} took back the move to {old}: the owner is {new} again",
    "merged": "{actor} merged {old} into {new}: this order went with the account",
    "unmerged": "{actor} took a merge back: this order belongs to {new} again",
    "edit_undone": "{actor} took back an edit of the order customer: {changes}",
    "resent": "{actor} sent “{letter}” to {to}",
    "message_hurried": "{actor} sent “{letter}” to {to} before its time",
    "message_edited": "{actor} edited “{letter}” to {to}",
    "message_dropped": "{actor} dropped “{letter}” to {to}",
    "message_retried": "{actor} had “{letter}” to {to} tried again",
    "customer_created": "{actor} created this account",
    "registered": "{actor} registered",
    "code_asked": "A one-time code was asked for at the buyers’ door",
    "link_asked_by_buyer": "A link to set a new password was asked for at the buyers’ door",
    "details_changed": "{actor} changed {changes}",
    "customer_deactivated": "{actor} deactivated this account",
    "customer_reactivated": "{actor} reactivated this account",
    "offline_buyer_on": "{actor} made this account an offline buyer, without log-in",
    "offline_buyer_off": "{actor} let this account log in again",
    "customers_merged": "{actor} merged {others} into this account: {changes}",
    "merged_away": "{actor} merged this account into {into}",
    "customers_unmerged": "{actor} took the merge of {others} back: {changes}",
    "merged_back": "{actor} took the merge into {into} back",
    "group_joined": "{actor} put this account into the group {group}",
    "group_left": "{actor} took this account out of the group {group}",
    "told_apart": "{actor} said that {other} is not the same customer",
    "told_apart_undone": "{actor} took back that {other} is not the same customer",
    "customer_erased": "{actor} erased what was known of this customer",
    "erased": "{actor} erased who ordered this",
    "order_link_made": "{actor} made an order link for the catalog {catalog}",
    "order_link_replaced": "{actor} replaced the order link of the catalog {catalog}",
    "order_link_ended": "{actor} ended the order link of the catalog {catalog}",
    "orders_exported": "{actor} exported {orders} as {form}",
    "data_exported": "{actor} took out the customer’s personal data",
    "password_set": "{actor} set a new password",
    "registration_asked": "Somebody asked at the buyers’ door to register",
    "desk_opened": "{actor} opened the desk of {store}",
    "settings_changed": "{actor} changed the store’s settings: {changes}",
    "notices_changed": "{actor} changed what is told of: {changes}",
    "notice_edited": "{actor} wrote the letter “{notice}” anew",
    "notice_restored": "{actor} gave the letter “{notice}” its original words again",
    "notice_tried": "{actor} had a test of the letter “{notice}” sent to themselves",
    "staff_invited": "{actor} invited {staff} as {role}",
    "link_made": "{actor} made a new link for {staff} to set a password",
    "link_asked": "A link to set a new password was asked for at the door and sent to {staff}",
    "staff_password_set": "{actor} set a password by a link",
    "password_changed": "{actor} changed their password",
    "renamed": "{actor} is called {new} now",
    "role_changed": "{actor} changed the role of {staff} from {old} to {new}",
    "deactivated": "{actor} deactivated {staff}",
    "reactivated": "{actor} reactivated {staff}",
    "session_ended": "{actor} signed out {device}",
    "staff_session_ended": "{actor} signed out {device} of {staff}",
    "group_created": "{actor} made the group {group} of customers",
    "group_renamed": "{actor} renamed the group {old} of customers to {group}",
    "group_deleted": "{actor} deleted the group {group} of customers",
    "product_created": "{actor} added the product {product}",
    "product_edited": "{actor} changed the product {product}: {changes}",
    "product_archived": "{actor} archived the product {product}",
    "product_unarchived": "{actor} unarchived the product {product}",
    "products_imported": "{actor} imported products from {file}: {changes}",
    "catalog_created": "{actor} made the catalog {catalog}",
    "catalog_renamed": "{actor} renamed the catalog {old} to {catalog}",
    "catalog_filled": "{actor} added {product} to the catalog {catalog} at {price}",
    "catalog_priced": "{actor} set the price of {product} in the catalog {catalog}: {price}",
    "catalog_reduced": "{actor} took {product} out of the catalog {catalog}",
    "prices_imported": "{actor} imported prices of the catalog {catalog} from {file}: {changes}",
    "tests_deleted": "{actor} deleted {orders}",
    "own_view_changed": "{actor} changed a view of their own",
    "view_shared": "{actor} shared the view {view} with everyone",
    "view_unshared": "{actor} took the view {view} back from the others",
    "view_renamed": "{actor} renamed the view {old} to {view}",
    "view_updated": "{actor} changed what the view {view} shows",
    "view_moved": "{actor} moved the view {view}",
    "view_deleted": "{actor} deleted the view {view}",
}
NOBODY = "nobody (guest order)"


class Part(NamedTuple):
    """A stretch of a sentence: `strong` for names and amounts, `customer_id` where it can link to a customer."""

    text: str
    strong: bool = False
    customer_id: int | None = None


class Logged(Protocol):
    """What a line of the log offers (models.activity.Activity does)."""

    verb: str
    actor_name: str
    at: datetime
    text: str | None


def sentence(verb: str, actor: str, details: Mapping[str, Any] | None) -> list[Part]:
    """The sentence of one activity, in parts. `details` None: the text was erased, only who and what kind remain."""
    if details is None:
        return [Part(actor, strong=True), Part(f": {verb.replace('_', ' ')} (details erased)")]
    parts = []
    for literal, name, _, _ in Formatter().parse(SENTENCES[verb]):
        if literal:
            parts.append(Part(literal))
        if name is not None:
            parts.append(named(actor if name == "actor" else details.get(name)))
    return parts


def named(value: Any) -> Part:
    """A value as it stands in a sentence."""
    if isinstance(value, Mapping):
        return Part(str(value["name"]), True, value.get("id"))
    return Part(NOBODY) if value is None else Part(str(value), True)


def plain(verb: str, actor: str, details: Mapping[str, Any] | None) -> str:
    """The sentence as plain text."""
    return "".join(part.text for part in sentence(verb, actor, details))


@dataclass(frozen=True, slots=True)
class News:
    """What somebody else did meanwhile: who, when, and the sentence in parts."""

    actor: str
    at: datetime
    verb: str
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, activity: Logged) -> "News":
        """The news in one line of the log."""
        details = None if activity.text is None else json.loads(activity.text)
        parts = tuple(sentence(activity.verb, activity.actor_name, details))
        return cls(activity.actor_name, activity.at, activity.verb, parts)

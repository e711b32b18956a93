"""Events at the desk: confirmation, end, marks, notes, tags. `after` is in hours since the order was placed."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.core import search
from dashboard.core.person import Role
from dashboard.core.statuses import CancelReason, OrderState
from dashboard.demo.draft import Draft
from dashboard.demo.story import Item

MARKS = {
    "backlog_sku": "A backlog SKU was created for this order",
    "partner_inventory": "This order uses partner inventory",
}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The merchant made the confirmation another: new quantities by SKU, lines not there before included."""

    after: float
    quantities: Mapping[str, int]

    def happen(self, draft: Draft) -> None:
        """Change the lines and reckon anew."""
        changes, before = [], draft.order["total"]
        for sku, quantity in self.quantities.items():
            found = next((line for line in draft.lines if line["sku"] == sku), None)
            if found is None:
                draft.add_line(Item(sku, quantity), original=False)
                changes.append(f"{draft.line(sku)['name']} × {quantity} added")
            else:
                changes.append(f"{found['name']} {found['quantity']} → {quantity}")
                found["quantity"] = quantity
        draft.reckon()
        changes.append(f"total {draft.amount(before)} → {draft.amount(draft.order['total'])}")
        draft.say(draft.at(self.after), draft.person(Role.MANAGER), "confirmed", changes=", ".join(changes))


@dataclass(frozen=True, slots=True)
class Canceled:
    """The order was canceled."""

    after: float
    reason: CancelReason

    def happen(self, draft: Draft) -> None:
        """Close the order."""
        draft.order |= {"state": OrderState.CANCELED, "cancel_reason": self.reason}
        draft.say(draft.at(self.after), draft.person(Role.MANAGER), "canceled", reason=self.reason.label)


@dataclass(frozen=True, slots=True)
class ReturnedToCart:
    """The order went back to its owner's cart."""

    after: float

    def happen(self, draft: Draft) -> None:
        """Close the order; its lines go to an open cart."""
        draft.order["state"] = OrderState.RETURNED_TO_CART
        draft.to_cart = True
        draft.say(draft.at(self.after), draft.person(Role.SUPPORT), "returned_to_cart")


@dataclass(frozen=True, slots=True)
class Archived:
    """The order was archived."""

    after: float

    def happen(self, draft: Draft) -> None:
        """Put the order away."""
        draft.order["archived_at"] = draft.at(self.after)
        draft.say(draft.at(self.after), draft.person(Role.SUPPORT), "archived")


@dataclass(frozen=True, slots=True)
class Marked:
    """Another system left its mark: "backlog_sku" or "partner_inventory"."""

    after: float
    kind: str

    def happen(self, draft: Draft) -> None:
        """Add the mark."""
        draft.marks.append({"kind": self.kind, "at": draft.at(self.after)})
        draft.say(draft.at(self.after), draft.person(None), "marked", mark=MARKS[self.kind])


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tag was added."""

    after: float
    tag: str

    def happen(self, draft: Draft) -> None:
        """Add the tag."""
        draft.tags.append({"key": search.fold(self.tag), "tag": self.tag})
        draft.say(draft.at(self.after), draft.person(Role.SUPPORT), "tagged", tag=self.tag)


@dataclass(frozen=True, slots=True)
class Noted:
    """Somebody wrote a note."""

    after: float
    text: str
    by: Role = Role.SUPPORT

    def happen(self, draft: Draft) -> None:
        """Add the note."""
        author, at = draft.person(self.by), draft.at(self.after)
        draft.notes.append({"author": author.name, "staff_id": author.id, "text": self.text, "at": at})
        draft.say(at, author, "note_added")
